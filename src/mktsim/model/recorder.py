"""Writes a running world's weeks into the rows of a history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from mktsim.outcomes.history import Table
from mktsim.sums import total, weighted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.ledger import Ledger
    from mktsim.model.market.layout import Levers
    from mktsim.model.market.runner import MarketRunner
    from mktsim.model.market.truth import MarketTruth
    from mktsim.model.organisation.engine import OrganisationEngine
    from mktsim.model.supply.desk import Desk

COLUMNS = (
    "week", "units", "desired", "lost", "price", "list_price", "cost", "category_units", "share", "awareness",
    "distribution", "stock_firm", "stock_channel", "production", "orders", "adopters", "installed", "goodwill", "deal",
    "pressure", "calls", "quality", "stage_perceived", "forecast", "rival_price",
    "shelf_price", "overdrawn",
)  # fmt: skip
"""Columns that every series has, before those by brand, channel and region."""


class Recorded(Protocol):
    """State of a running world that the recorder reads."""

    market: MarketRunner
    desk: Desk
    ledger: Ledger
    truth: MarketTruth
    organisation: OrganisationEngine


class Recorder:
    """Rows of floats, made into a table once at the end."""

    def __init__(self, scenario: Scenario, weeks: int) -> None:
        """Prepare for `weeks` rows."""
        self.columns = (
            COLUMNS
            + tuple(f"units.{b.name}" for b in scenario.brands)
            + tuple(f"units_channel.{c.name}" for c in scenario.channels)
            + tuple(f"units_region.{r.name}" for r in scenario.market.regions)
        )
        self._rows = np.zeros((weeks, len(self.columns)))
        self._count = 0
        self._traffic = np.array([c.traffic_share for c in scenario.channels])

    def week(self, run: Recorded, week: int) -> None:
        """Write the row of `week`, which has just closed."""
        o = run.market.output
        sold, category = float(o.sold[0]), run.truth.category[-1]
        office = run.organisation.office
        stages = office.stage(office.owner_of("stage"))
        listed = weighted(self._traffic, _invoice(run.market.levers))
        fixed = (
            week, sold, o.wanted[0], o.unserved[0], o.paid[0] / sold if sold > 0 else o.shelf_price[0], listed,
            run.desk.unit_cost(), category, sold / category if category > 0 else 0.0, o.awareness[0], o.listing[0],
            run.desk.warehouse_units(), total(run.desk.channel_units()), run.desk.started_this_week,
            run.desk.orders_this_week, total(o.adopters), o.using[-1], o.goodwill[0], o.deal[0],
            o.pressure[0],
            o.calls[0], o.quality[0], max(range(4), key=stages.__getitem__),
            office.believe(office.owner_of("forecast.units"), "forecast.units").value, run.truth.rival_price(),
            o.shelf_price[0], run.ledger.is_overdrawn,
        )  # fmt: skip
        row = self._rows[self._count]
        at = len(fixed)
        row[:at] = fixed
        for block in (o.by_brand, o.by_channel, o.by_region):
            row[at : at + len(block)] = block
            at += len(block)
        self._count += 1

    def table(self, skip: int) -> Table:
        """Return the weeks from row `skip` on."""
        return Table(self.columns, self._rows[skip : self._count])


def _invoice(levers: Levers) -> NDArray[np.float64]:
    """Return the focal brand's invoice price by channel, mean over regions where it is not the same, shape (C,)."""
    price: NDArray[np.float64] = levers.invoice[0]
    step = levers.price_step[:, 0]
    return price * (1.0 + step.mean(axis=0)) if step.any() else price
