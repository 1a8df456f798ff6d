"""The statute-book analyser: what the rules mean together, exactly, each remark with a case that shows it.

It works on the finite abstraction that judging uses (the regions of each fact), so what it says holds of every case.
"""

from offence_engine.workbench.analyser.analyse import CODES, analyse
from offence_engine.workbench.analyser.remark import Remark

__all__ = ["CODES", "Remark", "analyse"]
