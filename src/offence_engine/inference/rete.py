"""The only module that knows durable_rules: named rulesets of positive rules in, derived keys out.

What is relied upon and why, each with a test: facts are asserted, never posted (an event is consumed by one rule);
ids are short counters (identity is a 32-bit hash); only positive conclusions (absence silently means no match); every
asserted key is read by some rule (else it counts as not handled); actions append and assert, nothing else (their
exceptions are swallowed into the state, which is checked); rulesets are compiled once and never freed, states are
deleted after each use; rulesets stay far below the sizes at which registering fails or hangs; no timer threads; a rule
matches at most 16 facts (longer ones are chained). Deleting the first state of a ruleset frees memory that was never
set unless some rule has fired in it, so each ruleset begins with a rule that does.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from offence_engine.errors import Fault, InternalError, Place

try:
    from durable.engine import Host, MessageNotHandledException

    AVAILABLE = True
except ImportError:  # Python 3.13 and newer
    Host, MessageNotHandledException = object, Exception
    AVAILABLE = False

VERSION = "durable_rules 2.0.28"
MAX_KEYS = 450
MAX_MATCHED = 16
Rule = tuple[tuple[str, ...], str]
_BEGIN = "begin"


class _Host(Host):  # type: ignore[misc]
    """A host without the two timer threads of the library's own."""

    def _run(self) -> None:
        return


_lock = threading.RLock()
_names = count()
_host: Any = None


def _shared_host() -> Any:
    global _host
    if _host is None:
        _host = _Host()
    return _host


class RuleSet:
    """Positive rules `all of these keys -> that key`, forward-chained to the end.

    Keys that no rule concludes are inputs. Conclusions that other rules read are asserted again, all are collected.
    Errors: InternalError where the rules are too many for the library, or where it fails.
    """

    def __init__(self, label: str, rules: Iterable[Rule]) -> None:
        self.label = label
        self._derived: dict[str, tuple[str, ...]] = {}
        self._ids = count(1)
        self._sids = count(1)
        self._partial: set[str] = set()
        kept = self._short(dict.fromkeys((tuple(dict.fromkeys(keys)), conclusion) for keys, conclusion in rules))
        self.read = {key for matched, _, _ in kept for key in matched}
        if len(self.read) > MAX_KEYS or len(kept) > MAX_KEYS:
            raise InternalError([_failure(label, f"{len(kept)} rules over {len(self.read)} keys")])
        self._name = f"r{next(_names)}"
        self._empty = not kept
        if self._empty:
            return
        definition: dict[str, Any] = {
            f"r{index}": {
                "all": [{f"m_{i}": {"k": key}} for i, key in enumerate(matched)],
                "run": self._action(keys, conclusion),
            }
            for index, (matched, keys, conclusion) in enumerate(kept)
        }
        definition[_BEGIN] = {"all": [{"m_0": {"k": _BEGIN}}], "run": lambda c: None}
        with _lock:
            host = _shared_host()
            host.register_rulesets({self._name: definition})
            host.assert_fact(self._name, {"id": 0, "sid": "0", "k": _BEGIN})
            self._forget(host, "0")

    def _short(self, rules: Iterable[Rule]) -> list[tuple[tuple[str, ...], tuple[str, ...], str]]:
        """(keys that are matched, keys of the whole rule, conclusion): a long rule in several steps."""
        kept = []
        for keys, conclusion in rules:
            matched = keys
            while len(matched) > MAX_MATCHED:
                step = f"&{len(self._partial)}"
                self._partial.add(step)
                kept.append((matched[:MAX_MATCHED], keys, step))
                matched = (step, *matched[MAX_MATCHED:])
            kept.append((matched, keys, conclusion))
        return kept

    def _action(self, keys: tuple[str, ...], conclusion: str) -> Any:
        chained = conclusion in self.read

        def run(c: Any) -> None:
            if conclusion not in self._derived:
                self._derived[conclusion] = keys
                if chained:
                    c.assert_fact({"id": next(self._ids), "k": conclusion})

        return run

    def derive(self, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Everything that follows from the keys that hold, each conclusion with the keys from which it was drawn."""
        held = [key for key in dict.fromkeys(keys) if key in self.read]
        if self._empty or not held:
            return {}
        with _lock:
            self._derived = {}
            self._ids = count(1)
            sid = str(next(self._sids))
            host = _shared_host()
            try:
                host.assert_facts(self._name, [{"id": next(self._ids), "sid": sid, "k": key} for key in held])
                state = host.get_state(self._name, sid)
            except Exception as problem:
                raise InternalError([_failure(self.label, repr(problem))]) from problem
            finally:
                self._forget(host, sid)
            if state and state.get("exception"):
                raise InternalError([_failure(self.label, str(state["exception"]))])
            return {conclusion: keys for conclusion, keys in self._derived.items() if conclusion not in self._partial}

    def _forget(self, host: Any, sid: str) -> None:
        try:
            host.delete_state(self._name, sid)
        except Exception as problem:
            raise InternalError([_failure(self.label, repr(problem))]) from problem


def _failure(label: str, what: str) -> Fault:
    return Fault(
        Place(label),
        f"추론 엔진(durable_rules)이 실패했습니다: {what}",
        f"the inference engine (durable_rules) failed: {what}",
    )
