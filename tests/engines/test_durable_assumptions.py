"""What inference/rete.py relies upon in durable_rules 2.0.28, each as a tiny test: a changed library is noticed here."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from offence_engine.errors import InternalError
from offence_engine.inference import rete
from offence_engine.inference.rete import RuleSet

pytestmark = pytest.mark.skipif(
    not rete.AVAILABLE, reason="durable_rules cannot be imported on Python 3.13 and newer; the reference serves alone"
)
_numbers = iter(range(10_000))


def host(rules: dict[str, tuple[list[str], Callable[[Any], None]]]) -> tuple[Any, str]:
    """A host of our own kind with one ruleset of `name: (keys, action)`."""
    from offence_engine.inference.rete import _Host

    made = _Host()
    name = f"assumed{next(_numbers)}"
    definition = {
        rule: {"all": [{f"m_{i}": {"k": key}} for i, key in enumerate(keys)], "run": run}
        for rule, (keys, run) in rules.items()
    }
    made.register_rulesets({name: definition})
    return made, name


def fact(number: int, key: str) -> dict[str, Any]:
    return {"id": number, "sid": "1", "k": key}


def test_an_event_is_consumed_by_one_rule_and_a_fact_is_not() -> None:
    seen: list[str] = []
    both: dict[str, tuple[list[str], Callable[[Any], None]]] = {
        "a": (["x"], lambda c: seen.append("a")),
        "b": (["x"], lambda c: seen.append("b")),
    }
    for send, fired in (("post", 1), ("assert_fact", 2)):
        seen.clear()
        made, name = host(both)
        getattr(made, send)(name, fact(1, "x"))
        assert len(seen) == fired


def test_what_is_absent_silently_does_not_match() -> None:
    seen: list[str] = []
    made, name = host({"a": (["x", "y"], lambda c: seen.append("a"))})
    made.assert_fact(name, fact(1, "x"))
    assert seen == []
    made.assert_fact(name, fact(2, "y"))
    assert seen == ["a"]


def test_one_fact_does_not_fill_two_antecedents() -> None:
    seen: list[str] = []
    made, name = host({"a": (["x", "x"], lambda c: seen.append("a"))})
    made.assert_fact(name, fact(1, "x"))
    assert seen == []
    assert RuleSet("twice", [(("x", "x"), "y")]).derive(["x"]) == {"y": ("x",)}


def test_a_fact_that_no_rule_reads_is_not_handled() -> None:
    from durable.engine import MessageNotHandledException

    made, name = host({"a": (["x"], lambda c: None)})
    with pytest.raises(MessageNotHandledException):
        made.assert_fact(name, fact(1, "unread"))
    assert RuleSet("unread", [(("x",), "y")]).derive(["unread"]) == {}


def test_an_id_given_twice_is_refused_as_observed() -> None:
    from durable.engine import MessageObservedException

    made, name = host({"a": (["x"], lambda c: None)})
    made.assert_fact(name, fact(1, "x"))
    with pytest.raises(MessageObservedException):
        made.assert_fact(name, fact(1, "x"))


def test_an_exception_in_an_action_is_swallowed_and_we_raise_it() -> None:
    def broken(c: Any) -> None:
        raise RuntimeError("lost")

    made, name = host({"a": (["x"], broken)})
    made.assert_fact(name, fact(1, "x"))
    assert "lost" in made.get_state(name, "1")["exception"]

    class Broken(RuleSet):
        def _action(self, keys: tuple[str, ...], conclusion: str) -> Any:
            return broken

    with pytest.raises(InternalError, match="lost"):
        Broken("broken", [(("x",), "y")]).derive(["x"])


def test_short_counter_ids_do_not_collide() -> None:
    made, name = host({"a": (["x"], lambda c: None)})
    for start in range(0, 20_000, 500):
        made.assert_facts(name, [fact(start + n, "x") for n in range(500)])


def test_states_are_deleted_so_that_more_than_1024_uses_work() -> None:
    rules = RuleSet("often", [(("x", "y"), "z"), (("z",), "w")])
    assert all(set(rules.derive(["x", "y"])) == {"z", "w"} for _ in range(1500))


def test_rules_chain_to_the_end_in_any_order() -> None:
    steps = [((f"k{n}",), f"k{n + 1}") for n in range(100)]
    assert len(RuleSet("chain", steps).derive(["k0"])) == 100
    assert len(RuleSet("backwards", steps[::-1]).derive(["k0"])) == 100


def test_a_rule_of_many_conditions_fires() -> None:
    keys = tuple(f"c{n}" for n in range(60))
    rules = RuleSet("long", [(keys, "all")])
    assert rules.derive(keys) == {"all": keys}
    assert rules.derive(keys[:-1]) == {}


def test_the_library_matches_at_most_sixteen_facts_in_one_rule() -> None:
    keys = [f"c{n}" for n in range(17)]
    made, name = host({"a": (keys[:16], lambda c: None)})
    made.assert_facts(name, [fact(n, key) for n, key in enumerate(keys[:16], 1)])
    made, name = host({"a": (keys, lambda c: None)})
    with pytest.raises(Exception, match="304"):
        made.assert_facts(name, [fact(n, key) for n, key in enumerate(keys, 1)])


def test_a_ruleset_in_whose_first_use_no_rule_fires_can_forget_it() -> None:
    """The library frees what it never set when such a state is deleted: memory that is not zero makes it crash.

    So each ruleset begins with a rule that fires. Filled memory (glibc) shows the crash at once if it comes back."""
    program = (
        "from offence_engine.inference.rete import RuleSet\n"
        "for n in range(50):\n"
        "    assert RuleSet('silent', [(('a', 'b'), 'c')]).derive(['a']) == {}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "MALLOC_PERTURB_": "165"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, f"{done.returncode} {done.stderr}"


def test_too_many_rules_are_refused_before_the_library_hangs() -> None:
    with pytest.raises(InternalError, match="rules over"):
        RuleSet("big", [((f"k{n}",), "v") for n in range(rete.MAX_KEYS + 1)])


def test_no_timer_threads_and_no_global_registry() -> None:
    program = (
        "import sys, threading\n"
        "from offence_engine.inference.rete import RuleSet\n"
        "RuleSet('t', [(('a',), 'b')]).derive(['a'])\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
        "assert 'durable.lang' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
