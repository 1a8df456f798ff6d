"""A new rule file, or a new fact in the file of its home: all that must stand there, with marked blanks for the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from offence_engine.errors import RulesError, usage
from offence_engine.model.rule import HOMES
from offence_engine.rulebook.ids import read_id, sort_key
from offence_engine.rulebook.load import display, read_folder
from offence_engine.rulebook.paths import STRUCTURAL_KEYS
from offence_engine.source.read import parse
from offence_engine.source.suggest import hint
from offence_engine.workbench.writing.blanks import blank, blanks_of, with_blanks
from offence_engine.workbench.writing.change import Written
from offence_engine.workbench.writing.insert import Sheet, inline, quoted
from offence_engine.workbench.writing.trial import tried, within

JUDGED = "{value: yes, by: 시험}"


@dataclass(frozen=True)
class Start:
    """What is known of the new thing; the rest stays blank. All but a fact needs `effective`."""

    effective: date | None = None
    ko: str | None = None
    en: str | None = None
    enacted_by: str | None = None
    penalty: dict[str, str] | None = None
    victim: str = "none"
    material: str = "none"
    kind: str | None = None
    modifies: str | None = None
    reaches: tuple[str, ...] = ()
    type_: str = "yes_no"
    values: tuple[str, ...] = ()
    ask: str = "investigator"


class Starter:
    """Makes new files for one folder of rules; the blanks in one language. A file that cannot be read is left out."""

    def __init__(self, root: Path, lang: str) -> None:
        self.root, self.lang = root, lang
        self.draft, _ = read_folder(root)

    def _blank(self, ko: str, en: str) -> str:
        return quoted(blank(ko, en, self.lang))

    def _or_blank(self, known: str | None, ko: str, en: str) -> str:
        return quoted(known) if known else self._blank(ko, en)

    def _label(self, start: Start, ko: str, en: str) -> str:
        return f"{{ko: {self._or_blank(start.ko, ko, en)}, en: {self._or_blank(start.en, ko + ' (영어)', en + ' (English)')}}}"

    def provision(self, id_: str, start: Start) -> Written:
        """A provision with one element, one version, a typical case, and cases of the first day and the day before."""
        self._new_id(id_)
        kinds = self.draft.kinds
        kind = start.kind or ("posted" if "posted" in kinds else next(iter(kinds), ""))
        if kind not in kinds:
            ko, en = hint(kind, kinds)
            raise usage(f"모르는 행위의 종류입니다: `{kind}`.{ko}", f"unknown kind of act: `{kind}`.{en}")
        lines = [
            *self._comment(id_, start),
            f"id: {id_}",
            f"title: {self._label(start, '이름', 'title')}",
            "offence_name: null",
            f"roles: {inline({k: v for k, v in (('victim', start.victim), ('material', start.material)) if v != 'none'})}",
            "one_offence_per: {per: [suspect, act], authority: null, settled: no}",
            "before: not_in_force",
            "result: []",
            "elements:",
            "  conduct:",
            f"    words: {self._blank('법문의 말', 'the words of the statute')}",
            "    fact: act.kind",
            f"    one_of: [{kind}]",
            "  further:",
            f"    words: {self._blank('법문의 말', 'the words of the statute')}",
            f"    fact: {self._blank('사실 (offence facts)', 'a fact (offence facts)')}",
            f"    is: {self._blank('값', 'its value')}",
            "versions:",
            *self._version(start, self._penalty(start)),
            "closing:",
            f"  ko: {self._blank('범죄사실의 마지막 문장', 'the last sentence of the facts, in Korean')}",
            f"  en: {self._blank('그 영어', 'the same in English')}",
            "not_modelled: []",
            "reviewed: null",
            *self._typical(start, kind),
            *self._cases(start),
        ]  # fmt: skip
        return self._done(self._provisions(id_), lines)

    def modifier(self, id_: str, start: Start) -> Written:
        """A modifier with one element and what it reaches."""
        self._new_id(id_)
        modifies = start.modifies or "aggravation"
        own = {
            "attempt": ["replaces: result", "mitigate: optional"],
            "habit": ["raise: 1/2"],
            "aggravation": ["raise: 1/2"],
            "recidivism": ["raise_most: 2/1"],
        }.get(modifies, [])
        if modifies not in ("attempt", "habit", "aggravation", "recidivism", "justification"):
            own = ["rests_on: finding_of_another"]
        unknown = [name for name in start.reaches if not self._encoded(name)]
        if unknown:
            ko, en = hint(unknown[0], self.draft.provisions, limit=0)
            raise usage(f"모르는 조항입니다: `{unknown[0]}`.{ko}", f"unknown provision: `{unknown[0]}`.{en}")
        reached = (
            inline(list(start.reaches))
            if start.reaches
            else f"[{self._blank('미치는 조항', 'the provisions it reaches')}]"
        )
        before = [line for line in own if line.startswith(("replaces", "rests_on"))]
        lines = [
            *self._comment(id_, start),
            f"id: {id_}",
            f"title: {self._label(start, '이름', 'title')}",
            f"modifies: {modifies}",
            "reaches:",
            *self._version(start, [f"what: {reached}", *self._fine(modifies, reached)]),
            *before,
            "before: not_in_force",
            "elements:",
            "  condition:",
            f"    words: {self._blank('법문의 말', 'the words of the statute')}",
            f"    fact: {self._blank('사실 (offence facts)', 'a fact (offence facts)')}",
            f"    is: {self._blank('값', 'its value')}",
            "requires: [condition]",
            *(line for line in own if line not in before),
            "not_modelled: []",
            "reviewed: null",
        ]
        return self._done(self._provisions(id_), lines)

    def concept(self, name: str, start: Start) -> Written:
        """A concept in a file of its own."""
        if name in self.draft.concepts:
            raise self._there(name)
        self._plain_name(name)
        lines = [
            "concepts:",
            f"  {name}:",
            f"    ko: {self._or_blank(start.ko, '한국어 이름', 'its name in Korean')}",
            f"    en: {self._or_blank(start.en, '영어 이름', 'its name in English')}",
            "    versions:",
            *[
                "    " + line
                for line in self._version(
                    start,
                    [
                        f"fact: {self._blank('사실 (offence facts)', 'a fact (offence facts)')}",
                        f"is: {self._blank('값', 'its value')}",
                    ],
                )
            ],
        ]
        beside = self._folder_of(self.draft.concepts, "concepts")
        return self._done(beside / f"{name}.yaml", lines)

    def fact(self, path: str, start: Start) -> Written:
        """A fact behind the others of its home's first file, or in a file of its own."""
        home, _, name = path.partition(".")
        if home not in HOMES or not name:
            ko, en = hint("" if home in HOMES else home, HOMES)
            raise usage(
                f"사실의 이름은 `자리.이름`입니다: `{path}`.{ko}", f"a fact is written `home.name`: `{path}`.{en}"
            )
        if path in self.draft.facts:
            raise self._there(path)
        self._plain_name(name)
        if name in STRUCTURAL_KEYS:
            raise usage(
                f"`{name}`은(는) 사건 파일의 뼈대가 쓰는 이름입니다.", f"`{name}` is a structural key of case files"
            )
        choice = start.type_ in ("choice", "choices")
        if bool(start.values) and not choice:
            raise usage("--value는 choice와 choices에만 씁니다.", "--value is for choice and choices only")
        entry = [
            f"{name}:",
            f"  type: {start.type_}",
            f"  ko: {self._or_blank(start.ko, '한국어 이름', 'its name in Korean')}",
            f"  en: {self._or_blank(start.en, '영어 이름', 'its name in English')}",
        ]
        if choice:
            entry.append("  values:")
            entry += [
                f"    {value}: {{ko: {self._blank(f'{value}의 한국어', f'{value} in Korean')}, en: {self._blank(f'{value}의 영어', f'{value} in English')}}}"
                for value in start.values or ("first_value", "second_value")
            ]
        entry += [
            f"  ask: {start.ask}",
            "  question:",
            f"    ko: {self._blank('물음', 'the question in Korean')}",
            f"    en: {self._blank('물음 (영어)', 'the question in English')}",
        ]
        files = sorted(
            {self.draft.places[key].file for key in self._own(self.draft.facts) if key.startswith(f"{home}.")},
            key=lambda f: (len(f), f),
        )
        if files:
            data = Path(files[0]).read_bytes()
            sheet = Sheet(data, parse(data, files[0], RulesError), files[0])
            sheet.entry(("facts",), entry)
            return self._proved(Path(files[0]), sheet.bytes())
        folder = self._folder_of(self.draft.facts, "facts")
        return self._done(folder / f"{home}.yaml", [f"home: {home}", "facts:", *["  " + line for line in entry]])

    # Parts.

    def _comment(self, id_: str, start: Start) -> list[str]:
        parsed = read_id(id_)
        act = self.draft.acts.get(parsed.act) if parsed else None
        return [f"# {act.short if act else ''} {id_.partition('.')[2]}{': ' + start.ko if start.ko else ''}".rstrip()]

    def _version(self, start: Start, rest: list[str]) -> list[str]:
        return [
            f"  - effective: {start.effective}",
            f"    enacted_by: {self._enacted(start)}",
            f"    source: {self._blank('출처', 'source')}",
            *["    " + line for line in rest],
        ]

    def _fine(self, modifies: str, reached: str) -> list[str]:
        """What an entity pays: the fine of the article, until somebody writes another."""
        return [f"fine: {{of_article: {reached}}}"] if modifies == "legal_entity" else []

    def _enacted(self, start: Start) -> str:
        if start.enacted_by:
            return quoted(start.enacted_by, in_brackets=False)
        return self._blank("법률 번호와 공포일", "number and date of the act")

    def _penalty(self, start: Start) -> list[str]:
        figures = (
            inline(start.penalty) if start.penalty else f"{{prison: {self._blank('7년 이하처럼', 'as 7년 이하')}}}"
        )
        return ["requires: [conduct, further]", f"penalty: {figures}"]

    def _typical(self, start: Start, kind: str) -> list[str]:
        persons = "{S1: {role: suspect}}" if start.victim == "none" else "{S1: {role: suspect}, V1: {role: victim}}"
        shown = ", shown: {V1: {}}" if start.victim.startswith("shown") else ""
        lasts = "from: 2020-01-01, to: 2020-01-02, " if self.draft.kinds[kind].lasts else ""
        role = {"product": "product", "object": "object", "object_or_none": "object", "means": "means"}.get(
            start.material
        )
        parts = [f"kind: {kind}", "by: {S1: {intent: " + JUDGED + "}}"]
        if role:
            parts.append(f"{role}: [M1]")
        if start.victim in ("threatened", "counterpart", "towards"):
            parts.append(f"towards: {{V1: {{{'' if start.victim == 'towards' else 'as: ' + start.victim}}}}}")
        elif start.victim == "recipient":
            parts.append("recipients: [V1]")
        return [
            "typical_case:",
            f"  persons: {persons}",
            *([f"  materials: {{M1: {{form: image{shown}}}}}"] if role else []),
            f"  acts: {{A1: {{{lasts}{', '.join(parts)}}}}}",
        ]

    def _cases(self, start: Start) -> list[str]:
        assert start.effective is not None
        first, eve = start.effective, start.effective - timedelta(days=1)
        return [
            "cases:",
            f"  - {{name: 시행 전날에는 적용되지 않는다, on: {eve}, expect: not_in_force}}",
            f"  - {{name: 시행 첫날, on: {first}, expect: applicable}}",
        ]

    # Places.

    def _new_id(self, id_: str) -> None:
        parsed = read_id(id_)
        if parsed is None:
            raise usage(
                f"`{id_}`은(는) 조항 id가 아닙니다. `법.조.항.호`로, 가지번호는 `-`로 적습니다.",
                f"`{id_}` is not a provision id; write act.article.paragraph.item, branch numbers with `-`",
            )
        if parsed.act not in self.draft.acts:
            ko, en = hint(parsed.act, self.draft.acts)
            raise usage(
                f"모르는 법률입니다: `{parsed.act}`.{ko} 새 법률이면 acts.yaml에 먼저 적습니다.",
                f"unknown act: `{parsed.act}`.{en} A new act is entered in acts.yaml first.",
            )
        if id_ in self.draft.trees:
            raise self._there(id_)

    def _there(self, name: str) -> Exception:
        place = self.draft.places[name]
        return usage(
            f"`{name}`은(는) 이미 {place}에 있습니다. 덮어쓰지 않습니다.",
            f"`{name}` is already at {place}; nothing is overwritten",
        )

    def _plain_name(self, name: str) -> None:
        if not (name.isascii() and name.replace("_", "a").isalnum() and name[0].isalpha() and name == name.lower()):
            raise usage(
                f"이름은 영어 소문자, 숫자, 밑줄로 적습니다: `{name}`",
                f"a name has small letters, digits and underscores: `{name}`",
            )

    def _encoded(self, name: str) -> bool:
        return any(id_ == name or id_.startswith(name + ".") for id_ in self.draft.provisions)

    def _own(self, names: Iterable[str]) -> list[str]:
        """Those that stand in the folder itself."""
        return [name for name in names if within(self.root, self.draft.places[name].file)]

    def _folder_of(self, names: Iterable[str], otherwise: str) -> Path:
        """The folder in which most of these stand already."""
        folders = [Path(self.draft.places[name].file).parent for name in self._own(names)]
        return max(set(folders), key=lambda f: (folders.count(f), str(f))) if folders else self.root / otherwise

    def _provisions(self, id_: str) -> Path:
        """Beside the provisions of the same act; else in a folder of the act beside those of other acts."""
        act = id_.partition(".")[0]
        rules = self._own([*self.draft.provisions, *self.draft.modifiers])
        same = [n for n in rules if n.startswith(f"{act}.") and n in self.draft.provisions] or [
            n for n in rules if n.startswith(f"{act}.")
        ]
        if same:
            nearest = min(same, key=lambda name: (_distance(name, id_), name))
            return Path(self.draft.places[nearest].file).parent / f"{id_}.yaml"
        if rules:
            folder = Path(self.draft.places[min(rules)].file).parent
            folder = folder.parent if folder.resolve() != self.root.resolve() else folder
            return folder / act / f"{id_}.yaml"
        return self.root / "provisions" / act / f"{id_}.yaml"

    def _done(self, path: Path, lines: list[str]) -> Written:
        """A file that is not there yet.

        Errors: UsageError where it is.
        """
        if path.exists():
            raise usage(
                f"{display(path)} 파일이 이미 있습니다. 덮어쓰지 않습니다.",
                f"{display(path)} exists; nothing is overwritten",
            )
        return self._proved(path, ("\n".join(lines) + "\n").encode())

    def _proved(self, path: Path, data: bytes) -> Written:
        blanks = blanks_of(parse(data, display(path), RulesError))
        _, faults = tried(self.root, path, data)
        left = [fault for fault in with_blanks(faults, blanks) if fault not in blanks]
        if left:
            raise RulesError(left)
        return Written(path, data, blanks)


def _distance(name: str, id_: str) -> tuple[int, ...]:
    """How far apart two ids of one act are: by their articles."""
    one, other = sort_key(name), sort_key(id_)
    if len(one) < 2 or len(other) < 2:
        return (0,)
    return tuple(abs(a - b) for a, b in zip(one[1], other[1], strict=False))  # type: ignore[call-overload]
