"""Pinned special rules of limitation: since when, of which kind, and whether also for what was not yet barred.

Read from the articles and the addenda: SCPA 21 (Acts 11556 Art. 3, 11729, 16445 Art. 2, 17264 Art. 2), CYP 20 (Acts
11572 Art. 3, 16275 Art. 2, 17282 Art. 2, 17972 Art. 2, 21274 Art. 2).
"""

from __future__ import annotations

SPECIAL: dict[str, tuple[str, str, bool]] = {
    "scpa.21.1": ("2013-06-19", "from_majority", True),
    "cyp.20.1": ("2013-06-19", "from_majority", True),
    "scpa.21.2": ("2013-06-19", "extended", True),
    "cyp.20.2": ("2013-06-19", "extended", False),
    "scpa.21.3.1": ("2013-06-19", "none", True),
    "scpa.21.3.2": ("2019-08-20", "none", True),
    "scpa.21.4": ("2013-06-19", "none", True),
    "cyp.20.3.1": ("2013-06-19", "none", True),
    "cyp.20.3.3": ("2019-07-16", "none", True),
    "cyp.20.4.2": ("2021-09-24", "none", True),
    "cyp.20.4.3": ("2025-12-30", "none", True),
}
