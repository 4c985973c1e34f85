"""What a plan will cost before it is started: seconds a cell on this machine, and the size that a time allows.

The pace is measured on cells that every procedure needs anyway, so nothing is run in vain. How long a call may take
decides how much is asked, never what a cell says: the share that was chosen is kept with the call, so that a call which
is taken up again asks the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results

SHARES = (1.0, 0.75, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08, 0.05, 0.03)
"""Shares of what was asked that a limited time may leave, the largest first."""
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


def seconds_for(cells: int, pace: float, jobs: int) -> float:
    """Return seconds that so many cells take on so many workers."""
    return cells * pace / max(jobs, 1)


def share_within(seconds: float, time_of: Callable[[float], float]) -> float:
    """Return the largest share of what was asked that takes at most so many seconds; the smallest where none does."""
    return next((share for share in SHARES if time_of(share) <= seconds), SHARES[-1])


def part(count: int, share: float, least: int) -> int:
    """Return a share of a count, at least so many, and never more than was asked.

    >>> part(32, 0.25, 4), part(4, 0.25, 2), part(1, 0.5, 2)
    (8, 2, 1)
    """
    return min(count, max(least, round(count * share)))
