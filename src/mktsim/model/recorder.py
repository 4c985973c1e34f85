"""Writes a running world's weeks into the rows of a history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.outcomes.history import Table

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.running import Running
    from mktsim.model.world import Sizes

COLUMNS = (
    "week", "units", "desired", "lost", "price", "list_price", "cost", "category_units", "share", "awareness",
    "distribution", "stock_firm", "stock_channel", "production", "orders", "adopters", "installed", "goodwill", "deal",
    "pressure", "calls", "quality", "stage_perceived", "forecast", "rival_price",
)  # fmt: skip
"""Columns that every series has, before those by brand, channel and region."""


class Recorder:
    """Rows of floats, made into a table once at the end."""

    def __init__(self, scenario: Scenario, sizes: Sizes, weeks: int) -> None:
        """Prepare for `weeks` rows."""
        self.columns = (
            COLUMNS
            + tuple(f"units.{b.name}" for b in scenario.brands)
            + tuple(f"units_channel.{c.name}" for c in scenario.channels)
            + tuple(f"units_region.{r.name}" for r in scenario.market.regions)
        )
        self._rows = np.zeros((weeks, len(self.columns)))
        self._count = 0
        households = np.array([r.households for r in scenario.market.regions])
        traffic = np.array([c.traffic_share for c in scenario.channels])
        self._weight = np.outer(households / households.sum(), traffic)
        self._sizes = sizes

    def week(self, run: Running, week: int) -> None:
        """Write the row of `week`, which has just closed."""
        o, s, v = run.output[0], run.state[0], run.lever_record[0]
        units = o["units"]
        own = units[:, 0, :]
        by_brand = units.sum(axis=(0, 2))
        sold, all_sold = float(by_brand[0]), float(by_brand.sum())
        rest = all_sold - sold
        stages = run.office.stage("planning")
        listed = v["price"][0]
        weight = self._weight
        fixed = (
            week, sold, float(o["desired"].sum()), float(o["lost"].sum()),
            float(o["paid_value"][:, 0, :].sum()) / sold if sold > 0 else float(listed.mean()),
            float(weight.sum(axis=0) @ listed), run.desk.unit_cost(), all_sold, sold / all_sold if all_sold > 0 else 0.0,
            float(o["awareness"][0]), float((weight * o["distribution"][:, 0, :]).sum()), run.desk.warehouse_units(),
            float(run.desk.channel_units().sum()), run.desk.started_this_week, run.desk.orders_this_week,
            float(o["adopters"].sum()), float(o["using"][-1]), float(s["goodwill"][:, 0].mean()),
            float((weight * v["deal"][:, 0, :]).sum()), float(v["pressure"][:, 0, :].sum(axis=1).mean()),
            float((weight * v["calls"][:, 0, :]).sum()), run.truth.perceived_quality(),
            float(max(range(4), key=lambda i: stages[i])), run.office.believe("market_development", "forecast.units").value,
            float(o["paid_value"][:, 1:, :].sum()) / rest if rest > 0 else np.nan,
        )  # fmt: skip
        row = self._rows[self._count]
        row[: len(fixed)] = fixed
        row[len(fixed) :] = np.concatenate((by_brand, own.sum(axis=0), own.sum(axis=1)))
        self._count += 1

    def table(self, skip: int) -> Table:
        """Return the weeks from row `skip` on."""
        return Table(self.columns, self._rows[skip : self._count])
