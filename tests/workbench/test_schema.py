"""`offence rules schema`: what editors complete and check rule files by, held against every shipped file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from offence_engine.cli.main import main
from offence_engine.errors import RulesError
from offence_engine.rulebook.load import read_folder
from offence_engine.rulebook.shipped import shipped
from offence_engine.source.read import parse
from offence_engine.source.tree import Map, Node, Scalar, Seq
from offence_engine.workbench.writing.schema import ANY_FILE, Schema, Schemas, all_kinds
from offence_engine.workbench.writing.shapes import kind_of_keys
from offence_engine.workbench.writing.vocabulary import PLACES, vocabulary
from tests.bad_rules.copies import FABLE
from tests.workbench.language_server import LanguageServer, command

RULES = shipped("rules")
FILES = sorted(RULES.rglob("*.yaml"))
MARK = "█"


def as_editors_read(node: Node) -> Any:
    """YAML 1.2 (core): numbers, true, false and null are typed; `yes`, `no` and days are words."""
    match node:
        case Map(entries=entries):
            return {key: as_editors_read(value) for key, value in entries.items()}
        case Seq(items=items):
            return [as_editors_read(item) for item in items]
        case Scalar(value=value, quoted=False) if value in ("", "~", "null"):
            return None
        case Scalar(value=value, quoted=False) if value in ("true", "false"):
            return value == "true"
        case Scalar(value=value, quoted=False) if re.fullmatch(r"[-+]?[0-9]+", value):
            return int(value)
        case Scalar(value=value, quoted=False) if re.fullmatch(r"[-+]?[0-9]*\.[0-9]+", value):
            return float(value)
    return node.value


def read(path: Path) -> Map:
    return parse(path.read_bytes(), path.name, RulesError)


def kind_of(tree: Map) -> str | None:
    kind = kind_of_keys({k: v.value if isinstance(v, Scalar) else None for k, v in tree.entries.items()})
    return kind.name if kind else None


@pytest.fixture(scope="module")
def schemas() -> dict[str, Schema]:
    made = Schemas(vocabulary(read_folder(RULES)[0]), "ko")
    return {kind: made.file(kind) for kind in all_kinds()}


def test_every_shipped_file_is_of_a_kind_and_fits_its_schema(schemas: dict[str, Schema]) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="the package jsonschema is not installed")
    for schema in schemas.values():
        jsonschema.Draft7Validator.check_schema(schema)
    checkers = {kind: jsonschema.Draft7Validator(schema) for kind, schema in schemas.items()}
    wrong = []
    for path in FILES:
        tree = read(path)
        kind = kind_of(tree)
        assert kind is not None, path
        for name in (kind, ANY_FILE):
            wrong += [
                f"{path.name}: {name}: {e.json_path}: {e.message[:80]}"
                for e in checkers[name].iter_errors(as_editors_read(tree))
            ]
    assert wrong == []


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("fact: act.pitch", "fact: act.pich", "$.elements.loud.fact"),
        ("is: high", "is: hihg", "$.elements.loud.is"),
        ("is: high", "one_of: [hihg]", "$.elements.loud.one_of[0]"),
        ("is: high", "at_least: 3", "$.elements.loud"),
        ("is: high", "is: high\n    concept: serenade", "$.elements.loud"),
        ("concept: serenade", "concept: serenad", "$.elements.singing.concept"),
        ("yields_to: fable.1.2", "yields_to: fable.9", "$.relations[0].yields_to"),
        ("settled: yes}", "settled: maybe}", "$.one_offence_per.settled"),
        ("prison: 1년 이하", "prison: 1년이하", "$.versions[0].penalty.prison"),
        ("effective: 2020-01-01", "effective: 2020.1.1", "$.versions[0].effective"),
        ("kind: serenaded", "kind: serenaded", None),
        ("victim: none", "victim: nobody", "$.roles.victim"),
        ("before: not_in_force", "befor: not_in_force", "$"),
        ("expect: applicable", "expect: aplicable", "$.cases[0].expect"),
        ("on: 2021-01-01, ", "on: 2021-01-01, but: {act.pitch: hihg}, ", "$.cases[0].but['act.pitch']"),
    ],
)  # fmt: skip
def test_what_is_misspelt_is_told_at_its_place(old: str, new: str, where: str | None) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="the package jsonschema is not installed")
    text = (FABLE / "provisions" / "fable.1.1.yaml").read_text(encoding="utf-8")
    assert old in text
    made = Schemas(vocabulary(read_folder(FABLE)[0]), "en")
    data = as_editors_read(parse(text.replace(old, new, 1).encode(), "x.yaml", RulesError))
    for kind in ("provision", ANY_FILE):
        places = {error.json_path for error in jsonschema.Draft7Validator(made.file(kind)).iter_errors(data)}
        assert where in places if where else not places, places


def test_enumerations_carry_the_names_in_the_language_asked_for(schemas: dict[str, Schema]) -> None:
    draft = read_folder(RULES)[0]
    for lang, made in (("ko", schemas["provision"]), ("en", Schemas(vocabulary(draft), "en").file("provision"))):
        facts = made["definitions"]["names_facts"]
        said = dict(zip(facts["enum"], facts["enumDescriptions"], strict=True))
        assert set(said) >= set(draft.paths)
        assert all(said[path] == decl.label.text(lang) for path, decl in draft.paths.items())
    for (model, key), where in PLACES.items():
        assert key in {field.alias or name for name, field in model.model_fields.items()}, (model, key, where)


def references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def test_every_reference_leads_somewhere_and_the_bytes_are_the_same_every_time(schemas: dict[str, Schema]) -> None:
    again = Schemas(vocabulary(read_folder(RULES)[0]), "ko")
    for kind, schema in schemas.items():
        assert {ref.rpartition("/")[2] for ref in references(schema)} == schema["definitions"].keys()
        assert json.dumps(again.file(kind)) == json.dumps(schema)


def test_the_command_writes_schemas_and_settings_and_passes_over_a_broken_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rules = tmp_path / "rules"
    rules.mkdir()
    for path in FABLE.rglob("*.yaml"):
        (rules / path.name).write_bytes(path.read_bytes())
    (rules / "broken.yaml").write_text("id: [x\n", encoding="utf-8")
    assert main(["rules", "schema", "--rules", "rules", "-o", "schema", "--lang", "ko"]) == 0
    told = capsys.readouterr()
    assert "rules/broken.yaml:2:1:" in told.err and "# yaml-language-server: $schema=file://" in told.out
    assert {p.name for p in (tmp_path / "schema").iterdir()} == {
        "editor-settings.json",
        *(f"{k}.schema.json" for k in all_kinds()),
    }
    settings = json.loads((tmp_path / "schema" / "editor-settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"] == {"./schema/rule-file.schema.json": "rules/**/*.yaml"}
    assert main(["rules", "schema", "facts", "--lang", "en"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "offence rules: facts"
    assert main(["rules", "schema", "fact", "--lang", "en"]) == 2
    assert "Did you mean `facts`" in capsys.readouterr().err
    assert main(["rules", "schema", "--rules", "nowhere", "--lang", "en"]) == 2


# With the real yaml-language-server.


@pytest.fixture(scope="module")
def server(schemas: dict[str, Schema], tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    if command() is None:
        pytest.skip(
            "needs node and yaml-language-server (npm install yaml-language-server; YAML_LANGUAGE_SERVER names the program)"
        )
    path = tmp_path_factory.mktemp("schema") / f"{ANY_FILE}.schema.json"
    path.write_text(json.dumps(schemas[ANY_FILE]), encoding="utf-8")
    running = LanguageServer({path.as_uri(): f"{RULES}/**/*.yaml"})
    yield running
    running.close()


def test_editors_draw_no_squiggle_under_a_shipped_file(server: LanguageServer) -> None:
    texts = {str(path): path.read_text(encoding="utf-8") for path in FILES}
    wrong = str(RULES / "wrong.yaml")
    found = server.diagnostics({**texts, wrong: "home: acts\nfacts: {}\n"})
    assert {name for name, told in found.items() if told} == {wrong}


def test_editors_draw_a_squiggle_under_a_misspelt_fact(server: LanguageServer) -> None:
    text = "concepts:\n  x:\n    ko: 가\n    en: a\n    versions:\n      - effective: 2020-01-01\n        fact: act.reech\n        is: many\n"
    name = str(RULES / "squiggle.yaml")
    told = server.diagnostics({name: text})[name]
    assert [d["message"][:10] for d in told] == ["모르는 사실입니다."]
    assert told[0]["range"] == {"start": {"line": 6, "character": 14}, "end": {"line": 6, "character": 23}}


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("fact: act.█", {"act.reach", "act.kind"}),
        ("fact: act.reach\n        is: █", {"many", "specific_few", "unspecified"}),
        ("fact: act.delivered\n        is: █", {'"yes"', '"no"'}),
        ("all_of: [{fact: act.kind, one_of: [█]}]", {"sent", "posted"}),
        ("concept: █", {"spread"}),
        ("fa█", {"fact"}),
    ],
)  # fmt: skip
def test_editors_offer_facts_their_values_and_keys(server: LanguageServer, text: str, offered: set[str]) -> None:
    head = "concepts:\n  x:\n    ko: 가\n    en: a\n    versions:\n      - effective: 2020-01-01\n        "
    whole = head + text + "\n"
    at = whole.index(MARK)
    name = str(RULES / f"offer-{abs(hash(text))}.yaml")
    line, character = whole.count("\n", 0, at), at - whole.rfind("\n", 0, at) - 1
    server.diagnostics({name: whole.replace(MARK, "")})
    found = server.completions(name, line, character)
    assert offered <= found.keys()
    if "act.reach" in offered:
        assert found["act.reach"]["documentation"] == "받거나 볼 수 있었던 사람의 범위"
    if "many" in offered:
        assert found.keys() == offered and found["many"]["documentation"] == "다수"


def test_editors_offer_the_first_keys_in_an_empty_file(server: LanguageServer) -> None:
    name = str(RULES / "empty.yaml")
    server.diagnostics({name: "\n"})
    assert {"id", "home", "concepts", "modifies"} <= server.completions(name, 0, 0).keys()
