"""What is known to be said wrongly: each has a test of its own in test_corners.py, and the properties leave it out.

Who mends one takes its line out here: its test is then no longer expected to fail, and the properties cover it.
"""

from __future__ import annotations

KNOWN: dict[str, str] = {
    "open_end_of_later_law": "conclusion/favourable.py `milder_law` lifts one of several findings between which an open day decides",
    "penalty_of_open_limb": "counting/probe.py `fits` takes the general penalty of a finding whose limb is open for its own",
    "not_encoded": "counting/probe.py `_finding` denies a finding under a provision that is not encoded for the day",
    "doer_and_employer": "counting/probe.py `_stated` reads the part of a doer from `for` where both name the person",
    "made_after_the_act": "counting/probe.py `_made` lets a material be made after the act in which it already is",
    "penalty_of_nothing": "conclusion/favourable.py `compare` takes a penalty by reference to no finding for no penalty",
}
