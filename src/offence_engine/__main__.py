"""`python -m offence_engine` is the command `offence`."""

from __future__ import annotations

import sys

from offence_engine.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
