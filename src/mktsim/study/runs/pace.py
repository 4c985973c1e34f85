"""What a plan will cost before it is started: seconds a cell on this machine.

The pace is measured on cells that every procedure needs anyway, so nothing is run in vain.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results

PACE = "pace"
"""Name under which progress is reported."""
_PROBED = 2
"""Cells run to see the pace: the first may have to compile the market."""


def pace_of(resolved: ResolvedStudy, out: Path, options: RunOptions, first: int = 0) -> float:
    """Return seconds a cell, from the first cells of the baseline, which are run where they are not stored yet.

    `first` is the replication that the procedure begins with. Errors: as `drive`; StoreError.
    """
    planner = Planner(resolved, resolved.study.seed, first)
    arm = next(one for one in resolved.arms if one.name == resolved.study.baseline)
    cells = [planner.cell(arm, 0, r) for r in range(_PROBED)]
    with open_results(out, fresh=options.fresh) as store:
        drive(cells, store, replace(options, jobs=1, fresh=False), PACE)
        return max(min(store.seconds([one.key]) for one in cells), 1e-4)
