"""What the measured figures of selection procedures rest on: their code, and no model."""

from __future__ import annotations

from pathlib import Path

import mktsim.science.statistics as package
from mktsim.study.runs.identity import code_hash

PROCEDURES = ("kim_nelson.py", "ocba.py")
"""Files of the procedures that are played."""


def statistics_hash() -> str:
    """Hash of the code of these files."""
    root = Path(package.__file__).parent
    return code_hash({name: root / name for name in PROCEDURES})
