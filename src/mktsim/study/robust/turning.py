"""Search for break-evens: leader and nearest arms with one parameter moved, all values of a round at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import CellFailed
from mktsim.study.question.resolve import NamedArm, NamedWorld, ResolvedStudy
from mktsim.study.question.stated_assumption import StatedAssumption, stated_assumptions
from mktsim.study.robust.plan import BreakEven, answer, by_distance, wanted_values
from mktsim.study.runs.cell import Planned
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import REAL, Planner, assumption_variant
from mktsim.study.runs.sampling import is_whole
from mktsim.study.runs.store import Store

Floats = NDArray[np.float64]
TURNING = "turning"
"""Name under which progress is reported."""
_Leads = dict[float, Floats]
_Wanted = tuple[StatedAssumption, float, NamedArm]


@dataclass(frozen=True)
class TurningSearch:
    """Where the leader's lead over each of the others is gone, all else as in the scenario."""

    store: Store
    resolved: ResolvedStudy
    leader: NamedArm
    others: tuple[NamedArm, ...]
    replications: int
    options: RunOptions

    def break_evens(self, paths: tuple[str, ...]) -> tuple[BreakEven, ...]:
        """Find the value of each parameter at which the lead over each other is gone, the nearest to today first.

        Errors: CellFailed where no replication of a value could be run.
        """
        stated = stated_assumptions(self.resolved, paths) if paths else ()
        leads: dict[tuple[str, str], _Leads] = {(one.path, other.name): {} for one in stated for other in self.others}
        while wanted := [
            (one, value, other)
            for one in stated
            for other in self.others
            for value in self._wanted(one, leads[one.path, other.name])
        ]:
            for (one, value, other), found in zip(wanted, self._run(wanted), strict=True):
                leads[one.path, other.name][value] = found
        return by_distance(
            [self._answer(one, other, leads[one.path, other.name]) for one in stated for other in self.others]
        )

    def _wanted(self, stated: StatedAssumption, leads: Mapping[float, Floats]) -> tuple[float, ...]:
        means = {at: float(np.nanmean(one)) for at, one in leads.items()}
        return wanted_values(means, stated, whole=is_whole(self.resolved.scenario, stated.path))

    def _answer(self, stated: StatedAssumption, other: NamedArm, leads: Mapping[float, Floats]) -> BreakEven:
        kept = np.isfinite(np.stack(list(leads.values()))).all(axis=0)
        known = {at: one[kept] for at, one in leads.items()}
        return answer(stated, other.name, known, self.resolved.study.confidence)

    def _run(self, wanted: Sequence[_Wanted]) -> list[Floats]:
        """Run leader and other arm at each value; leads by replication, NaN where a cell failed."""
        resolved = self.resolved
        scenario = resolved.scenario
        planner = Planner(replace(resolved, worlds=(NamedWorld(scenario.name, 1.0, scenario),)), resolved.study.seed)
        cells = [cell for one in wanted for cell in self._cells(planner, one)]
        drive(list({one.key: one for one in cells}.values()), self.store, self.options, TURNING)
        both = self.store.outcomes([one.key for one in cells], [resolved.metric.name]).reshape(len(wanted), 2, -1)
        leads = resolved.metric.better.sign * (both[:, 0] - both[:, 1])
        for (one, value, _), found in zip(wanted, leads, strict=True):
            if not np.isfinite(found).any():
                message = "no replication could be run there; mktsim status shows why"
                raise CellFailed(f"{one.path} at {value:g}", message)
        return list(leads)

    def _cells(self, planner: Planner, wanted: _Wanted) -> list[Planned]:
        resolved, (stated, value, other) = self.resolved, wanted
        variant = REAL
        if value != stated.now:
            variant = assumption_variant(resolved.scenario, stated.path, value, resolved.file)
        return [planner.cell(arm, 0, r, variant) for arm in (self.leader, other) for r in range(self.replications)]


def most_cells(paths: Sequence[str], others: int, replications: int) -> int:
    """Return cells of a search in which one parameter in three turns: an estimate before it is made."""
    first = (2 * len(paths) + 1) * (1 + others)
    return (first + 2 * others * len(paths)) * replications
