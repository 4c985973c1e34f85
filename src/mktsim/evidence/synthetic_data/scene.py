"""A cell that was run on tape: what the tables of observed data are made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mktsim.inverse import normal
from mktsim.model.ledger import Activity
from mktsim.model.replay import MarketWeeks, Tape
from mktsim.model.simulate import simulate
from mktsim.model.world import Sizes
from mktsim.streams import Address, uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.cell import Cell
    from mktsim.inputs.scenario import Scenario
    from mktsim.outcomes.history import History

    Floats = NDArray[np.float64]

OBSERVER = "files of the firm"


@dataclass(frozen=True, eq=False)
class Scene:
    """One cell with its history and its tape."""

    cell: Cell
    history: History
    tape: Tape

    @property
    def scenario(self) -> Scenario:
        """The world."""
        return self.cell.scenario

    @cached_property
    def sizes(self) -> Sizes:
        """Counts of regions, brands, channels and media."""
        return Sizes.of(self.scenario)

    @cached_property
    def shown(self) -> MarketWeeks:
        """Weekly figures of the market, run-out included."""
        return self.tape.shown()

    def support(self, name: str) -> Floats:
        """Return features or displays as outlets granted them, or gifts as given, by week, shape (weeks, R, B, C)."""
        granted = {"feature": self.shown.featured, "display": self.shown.displayed}
        return granted[name] if name in granted else self.tape.levers(name)

    @property
    def weeks(self) -> int:
        """Weeks that count."""
        return self.history.horizon

    @cached_property
    def homes(self) -> Floats:
        """Households by region as shares of all, shape (R,)."""
        households = np.array([region.households for region in self.scenario.market.regions])
        shares: Floats = households / households.sum()
        return shares

    def address(self) -> Address:
        """Return the address of the cell's random inputs."""
        return Address(self.cell.seed, self.cell.label, self.cell.replication)

    def errors(self, what: str, entity: tuple[str | int, ...]) -> Floats:
        """Return standard normal errors of one thing observed in every counted week, shape (weeks,)."""
        u = uniforms(self.address(), "instrument.error", (what, OBSERVER, *entity), 0, self.weeks, 1)[:, 0]
        return normal(u)

    def spent(self, *activities: Activity) -> Floats:
        """Return money spent on some activities by counted week, positive, shape (weeks,)."""
        names = [activity.name.lower() for activity in activities]
        total = np.zeros(self.weeks)
        for name in names:
            total -= self.history.money.column(name)[: self.weeks]
        return total

    @cached_property
    def media_spending(self) -> Floats:
        """Spending on the focal brand's media by counted week, region and medium, money, without the agency's fee.

        Invoices come by region and medium: money is shared as the contacts that ran, at each medium's cost.
        """
        cost = np.array([medium.cost_money for medium in self.scenario.media])
        ran = self.tape.levers("pressure")[: self.weeks, :, 0] * cost * self.homes[:, None]
        total = ran.sum(axis=(1, 2))
        share = ran / np.where(total > 0.0, total, 1.0)[:, None, None]
        money: Floats = share * self.spent(Activity.ADVERTISING)[:, None, None]
        return money


def filmed(cell: Cell, *, types: bool = True) -> Scene:
    """Run a cell on tape; `types` keeps what a household panel needs."""
    tape = Tape(types=types)
    return Scene(cell, simulate(cell, tape), tape)
