"""Settings every test shares: how much Hypothesis tries, chosen by HYPOTHESIS_PROFILE.

Making a counterexample smaller takes minutes where each try compiles a rulebook, so `default` shows the first it finds;
as its tries are always the same, `smaller` finds that one again and makes it smaller. `fuzz` is the thorough one.
"""

from __future__ import annotations

import os

from hypothesis import Phase, settings

FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
settings.register_profile("default", max_examples=60, deadline=None, derandomize=True, phases=FOUND)
settings.register_profile("smaller", max_examples=60, deadline=None, derandomize=True)
settings.register_profile("fuzz", max_examples=3000, deadline=None, derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
