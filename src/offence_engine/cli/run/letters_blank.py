"""`offence letters --blank`: an agency's own form filled with the fields of a letter."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from offence_engine.cli.inout import make_folder, write_whole
from offence_engine.errors import LANGUAGES, usage
from offence_engine.source.suggest import hint

if TYPE_CHECKING:
    from offence_engine.model.case import Case
    from offence_engine.model.result import Assessment
    from offence_engine.rulebook.rulebook import Rulebook
    from offence_engine.vault import Vault


def fill_blank(values: Namespace, assessment: Assessment, case: Case, book: Rulebook, vault: Vault | None) -> Path:
    """The filled form, written under the name of the form with the kind of letter before it.

    Errors: UsageError where a label is not found in the form, or a field not in the letter; nothing is written then.
    """
    from offence_engine.letters import documents
    from offence_engine.letters.blank import fill
    from offence_engine.letters.formats.fields import fields_of

    form = Path(values.blank)
    if not values.kind or len(values.kind) != 1:
        raise usage("`--blank`에는 `--kind` 하나가 필요합니다.", "`--blank` needs exactly one `--kind`")
    kind = values.kind[0]
    found = documents(assessment, case, book, kind, values.lang or LANGUAGES[0])
    if len(found) != 1:
        raise usage(
            f"`{kind}`은(는) 이 사건에서 {len(found)}통이어서 한 서식에 채울 수 없습니다.",
            f"`{kind}` would be {len(found)} letters here and cannot fill one form",
        )
    fields: dict[str, str] = {}
    for name, text in fields_of(found[0]):
        fields[name] = f"{fields[name]}\n{text}" if name in fields else text
    plan = book.letters.letters.get(kind)
    pairs = [_pair(text) for text in values.label or ()] or [(name, name) for name in (plan.fields if plan else ())]
    if not pairs:
        raise usage(
            f"`{kind}`에는 정해진 칸이 없습니다. `--label`로 적으십시오: {', '.join(fields)}",
            f"no fields are set for `{kind}`; name them with `--label`: {', '.join(fields)}",
        )
    for _, field in pairs:
        if field not in fields:
            ko, en = hint(field, fields, limit=12)
            raise usage(f"문서에 그런 칸이 없습니다: `{field}`.{ko}", f"the letter has no such field: `{field}`.{en}")
    try:
        data = form.read_bytes()
    except OSError as problem:
        raise usage(
            f"{form}: 읽을 수 없습니다: {problem.strerror}", f"{form}: cannot be read: {problem.strerror}"
        ) from None
    filled = fill(data, form.suffix.removeprefix(".").lower(), {label: fields[field] for label, field in pairs})
    path = Path(values.output) / f"{kind}.{form.name}"
    if path.resolve() == form.resolve():
        raise usage(f"{path}: 빈 서식을 덮어쓰게 됩니다.", f"{path}: this would overwrite the blank form")
    if vault is not None:
        from offence_engine.vault import refuse_leaks

        refuse_leaks(vault, [(path.name, filled)])
    make_folder(path.parent)
    write_whole({path: filled})
    return path


def _pair(text: str) -> tuple[str, str]:
    label, _, field = text.partition("=")
    return label.strip(), (field or label).strip()
