"""`offence rules schema`, `new` and `fmt`: what helps in writing rule files."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import get_args

from offence_engine.cli.inout import make_folder, put, put_json, tracked, write_whole
from offence_engine.cli.language import Tongue
from offence_engine.cli.page import Page
from offence_engine.errors import Fault, OffenceError, Place, RulesError, UsageError, usage
from offence_engine.model.rule import Ask, FactType, MaterialRole, ModifierFile, VictimRole
from offence_engine.rulebook.load import MAX_RULE_FILE, display, read_folder
from offence_engine.rulebook.shipped import shipped
from offence_engine.source.read import read_bytes
from offence_engine.source.suggest import hint
from offence_engine.workbench.writing.amend import amend
from offence_engine.workbench.writing.change import Amendment, Written
from offence_engine.workbench.writing.layout import laid_out
from offence_engine.workbench.writing.penalties import penalty_of
from offence_engine.workbench.writing.schema import ANY_FILE, Schemas, all_kinds
from offence_engine.workbench.writing.shapes import fields_of
from offence_engine.workbench.writing.start import Start, Starter
from offence_engine.workbench.writing.vocabulary import vocabulary

FOUND_FAULTS = 1
SETTINGS = "editor-settings.json"
WHAT = ("provision", "amendment", "modifier", "concept", "fact")
_FITTING: dict[str, tuple[str, ...]] = {
    "provision": ("effective", "ko", "en", "enacted_by", "penalty", "victim", "material", "kind"),
    "amendment": ("effective", "drop", "add", "penalty", "enacted_by", "source", "repeal", "words", "fact", "is_"),
    "modifier": ("effective", "ko", "en", "enacted_by", "modifies", "reaches"),
    "concept": ("effective", "ko", "en", "enacted_by"),
    "fact": ("ko", "en", "type_", "value", "ask"),
}


def schema(values: Namespace, say: Tongue) -> int:
    """One schema on standard output, or all of them with a settings file into a folder."""
    kinds = tuple(all_kinds())
    if values.kind is not None and values.kind not in kinds:
        ko, en = hint(values.kind, kinds, limit=len(kinds))
        raise usage(f"모르는 파일 종류입니다: `{values.kind}`.{ko}", f"unknown kind of file: `{values.kind}`.{en}")
    here = Path("rules")
    root = Path(values.rules) if values.rules is not None else here if here.is_dir() else shipped("rules")
    if not root.is_dir():
        raise UsageError([Fault(Place(str(root)), "규칙 폴더가 없습니다.", "no such rules folder")])
    draft, faults = read_folder(root)
    for fault in RulesError(faults).faults:
        print(fault.text(say.lang), file=sys.stderr)
    schemas = Schemas(vocabulary(draft), say.lang)
    if values.output is None:
        put_json(schemas.file(values.kind or ANY_FILE))
        return 0
    folder = Path(values.output)
    make_folder(folder)
    files = {
        folder / f"{kind}.schema.json": _json(schemas.file(kind))
        for kind in tracked(kinds if values.kind is None else [values.kind], say("스키마를 쓰는 중", "writing schemas"))
    }
    any_file = folder / f"{ANY_FILE}.schema.json"
    if values.kind is None:
        where = any_file.as_posix() if folder.is_absolute() else f"./{any_file.as_posix()}"
        settings = {"yaml.schemas": {where: f"{display(root)}/**/*.yaml"}, "yaml.yamlVersion": "1.2"}
        files[folder / SETTINGS] = _json(settings)
    write_whole(files)
    page = Page(terminal=False, width=100_000)
    page.line(say(f"{folder}에 파일 {len(files)}개를 썼습니다.", f"wrote {len(files)} files to {folder}"))
    if values.kind is None:
        page.line(
            say(
                f"편집기의 설정에 {folder / SETTINGS}의 내용을 넣으십시오 (VS Code: .vscode/settings.json).",
                f"put what {folder / SETTINGS} says into the settings of your editor (VS Code: .vscode/settings.json)",
            )
        )
        page.line(say("또는 파일의 첫 줄에:", "or as the first line of a file:"))
        page.line(f"# yaml-language-server: $schema={any_file.resolve().as_uri()}", indent=2)
    put(page)
    return 0


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def new(values: Namespace, say: Tongue) -> int:
    """A new file or an amendment, with what is still to be filled in."""
    _one_of(values.what, WHAT, "말", "thing to start")
    _fits(values)
    root = _folder(values.rules)
    penalty = _penalty(values.penalty)
    if values.what != "fact" and values.effective is None:
        raise usage("--effective가 빠졌습니다: 시행되는 날", "--effective is missing: the first day on which it holds")
    if values.what == "amendment":
        if values.repeal and (values.drop or values.add or penalty):
            raise usage(
                "--repeal에는 --drop, --add, --penalty를 함께 쓰지 않습니다.",
                "--repeal goes without --drop, --add and --penalty",
            )
        unwritten = [given for given in (values.words, values.fact, values.is_) if given is not None]
        if unwritten and len(values.add or ()) != 1:
            raise usage(
                "--words, --fact, --is는 --add 하나와 함께 씁니다.", "--words, --fact and --is go with one --add"
            )
        written = amend(
            root,
            values.id,
            Amendment(
                effective=values.effective, drop=tuple(values.drop or ()), add=tuple(values.add or ()), penalty=penalty,
                enacted_by=values.enacted_by, source=values.source, repeal=values.repeal, words=values.words,
                fact=values.fact, is_=values.is_,
            ),
            say.lang,
        )  # fmt: skip
    else:
        start = Start(
            effective=values.effective, ko=values.ko, en=values.en, enacted_by=values.enacted_by, penalty=penalty,
            victim=_choice(values.victim, get_args(VictimRole)) or "none",
            material=_choice(values.material, get_args(MaterialRole)) or "none",
            kind=values.kind,
            modifies=_choice(values.modifies, [w for s in fields_of(ModifierFile)["modifies"] for w in s.values]),
            reaches=tuple(values.reaches or ()),
            type_=_choice(values.type_, get_args(FactType)) or "yes_no",
            values=tuple(values.value or ()),
            ask=_choice(values.ask, get_args(Ask)) or "investigator",
        )  # fmt: skip
        starter = Starter(root, say.lang)
        make = {
            "provision": starter.provision,
            "modifier": starter.modifier,
            "concept": starter.concept,
            "fact": starter.fact,
        }
        written = make[values.what](values.id, start)
    make_folder(written.path.parent)
    write_whole({written.path: written.data})
    _tell(written, root, say)
    return 0


def _tell(written: Written, root: Path, say: Tongue) -> None:
    here = "" if root.resolve() == shipped("rules").resolve() else f" --rules {root}"
    page = Page(terminal=False, width=100_000)
    page.line(say(f"썼습니다: {display(written.path)}", f"written: {display(written.path)}"))
    page.lines(note.text(say.lang) for note in written.notes)
    if written.blanks:
        number = say.count(len(written.blanks), "곳", "blank")
        named = say("`offence rules check`가 알려 줍니다", "`offence rules check` names them")
        page.line(say(f"채울 것 {number}", f"{number} to fill") + f" ({named}):")
        page.lines(fault.text(say.lang) for fault in written.blanks)
    else:
        page.line(say("채울 것이 없습니다.", "nothing is left to fill"))
    page.line(say("다음:", "next:") + f" `offence rules check{here}`, `offence rules test{here}`")
    put(page)


def _fits(values: Namespace) -> None:
    """That every option given belongs to what is started.

    Errors: UsageError.
    """
    fitting = _FITTING[values.what]
    every = dict.fromkeys(name for names in _FITTING.values() for name in names)
    for name in every:
        given = getattr(values, name)
        if given not in (None, False) and name not in fitting:
            flag = f"--{name.rstrip('_').replace('_', '-')}"
            raise usage(f"{values.what}에는 {flag}을(를) 쓰지 않습니다.", f"{flag} does not go with {values.what}")


def _folder(given: str | None) -> Path:
    """The folder to write into: the one given, or `rules` here; never the rules installed with the program unasked.

    Errors: UsageError where it is not there.
    """
    root = Path(given or "rules")
    if not root.is_dir():
        ko = (
            "규칙 폴더가 없습니다."
            if given
            else "여기에 rules 폴더가 없습니다. 고칠 규칙 폴더를 --rules로 알려 주십시오."
        )
        en = (
            "no such rules folder"
            if given
            else "there is no folder `rules` here; name the folder to change with --rules"
        )
        raise UsageError([Fault(Place(str(root)), ko, en)])
    return root


def _penalty(phrases: Sequence[str] | None) -> dict[str, str] | None:
    if not phrases:
        return None
    found = penalty_of(list(phrases))
    if isinstance(found, str):
        raise usage(
            f"형을 읽을 수 없습니다: `{found}`. `징역 7년 이하`, `벌금 5천만원 이하`처럼 적고, 다른 형은 파일에 적습니다.",
            f"cannot read this part of the penalty: `{found}`. Write `징역 7년 이하`, `벌금 5천만원 이하`; enter others in the file.",
        )
    return found


def _choice(given: str | None, valid: Iterable[str]) -> str | None:
    if given is not None:
        _one_of(given, tuple(valid), "값", "value")
    return given


def _one_of(given: str, valid: Sequence[str], ko: str, en: str) -> None:
    if given not in valid:
        hint_ko, hint_en = hint(given, valid)
        raise usage(f"쓸 수 없는 {ko}입니다: `{given}`.{hint_ko}", f"not a valid {en}: `{given}`.{hint_en}")


def fmt(values: Namespace, say: Tongue) -> int:
    """Files into canonical layout; with `--check` only named. What cannot be read names itself and stops nothing else."""
    paths = _files([Path(name) for name in values.files] if values.files else [_folder(values.rules)])
    changed: list[Path] = []
    faults: list[Fault] = []
    for path in tracked(paths, say("다듬는 중", "laying out"), len(paths)):
        name = display(path)
        try:
            data = read_bytes(path, name, RulesError, MAX_RULE_FILE)
            neat = laid_out(data, name)
            if neat != data:
                if not values.check:
                    write_whole({path: neat})
                changed.append(path)
        except OffenceError as problem:
            faults += problem.faults
    page = Page(terminal=False, width=100_000)
    page.lines(fault.text(say.lang) for fault in faults)
    page.lines(display(path) for path in changed)
    same = len(paths) - len(changed) - len({fault.place.file for fault in faults})
    done = say("다듬을 것", "to be laid out") if values.check else say("다듬은 것", "laid out")
    page.line(
        say(
            f"파일 {len(paths)}개: {done} {len(changed)}, 그대로 {same}, 읽을 수 없는 것 {len(paths) - same - len(changed)}",
            f"{len(paths)} files: {len(changed)} {done}, {same} as they are, {len(paths) - same - len(changed)} not readable",
        )
    )
    put(page)
    return FOUND_FAULTS if faults or (values.check and changed) else 0


def _files(given: list[Path]) -> list[Path]:
    """The files, and those below the folders.

    Errors: UsageError for what is not there.
    """
    found: dict[Path, None] = {}
    for path in given:
        if path.is_dir():
            found.update(dict.fromkeys(sorted(p for p in path.rglob("*.yaml") if p.is_file())))
        elif path.exists():
            found[path] = None
        else:
            raise UsageError([Fault(Place(str(path)), "파일이 없습니다.", "no such file")])
    return list(found)
