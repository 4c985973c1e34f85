"""True life-cycle stages, dated after the run, and key performance indicators that need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.outcomes.history import Table
from mktsim.outcomes.stages import stages

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.truth import MarketTruth
    from mktsim.model.organisation.observations import Observations

WEEKS_PER_YEAR = 52.0


def market_size(scenario: Scenario) -> float:
    """Return the units a year that a purchase by everybody would make: households, times rate where goods repeat."""
    market = scenario.market
    households = sum(region.households for region in market.regions)
    repeat = market.repeat
    return households * (repeat.rate_per_week * repeat.units_per_purchase * WEEKS_PER_YEAR or 1.0)


def told(table: Table, truth: MarketTruth, observations: Observations, scenario: Scenario) -> Table:
    """Return `table` with true stages of brand and category, and the organisation's weekly notes."""
    rows = len(table.values)
    size = market_size(scenario)
    own = np.array([units.sum() for units in truth.sold])
    category = np.array(truth.category)
    part = own.sum() / max(float(category.sum()), 1.0) or 1.0  # a brand takes off on its own scale, not the category's
    ahead = observations.first_week  # weeks of development: sales from nothing would pass for a take-off
    dated = np.concatenate([np.zeros(ahead), stages(own[ahead:], size * part)])
    columns = {"stage_true": dated, "stage_category": stages(category, size)}
    blocks = [column[-rows:] for column in columns.values()]
    names = [*columns]
    for name in observations.names():
        noted = np.full(rows, np.nan)
        series, first = observations.series(name), observations.first_week
        noted[first : first + len(series)] = series
        names.append(f"observed.{name}")
        blocks.append(noted)
    return Table(table.columns + tuple(names), np.column_stack([table.values, *blocks]))
