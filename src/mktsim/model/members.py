"""Franchisees: what an outlet earns its owner, and how many give up when it does not.

An owner keeps the margin on sales and pays rent and staff. Owners leave at a rate that falls exponentially with their
income relative to what the trade is entered for (sizes assumptions).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.inputs.trade import ChannelKind
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario

    Floats = NDArray[np.float64]

WEEKS_PER_YEAR = 52.0


@dataclass(frozen=True)
class Owners:
    """How franchisees decide."""

    exits_per_year: Annotated[float, Ge(0), Le(2), Unit("1/year"), Source("assumption")] = 0.08
    """Outlets given up where income is as usual."""
    usual_income_share: Annotated[float, Gt(0), Le(0.9), Unit("share of margin"), Source("assumption")] = 0.15
    """Income for which the trade is entered, share of the margin that an outlet usually makes."""
    most_exits: Annotated[float, Gt(0), Le(1), Unit("share a week"), Source("assumption: notice and leases")] = 0.08
    """Most outlets that close in a week."""
    memory: Annotated[float, Ge(0), Le(1), Unit("per week"), Source("assumption: a quarter")] = 0.93
    """Weekly memory of what an outlet earns."""
    patience_weeks: Annotated[int, Ge(0), Le(260), Unit("weeks"), Source("assumption: a new shop is given a year")] = 52
    """Weeks for which owners of a new system hold out."""


OWNERS = Owners()


class Members:
    """Earnings of franchised outlets, by region and channel."""

    def __init__(self, scenario: Scenario, regions: int) -> None:
        """Begin without any experience."""
        self._franchised = np.array([c.kind is ChannelKind.FRANCHISE for c in scenario.channels])
        self._outlets = np.array([c.outlets for c in scenario.channels])
        self._cost = np.array([c.outlet_cost_money for c in scenario.channels])
        self._earned = np.zeros((regions, len(scenario.channels)))
        self._weeks = 0

    def snapshot(self) -> tuple[Floats, int]:
        """Return margins an outlet and week as remembered, money, and weeks of experience."""
        return self._earned.copy(), self._weeks

    def restore(self, state: tuple[Floats, int]) -> None:
        """Go on from a state."""
        self._earned, self._weeks = state[0].copy(), state[1]

    def staying(self, margin: Floats, opened: Floats) -> Floats:
        """Return the share of outlets kept, shape (R, C), after a week with `margin` money and a share `opened`."""
        stay = np.ones_like(opened)
        if not self._franchised.any():
            return stay
        each = margin / np.maximum(opened * self._outlets, 1e-9)
        fresh = OWNERS.memory if self._weeks else 0.0
        self._earned = fresh * self._earned + (1.0 - fresh) * each
        self._weeks += 1
        if self._weeks <= OWNERS.patience_weeks:
            return stay
        usual = self._cost * OWNERS.usual_income_share / (1.0 - OWNERS.usual_income_share)
        known = self._franchised & (usual > 0.0)
        relative = (self._earned - self._cost) / np.where(usual > 0.0, usual, 1.0)
        rate = OWNERS.exits_per_year / WEEKS_PER_YEAR * np.exp(np.clip(1.0 - relative, -5.0, 20.0))
        stay[:, known] = 1.0 - np.minimum(rate, OWNERS.most_exits)[:, known]
        return stay
