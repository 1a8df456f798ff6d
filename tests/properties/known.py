"""What is known to be said wrongly: each has a test of its own in test_corners.py, and the properties leave it out.

Who mends one takes its line out here: its test is then no longer expected to fail, and the properties cover it.
"""

from __future__ import annotations

KNOWN: dict[str, str] = {
    "raised_paths": "conclusion/findings.py `_raised` looks up paths that the kind of act already decided: KeyError",
    "justified_missing": "conclusion/findings.py `finding` leaves `missing` and `either_way` of what is justified",
    "failing_alike": "counting/probe.py `_finding` takes a finding that does not apply for one that might",
    "deeds_of_one_day": "conclusion/judging.py gives one id to two deeds of one day in which somebody took part",
    "id_under_later_law": "conclusion/favourable.py `again` gives a participation the id of the own finding",
    "open_end_of_later_law": "conclusion/favourable.py `milder_law` lifts one of several findings between which an open day decides",
    "later_law_alone": "conclusion/favourable.py `_is_milder`: applicable by the later law, though open under that of the act",
    "penalty_of_open_limb": "counting/probe.py `fits` takes the general penalty of a finding whose limb is open for its own",
    "clause_below_article": "conclusion/participation.py `fine_of` sets the article's minimum above the clause's maximum",
    "clause_without_floor": "conclusion/participation.py `fine_of` lets a fine begin at 0 where the article provides none",
    "modifier_asks_finding": "judging comes to modifiers before any finding is established; the rule check lets them ask",
    "asks_for_asking": "rulebook/conditions.py lets `what` name a provision that itself asks for findings",
    "asks_for_itself": "counting/probe.py `_finding` counts findings that themselves ask, once the second stage is over",
    "open_role": "counting/probe.py `_shares` takes an open victim for none, so that `complete: [acts]` denies a finding",
    "not_encoded": "counting/probe.py `_finding` denies a finding under a provision that is not encoded for the day",
    "when_beside": "conclusion/concurrence.py reads no `when` of one_act_with, several_acts_with, open_with",
    "doer_and_employer": "counting/probe.py `_stated` reads the part of a doer from `for` where both name the person",
    "modifiers_of_later_law": "conclusion/favourable.py `_considered` passes over a later law that differs in its modifiers only",
    "doers_in_order": "conclusion/participation.py `_united` and `rests_on` follow the order in which the doers are written",
    "unknown_of_whole": "counting/probe.py `_shown` takes a fact of the whole material stated as unknown for an answer",
    "made_after_the_act": "counting/probe.py `_made` lets a material be made after the act in which it already is",
    "penalty_crash": "model/penalty.py `_korean` and `_english` fail where something is added to no term of imprisonment",
    "death_unsaid": "model/penalty.py `_korean` and `_english` say nothing of death",
    "penalty_turned": "model/penalty.py reads penalties whose least lies above their most",
    "fines_of_two_kinds": "model/penalty.py takes one amount for `or_fine` and `and_fine`, and for both suspensions",
}
