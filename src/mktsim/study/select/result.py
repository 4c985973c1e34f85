"""Result of a selection, frozen, that its words, JSON and figure are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.study.runs.interval import Interval
from mktsim.study.select.chance_constraints import Kept
from mktsim.study.select.plan import SelectStatus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mktsim.study.runs.heading import Heading


@dataclass(frozen=True)
class SelectedArm:
    """One arm of a selection."""

    name: str
    policy: str
    organisation: str
    replications: int
    """Replications that the answer rests on; fewer than others when it fell out of play early."""
    interval: Interval
    """Mean of the metric with its own interval."""
    behind: Interval | None
    """How far it is behind the arm of choice, positive when it is worse; None for that arm and for what broke a
    limit."""
    p_within: float
    """Estimated probability that it is at most delta worse than the arm of choice; NaN where that is not known."""
    loss: float
    """Its part of the expected opportunity cost of the choice, money; NaN where not known."""
    limits: tuple[Kept, ...]


@dataclass(frozen=True)
class Cost:
    """Cost of the answer in runs, and of its alternatives."""

    cells: int
    """Cells that it rests on, in all worlds."""
    run: int
    """Cells that were asked for on the way, those of arms beyond where they fell out of play and of limits included."""
    equal: int
    """With the same random inputs, had every arm been given as many replications as the one with most."""
    independent: int
    """Had every arm luck of its own besides: the cells for the same precision against the runner-up."""
    seconds: float
    two_stage: int = 0
    """With luck of its own for every arm and equal replications, the cells that the same guarantee needs: Rinott's two
    stages at the largest variance; 0 with one arm in play."""


@dataclass(frozen=True)
class Selection:
    """All that a selection says."""

    heading: Heading
    question: str
    delta: float
    alpha: float
    budget: int | None
    """Cells of a fixed budget; None for the procedure with its guarantee."""
    status: SelectStatus
    arm: str
    """Arm of choice; empty when no arm keeps the limits."""
    tied: tuple[str, ...]
    text: str
    arms: tuple[SelectedArm, ...]
    probability_good: float
    """Estimated probability that no arm is better by more than delta."""
    opportunity_cost: float
    """Bound of the expected opportunity cost of the choice, money: the headline risk."""
    at_most: int
    """Replications after which the screening was certain to end, known after the first stage."""
    cost: Cost
    failed: int
    outcomes: NDArray[np.float64]
    """The metric, shape (replications, arms); NaN where not used."""
    numbers: NDArray[np.int64]
    """Number of each replication."""
    digest: str

    @property
    def replications(self) -> int:
        """Replications of the arm that has most."""
        return max(arm.replications for arm in self.arms)
