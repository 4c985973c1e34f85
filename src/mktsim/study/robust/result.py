"""Result of a robustness analysis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from mktsim.study.robust.plan import BreakEven, RobustnessOptions
    from mktsim.study.robust.regret import RegretTable
    from mktsim.study.robust.scenario_discovery import Leaf
    from mktsim.study.runs.heading import Heading

Floats = NDArray[np.float64]
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
    fails: NDArray[np.bool_]
    """Worlds in which the leader's regret is above the tolerance and more than two standard errors from zero."""
    leaves: tuple[Leaf, ...]
    """Where it fails; empty without drawn worlds."""
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
