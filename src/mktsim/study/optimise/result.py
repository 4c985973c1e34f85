"""Result of an optimisation, frozen, that its words, JSON and figures are made from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.study.optimise.frontier import Reaching
from mktsim.study.optimise.variables import DecisionVariable
from mktsim.study.runs.interval import Interval
from mktsim.study.select.result import Selection

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.policy import Policy
    from mktsim.study.runs.heading import Heading


@dataclass(frozen=True)
class Trial:
    """One set of values that was tried."""

    number: int
    values: tuple[float, ...]
    """Of the decision variables."""
    good: float | None
    """Mean over the replications of the search, larger is better; None where it could not be run."""


@dataclass(frozen=True, eq=False)
class SearchResult:
    """The search under one budget."""

    budget: float
    """Money a year."""
    trials: tuple[Trial, ...]
    best: Trial
    gained_late: float
    """By how much the best rose in the last third of the trials."""
    enough: bool
    """Whether there were trials enough for so many variables to say anything of convergence."""
    converged: bool
    """Whether there were, and the late rise is less than what is worth acting on."""
    at_bound: tuple[str, ...]
    """Variables whose best value lies at an end of its range."""
    policy: Policy
    """The best found."""
    best_values: tuple[float, ...]
    """Where the variables stand in it: as tried, but for lines of the budget, which are cut to all of it."""


@dataclass(frozen=True, eq=False)
class Confirmed:
    """Performance on hold-out replications, larger is better."""

    selection: Selection
    """Finalists and the policy as given, on replications that nothing was tuned on."""
    gain: Interval
    """Of the best found in the search over the policy as given, paired."""
    flattered: float
    """Optimism of the search: its gain, where the best was picked by looking, less that on hold-out replications."""
    policy: Policy
    """Of the arm that was selected: what is recommended; the policy as given where no finalist keeps the limits."""
    terminal: float
    """Part of the best's value that comes after the horizon; NaN where the metric has no such part."""


@dataclass(frozen=True, eq=False)
class Frontier:
    """Value against budget on fresh replications, each budget with its best policy."""

    budgets: tuple[float, ...]
    """Rising, money a year."""
    values: tuple[Interval, ...]
    marginal: tuple[Interval, ...]
    """What one more unit of yearly budget earns over the horizon, between neighbours."""
    target: Reaching | None
    """The budget that reaches the target asked for."""
    cheaper: Reaching
    """The budget with which the tuned policy earns what the policy as given earns now."""
    gains: tuple[Interval, ...] = ()
    """Of each budget's best over the policy as given, paired; they hold together."""
    spent: tuple[float, ...] = ()
    """What is really spent a year under each budget, money; NaN where it is not known."""
    given_spent: float = math.nan
    """What the policy as given really spends a year."""

    def spending_at(self, budget: float) -> float:
        """Return what is spent under a budget, by straight lines between those tried; NaN where it is not known."""
        known = [(one, money) for one, money in zip(self.budgets, self.spent, strict=False) if math.isfinite(money)]
        if not known:
            return math.nan
        budgets, spent = zip(*known, strict=True)
        return float(np.interp(budget, budgets, spent))


@dataclass(frozen=True, eq=False)
class Optimisation:
    """All that an optimisation says."""

    heading: Heading
    replications: int
    """Of each trial."""
    delta: float
    arm: str
    variables: tuple[DecisionVariable, ...]
    given: tuple[float, ...]
    """Values of the variables in the policy as given."""
    given_budget: float
    searches: tuple[SearchResult, ...]
    """The budget asked for first."""
    confirmed: Confirmed
    frontier: Frontier | None
    """None with one budget."""
    text: tuple[str, ...]
    cells: int
    failed: int
    outcomes: NDArray[np.float64]
    """On hold-out replications, of the policy as given and each budget's policy, shape (replications, 1 + budgets)."""
    digest: str
    seconds: float
