"""What a plan will cost before it is started: seconds a cell on this machine, and seconds to open a world.

The pace is measured on cells that every procedure needs anyway, so nothing is run in vain. What the arms of a world and
replication share (the market at rest, the weeks before the opening) is worked out once for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results

PACE = "pace"
"""Name under which progress is reported."""
_PROBED = 2
"""Replications run to see the pace: the first may have to compile the market."""
_LEAST = 1e-4


@dataclass(frozen=True)
class Pace:
    """What cells take on this machine."""

    cell: float
    """Seconds a cell; of one that opens its world, too, where that was not told apart."""
    opening: float = 0.0
    """Seconds to open a world for a replication; 0 where it was not told apart."""


@dataclass
class Stopwatch:
    """Seconds that cells have taken, on all workers together."""

    cells: int = 0
    seconds: float = 0.0

    def add(self, cells: int, seconds: float) -> None:
        """Count cells that were run together."""
        self.cells, self.seconds = self.cells + cells, self.seconds + seconds

    @property
    def seconds_a_cell(self) -> float:
        """Clock seconds a cell; 0 before the first."""
        return self.seconds / max(self.cells, 1)


def pace_of(resolved: ResolvedStudy, out: Path, options: RunOptions, first: int = 0, *, apart: bool = False) -> Pace:
    """Return what cells take, from the first ones, which are run where they are not stored yet.

    `first` is the replication that the procedure begins with; `apart` runs a second arm in the last of the worlds, to
    see what opening it costs. Errors: as `drive`; StoreError.
    """
    planner = Planner(resolved, resolved.study.seed, first)
    arms = sorted(resolved.arms, key=lambda one: one.name != resolved.study.baseline)[: 2 if apart else 1]
    cells = [planner.cell(arms[0], 0, r) for r in range(_PROBED)]
    cells += [planner.cell(arm, 0, _PROBED - 1) for arm in arms[1:]]
    with open_results(out, fresh=options.fresh) as store:
        drive(cells, store, replace(options, jobs=1, fresh=False), PACE)
        seconds = [max(store.seconds([one.key]), _LEAST) for one in cells]
    if not apart:
        return Pace(min(seconds))
    together = seconds[_PROBED - 1 :]
    return Pace(min(together), max(together) - min(together))
