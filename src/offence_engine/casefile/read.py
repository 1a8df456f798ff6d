"""A case file (YAML or JSON) -> Case, or all its faults at once, each with its place and the nearest right name."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Literal, cast

from offence_engine.casefile.ages import ages, touching
from offence_engine.casefile.consistency import check
from offence_engine.casefile.evidence import read_evidence
from offence_engine.casefile.fields import Fields
from offence_engine.casefile.identity import IDENTITY_KEYS, PARTICULARS, identities, refuse_key, victim_id_fits
from offence_engine.casefile.items import check_items, read_rows, timed
from offence_engine.casefile.plausible import check_plausible
from offence_engine.casefile.table import rows_of
from offence_engine.casefile.when import read_when
from offence_engine.errors import CaseError, Place
from offence_engine.model.case import (
    LINKS,
    Act,
    Case,
    CaseHead,
    Channel,
    Facts,
    Group,
    Material,
    Pair,
    Part,
    Person,
    Shown,
    Stance,
)
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.source.read import parse, read_bytes, read_stdin
from offence_engine.source.suggest import hint
from offence_engine.source.tree import Map, Node, Scalar

KST = timezone(timedelta(hours=9))
_TOP = (
    "case", "persons", "materials", "acts", "channels", "groups", "pairs", "evidence", "complete", "particulars",
)  # fmt: skip
_HEAD = tuple(CaseHead.model_fields)
_PERSON = ("role", "kind", "birth", "age", "known_as", "number", "from_table", "evidence")
_MATERIAL = ("copy_of", "shown", "number", "from_table", "items", "evidence")
_ACT = (
    "kind", "on", "from", "to", "series", "by", "towards", "recipients", "product", "object", "means", "channel",
    "group", *LINKS, "for", "place", "manner", "from_table", "items", "evidence",
)  # fmt: skip


def today() -> date:
    """The calendar day in Korea."""
    return datetime.now(KST).date()


def read_case(source: str | Path, book: Rulebook, as_of: date | None = None) -> Case:
    """Read a case file; `-` is standard input.

    Errors: CaseError with every fault (`file:line:column`), UsageError where the file does not exist.
    """
    if str(source) == "-":
        return parse_case(read_stdin(CaseError), "<stdin>", book, as_of, Path.cwd())
    path = Path(source)
    return parse_case(read_bytes(path, str(source), CaseError), str(source), book, as_of, path.resolve().parent)


def parse_case(data: bytes, name: str, book: Rulebook, as_of: date | None = None, folder: Path | None = None) -> Case:
    """The Case in the bytes of a file."""
    return case_of(parse(data, name, CaseError), book, as_of, folder)


def case_of(tree: Map, book: Rulebook, as_of: date | None = None, folder: Path | None = None) -> Case:
    """The Case of a tree that was read already."""
    reader = _Reader(book, as_of or today(), folder)
    case = reader.case(tree)
    if reader.faults or case is None:
        raise CaseError(reader.faults)
    return case


class _Reader(Fields):
    def __init__(self, book: Rulebook, as_of: date, folder: Path | None) -> None:
        super().__init__(book)
        self.as_of = as_of
        self.folder = folder
        self.ids: dict[str, tuple[str, ...]] = {}

    def case(self, tree: Map) -> Case | None:
        self.faults.extend(identities(tree))
        structure, facts = self.split(tree, "case", _TOP, ())
        for needed in ("case", "persons", "acts"):
            if needed not in structure:
                self.fault(tree.place, f"`{needed}`이(가) 빠졌습니다.", f"`{needed}` is missing")
        sections = {key: self.section(structure, key) for key in _TOP if key not in ("case", "complete")}
        self.ids = {key: tuple(entries) for key, entries in sections.items()}
        self._unique(sections)
        evidence = {key: read_evidence(self, node, self.as_of) for key, node in sections["evidence"].items()}
        self.evidence = set(evidence)
        acts = {key: act for key, node in sections["acts"].items() if (act := self._act(node)) is not None}
        materials = {key: self._material(key, node) for key, node in sections["materials"].items()}
        persons = {
            key: person
            for key, node in sections["persons"].items()
            if (person := self._person(key, node, touching(key, acts, materials)))
        }
        channels = {key: self._channel(node) for key, node in sections["channels"].items()}
        groups = {key: self._group(node) for key, node in sections["groups"].items()}
        pairs = {key: pair for key, node in sections["pairs"].items() if (pair := self._pair(node))}
        particulars = {key: self._particulars(key, node, persons) for key, node in sections["particulars"].items()}
        if sections["persons"] and not any(p.role == "suspect" for p in persons.values()) and not self.faults:
            self.fault(
                structure["persons"].place,
                "피의자(role: suspect)가 한 사람도 없습니다. 누구인지 모르면 `U1: {role: suspect, known_as: 성명불상자}`로 적습니다.",
                "there is no suspect (role: suspect); an unknown one is `U1: {role: suspect, known_as: unknown person}`",
            )
        if "acts" in structure and not sections["acts"] and not self.faults:
            self.fault(structure["acts"].place, "행위가 하나도 없습니다.", "there is no act")
        head = self._head(structure.get("case"))
        complete = self._complete(structure.get("complete"))
        if self.faults or head is None:
            return None
        case = Case(
            head=head, persons=persons, materials=materials, acts=acts, channels=channels, groups=groups, pairs=pairs,
            evidence=evidence, complete=complete, particulars=particulars, facts=facts,
        )  # fmt: skip
        check(self, case, tree)
        check_plausible(self, case, tree, self.as_of)
        check_items(self, case, tree, self.as_of)
        return case

    def section(self, structure: dict[str, Node], key: str) -> dict[str, Node]:
        node = structure.get(key)
        if node is None:
            return {}
        entries = dict(self.mapping(node, f"`{key}`", f"`{key}`").entries)
        for name in entries:
            if not name or "/" in name or name.split() != [name] or len(name) > 40:
                self.fault(
                    node.place,
                    f"`{name}`: 이름에는 빈칸과 /를 쓸 수 없고 40자까지입니다.",
                    f"`{name}`: an id has no blanks, no `/`, and at most 40 characters",
                )
        return entries

    def _unique(self, sections: dict[str, dict[str, Node]]) -> None:
        seen: dict[str, str] = {}
        for key in ("persons", "materials", "acts", "channels", "groups", "evidence"):
            for name, node in sections[key].items():
                if name in seen:
                    self.fault(
                        node.place,
                        f"`{name}`: 같은 이름이 {seen[name]}에도 있습니다. 이름은 사건 안에서 하나뿐이어야 합니다.",
                        f"`{name}` is used in {seen[name]} too; an id must be unique in the case",
                    )
                seen.setdefault(name, key)

    def _head(self, node: Node | None) -> CaseHead | None:
        if node is None:
            return None
        entries = self.mapping(node, "`case`", "`case`").entries
        values: dict[str, str | None] = {}
        for key, value in entries.items():
            if key not in _HEAD:
                ko, en = hint(key, _HEAD)
                if f"case.{key}" in self.book.facts:
                    ko, en = " 이것은 파일의 맨 바깥에 적습니다.", " It stands at the top level of the file."
                self.fault(
                    value.place, f"`case`에 쓸 수 없는 이름입니다: `{key}`.{ko}", f"`{key}` is not a key of `case`.{en}"
                )
            else:
                values[key] = self.text(value)
        if not values.get("id"):
            self.fault(node.place, "`case`에 id가 없습니다.", "`case` has no id")
            return None
        return CaseHead(**values)  # type: ignore[arg-type]

    def _complete(self, node: Node | None) -> tuple[Literal["acts", "persons"], ...]:
        return cast(tuple[Literal["acts", "persons"], ...], self.refs(node, ("acts", "persons"), "목록", "list"))

    def _evidence_of(self, structure: dict[str, Node]) -> tuple[str, ...]:
        return self.refs(structure.get("evidence"), self.evidence, "증거", "evidence")

    def _person(self, key: str, node: Node, acts: dict[str, Act]) -> Person | None:
        whole = self.mapping(node, f"사람 `{key}`", f"person `{key}`")
        role_node = whole.entries.get("role")
        role = self.text(role_node)
        if role not in ("suspect", "victim", "other"):
            ko, en = hint(role or "", ("suspect", "victim", "other"))
            self.fault(
                role_node.place if role_node else whole.place,
                f"`{key}`의 role은 suspect, victim, other 가운데 하나입니다.{ko if role else ''}",
                f"the role of `{key}` is suspect, victim or other.{en if role else ''}",
            )
            return None
        rest = whole.entries
        if role == "victim":
            if not victim_id_fits(key):
                self.faults.append(refuse_key(key, whole))
            for name, value in whole.entries.items():
                if name.lower() in IDENTITY_KEYS or name == "known_as":
                    self.faults.append(refuse_key(name, value))
            rest = {k: v for k, v in rest.items() if k.lower() not in IDENTITY_KEYS and k != "known_as"}
        elif identity := [k for k in rest if k.lower() in IDENTITY_KEYS]:
            for name in identity:
                self.fault(
                    rest[name].place,
                    f"`{name}`: 인적사항은 particulars에 따로 적습니다.",
                    f"`{name}`: particulars stand apart, under `particulars`",
                )
            rest = {k: v for k, v in rest.items() if k not in identity}
        structure, facts = self.split(Map(rest, whole.place, whole.key_places), "person", _PERSON, ())
        kind = self.text(structure.get("kind")) or "natural"
        if kind not in ("natural", "legal"):
            ko, en = hint(kind, ("natural", "legal"))
            self.fault(
                structure["kind"].place, f"kind는 natural 또는 legal입니다.{ko}", f"kind is natural or legal.{en}"
            )
        number = self.whole(structure.get("number"))
        if "from_table" in structure:
            number = max(len(rows_of(self, structure["from_table"], self.folder)), 1)
        birth, exact = ages(self, key, structure, acts, role)
        return Person(
            role=cast(Literal["suspect", "victim", "other"], role),
            kind="legal" if kind == "legal" else "natural",
            known_as=self.text(structure.get("known_as")),
            birth=birth, born_exactly=exact, number=number, evidence=self._evidence_of(structure), facts=facts,
        )  # fmt: skip

    def _material(self, key: str, node: Node) -> Material:
        whole = self.mapping(node, f"자료 `{key}`", f"material `{key}`")
        own = self._evidence_of(whole.entries)
        structure, facts = self.split(whole, "material", _MATERIAL, own)
        shown: dict[str, Shown] = {}
        node_shown = structure.get("shown")
        if isinstance(node_shown, Map):
            for person, value in node_shown.entries.items():
                if not self.refs(Scalar(person, node_shown.key_places[person]), self.ids["persons"], "사람", "person"):
                    continue
                part, shown_facts = self._carrier(value, "shown", ("evidence",), own)
                shown[person] = Shown(facts=shown_facts, evidence=part)
        else:
            for person in self.refs(node_shown, self.ids["persons"], "사람", "person"):
                shown[person] = Shown(evidence=own)
        number = len(rows := read_rows(self, structure, self.folder)) or self.whole(structure.get("number"))
        copy = self.refs(structure.get("copy_of"), self.ids["materials"], "자료", "material")
        if copy and copy[0] == key:
            self.fault(
                structure["copy_of"].place, "자기 자신의 사본일 수 없습니다.", "a material cannot be a copy of itself"
            )
        return Material(
            copy_of=copy[0] if copy else None, shown=shown, number=number, rows=rows, evidence=own, facts=facts
        )

    def _carrier(
        self, node: Node, home: str, structural: tuple[str, ...], inherited: tuple[str, ...]
    ) -> tuple[tuple[str, ...], Facts]:
        """The evidence and facts of a mapping that carries little else."""
        whole = self.mapping(node, f"`{home}`", f"`{home}`")
        own = self._evidence_of(whole.entries) or inherited
        _, facts = self.split(whole, home, structural, own)
        return own, facts

    def _act(self, node: Node) -> Act | None:
        whole = self.mapping(node, "행위", "an act")
        own = self._evidence_of(whole.entries)
        structure, facts = self.split(whole, "act", _ACT, own)
        before = len(self.faults)
        kind = self.text(structure.get("kind"))
        if kind not in self.book.kinds:
            ko, en = hint(kind or "", self.book.kinds)
            at = structure["kind"].place if "kind" in structure else whole.place
            self.fault(
                at, f"행위의 종류(kind)가 {'없습니다' if not kind else f'틀렸습니다: `{kind}`'}.{ko}",
                f"the kind of act is {'missing' if not kind else f'not known: `{kind}`'}.{en}",
            )  # fmt: skip
        when = read_when(self, structure, whole.place, self.as_of)
        by = self._parts(structure.get("by"), whole.place, own)
        towards: dict[str, Stance] = {}
        if "towards" in structure:
            towards = self._towards(structure["towards"], own)
        persons, materials = self.ids["persons"], self.ids["materials"]
        channel = self.refs(structure.get("channel"), self.ids["channels"], "채널", "channel")
        group = self.refs(structure.get("group"), self.ids["groups"], "집단", "group")
        recipients = self.refs(structure.get("recipients"), persons, "사람", "person")
        lists = {k: self.refs(structure.get(k), materials, "자료", "material") for k in ("product", "object", "means")}
        links = {k: found for k in LINKS if (found := self.refs(structure.get(k), self.ids["acts"], "행위", "act"))}
        for_ = self._parts(structure["for"], whole.place, own) if "for" in structure else {}
        rows = read_rows(self, structure, self.folder)
        if when is None or kind is None or len(self.faults) > before:
            return None
        return Act(
            kind=kind, when=timed(when, rows), place=self.text(structure.get("place")), manner=self.text(structure.get("manner")),
            by=by, towards=towards, recipients=recipients, product=lists["product"], object=lists["object"],
            means=lists["means"], channel=channel[0] if channel else None, group=group[0] if group else None,
            links=links, for_=for_, rows=rows, evidence=own, facts=facts,
        )  # fmt: skip

    def _parts(self, node: Node | None, place: Place, own: tuple[str, ...]) -> dict[str, Part]:
        if node is None:
            self.fault(place, "누가 했는지(by)가 빠졌습니다.", "`by` (who did it) is missing")
            return {}
        if not isinstance(node, Map):
            return {person: Part(evidence=own) for person in self.refs(node, self.ids["persons"], "사람", "person")}
        found = {}
        for person, value in node.entries.items():
            if self.refs(Scalar(person, node.key_places[person]), self.ids["persons"], "사람", "person"):
                evidence, facts = self._carrier(value, "part", ("evidence",), own)
                found[person] = Part(evidence=evidence, facts=facts)
        return found

    def _towards(self, node: Node, own: tuple[str, ...]) -> dict[str, Stance]:
        if not isinstance(node, Map):
            return {p: Stance(evidence=own) for p in self.refs(node, self.ids["persons"], "사람", "person")}
        found = {}
        for person, value in node.entries.items():
            if not self.refs(Scalar(person, node.key_places[person]), self.ids["persons"], "사람", "person"):
                continue
            whole = self.mapping(value, "`towards`", "`towards`")
            as_ = self.text(whole.entries.get("as")) or "affected"
            if as_ not in ("threatened", "counterpart", "affected"):
                ko, en = hint(as_, ("threatened", "counterpart", "affected"))
                self.fault(
                    whole.entries["as"].place,
                    f"as에 쓸 수 없는 값입니다: `{as_}`.{ko}",
                    f"`{as_}` is not a value of `as`.{en}",
                )
                as_ = "affected"
            evidence, facts = self._carrier(value, "stance", ("as", "evidence"), own)
            found[person] = Stance(
                as_=cast(Literal["threatened", "counterpart", "affected"], as_), evidence=evidence, facts=facts
            )
        return found

    def _channel(self, node: Node) -> Channel:
        whole = self.mapping(node, "채널", "channel")
        own = self._evidence_of(whole.entries)
        structure, facts = self.split(whole, "channel", ("name", "provider", "run_by", "evidence"), own)
        name, provider = (self.text(structure.get(key)) for key in ("name", "provider"))
        run_by = self.refs(structure.get("run_by"), self.ids["persons"], "사람", "person")
        return Channel(name=name, provider=provider, run_by=run_by, evidence=own, facts=facts)

    def _group(self, node: Node) -> Group:
        whole = self.mapping(node, "집단", "group")
        own = self._evidence_of(whole.entries)
        structure, facts = self.split(whole, "group", ("name", "members", "evidence"), own)
        members = self.refs(structure.get("members"), self.ids["persons"], "사람", "person")
        return Group(members=members, evidence=own, facts=facts)

    def _pair(self, node: Node) -> Pair | None:
        whole = self.mapping(node, "관계(pair)", "a pair")
        own = self._evidence_of(whole.entries)
        structure, facts = self.split(whole, "pair", ("suspect", "victim", "evidence"), own)
        ends = [self.refs(structure.get(k), self.ids["persons"], "사람", "person") for k in ("suspect", "victim")]
        if not all(ends):
            self.fault(whole.place, "pair에는 suspect와 victim이 있어야 합니다.", "a pair needs suspect and victim")
            return None
        return Pair(suspect=ends[0][0], victim=ends[1][0], evidence=own, facts=facts)

    def _particulars(self, key: str, node: Node, persons: dict[str, Person]) -> dict[str, str]:
        person = persons.get(key)
        if person is None:
            self.refs(Scalar(key, node.place), persons, "사람", "person")
            return {}
        if person.role == "victim":
            self.faults.append(refuse_key("particulars", node))
            return {}
        found: dict[str, str] = {}
        for name, value in self.mapping(node, "`particulars`", "`particulars`").entries.items():
            if name not in PARTICULARS:
                ko, en = hint(name, PARTICULARS)
                self.fault(
                    value.place,
                    f"인적사항에 쓸 수 없는 이름입니다: `{name}`.{ko}",
                    f"`{name}` is not one of the particulars.{en}",
                )
            elif (text := self.text(value)) is not None:
                found[name] = text
        return found
