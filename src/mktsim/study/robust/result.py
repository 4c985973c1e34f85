"""Result of a robustness analysis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mktsim.study.question.placebo import NO_FLOOR, Floor

if TYPE_CHECKING:
    from mktsim.study.question.stated_assumption import StatedAssumption
    from mktsim.study.robust.plan import BreakEven, RobustnessOptions
    from mktsim.study.robust.prim import FailureBox
    from mktsim.study.robust.regret import RegretTable
    from mktsim.study.robust.scenario_discovery import Leaf
    from mktsim.study.runs.heading import Heading

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_NO_DATA = np.zeros((0, 0))


@dataclass(frozen=True, eq=False)
class Robustness:
    """All that a robustness analysis says."""

    heading: Heading
    replications: int
    """Complete ones."""
    asked: RobustnessOptions
    arms: tuple[str, ...]
    worlds: tuple[str, ...]
    weights: Floats
    """Of the worlds, sum one."""
    regret: RegretTable
    fails: Flags
    """Worlds in which another arm has the higher mean, by more than the tolerance."""
    surely: Flags
    """Worlds in which another arm is surely better by more than that, each world for itself."""
    box: FailureBox | None
    """Where it fails, by patient rule induction; None without drawn worlds or with too few failures."""
    leaves: tuple[Leaf, ...]
    """Where it fails, by a small tree; empty without drawn worlds."""
    break_evens: tuple[BreakEven, ...]
    text: tuple[str, ...]
    """Sentences: verdict, where it fails, what turns it, what to buy."""
    failed: int
    """Cells that failed."""
    digest: str
    seconds: float
    parameters: tuple[str, ...] = ()
    """Parameters that were drawn."""
    values: Floats = field(default_factory=lambda: _NO_DATA)
    """Their values, shape (drawn worlds, parameters)."""
    stated: tuple[StatedAssumption, ...] = ()
    """The parameters that were drawn, as people read them."""
    untried: tuple[str, ...] = ()
    """Assumptions, in words, whose break-even was not looked for to spare runs."""
    floor: Floor = NO_FLOOR
    """What changes that cannot matter move of the leader's metric."""

    def name_of(self, path: str) -> str:
        """Return a parameter's name in words."""
        return next((one.name for one in self.stated if one.path == path), path)
