"""Duties, deadlines and conditions of prosecution on the screen and in the JSON; the order of a case changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from offence_engine.cli.main import main
from tests.procedure.build import assessed, stated


def whole() -> dict[str, Any]:
    """Insult without a complaint, and altered material that circulates."""
    made = stated("scpa.14-2.1", "2024-12-01")
    insult = stated("criminal_act.311", "2026-06-01")
    made["acts"]["A9"] = insult["acts"]["A1"]
    made.setdefault("channels", {}).update(insult["channels"])
    made["pairs"] = {
        "P1": {"suspect": "S1", "victim": "V1", "complaint": "none", "offender_known_on": "2026-06-08"},
    }
    for material in made["materials"].values():
        material["circulating"] = "yes"
    return made | {"report_received": "yes", "complaint_received_on": "2026-10-05"}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(whole(), ensure_ascii=False), encoding="utf-8")

    def ran(*more: str) -> str:
        assert main(["assess", str(path), "--as-of", "2026-11-22", *more]) == 0
        return capsys.readouterr().out

    return ran


def test_the_korean_screen(run: Callable[..., str]) -> None:
    text = run("--lang", "ko")
    for words in (
        "할 일과 후속 조치",
        "촬영물·편집물등의 삭제·접속차단 요청 → 방송미디어통신심의위원회, 정보통신서비스 제공자",
        "(1) 송치만 할 수 있다",
        "(2) 불송치도 할 수 있다",
        "기한",
        "2026. 12. 8. (D-16)  친고죄의 고소기간 [S1/V1]",
        "2027. 1. 5. (D-44)  고소·고발 사건의 수사 완료와 송치 여부 결정 — 사법경찰관",
        "소추조건        친고죄 (고소가 있어야 한다): 확인 필요 (까지 2026. 12. 8.)",
    ):
        assert words in text, words
    assert "유죄" not in text


def test_the_english_screen(run: Callable[..., str]) -> None:
    text = run("--lang", "en")
    for words in (
        "Duties and consequences",
        "Deadlines",
        "Time to file a complaint",
        "Prosecuted only on complaint",
        "not settled",
    ):
        assert words in text, words
    assert "guilty" not in text.lower()


def test_the_json(run: Callable[..., str]) -> None:
    told = json.loads(run("--format", "json"))
    duty = next(d for d in told["duties"] if d["id"] == "delete_request_footage")
    assert duty.keys() >= {
        "id", "kind", "title", "says", "who", "addressee", "by", "state", "concerns", "suspects", "victims", "materials",
        "because", "missing", "settled", "open",
    }  # fmt: skip
    assert duty["state"] == "follows"
    assert duty["by"][0] == {"id": "scpa.23-2.1", "citation": duty["by"][0]["citation"]}
    assert set(duty["concerns"]) <= {f["id"] for f in told["findings"]}
    deadline = told["deadlines"][0]
    assert deadline.keys() >= {"id", "title", "due", "from", "by", "state", "note"}
    assert [d["due"] for d in told["deadlines"]] == sorted(d["due"] for d in told["deadlines"])
    insult = next(f for f in told["findings"] if f["provision"] == "criminal_act.311")
    assert insult["prosecution"]["state"] == "open"
    assert insult["prosecution"]["due"] == "2026-12-08"


def turned(value: Any) -> Any:
    """The same with every mapping the other way round (the list of materials and of victims too)."""
    if isinstance(value, dict):
        return {k: turned(v) for k, v in reversed(value.items())}
    return value


def test_the_order_of_a_case_changes_neither_duties_nor_deadlines() -> None:
    one, other = assessed(whole()), assessed(turned(whole()))
    assert [d.model_dump() for d in one.deadlines] == [d.model_dump() for d in other.deadlines]
    assert [d.model_dump() for d in one.duties] == [d.model_dump() for d in other.duties]
    assert {f.id: f.prosecution for f in one.findings} == {f.id: f.prosecution for f in other.findings}
    assert {f.id: f.limitation for f in one.findings} == {f.id: f.limitation for f in other.findings}
