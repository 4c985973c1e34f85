"""Season and size of the market as the regions of a scenario hold them."""

from __future__ import annotations

import json

from mktsim.evidence.calibration.answers import yearly_units
from mktsim.evidence.calibration.estimates import Calibration
from mktsim.evidence.calibration.overrides import season_of
from mktsim.evidence.calibration.seasons import PARTS
from mktsim.evidence.history.series import SalesSeries
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.write import plain_data

UNITS = "units/year"
ONE_ORDER = 5.0
"""Multiple up to which a market is of one order of size with another; assumption."""


def region_lines(calibration: Calibration, scenario: Scenario, series: SalesSeries | None) -> list[str]:
    """Return the regions as YAML with the season and the size that were found; nothing where neither was."""
    season = season_of(calibration, _first_month(calibration, series))
    factor = size_factor(calibration, scenario)
    if not season and factor == 1.0:
        return []
    said = [*(["the season"] if season else []), *([f"households times {factor:.4g}"] if factor != 1.0 else [])]
    lines = [f"  regions:                                  # as before, but for {' and '.join(said)} of the history"]
    for region in scenario.market.regions:
        row = {**plain_data(region), "households": max(1.0, region.households * factor)}
        row |= {"monthly_season": list(season)} if season else {}
        lines.append(f"    - {json.dumps(row, ensure_ascii=False)}")
    return lines


def size_factor(calibration: Calibration, scenario: Scenario) -> float:
    """Return by what households are multiplied for the focal brand to sell the history's units a year; 1 for nothing.

    Only where an established market stands against a level in units, and the two are of one order: from a launch the
    potential is the size, and a market of another order needs other budgets and capacities as well.
    """
    factor = _relative_size(calibration, scenario)
    return factor if 1.0 / ONE_ORDER <= factor <= ONE_ORDER else 1.0


def size_notes(calibration: Calibration, scenario: Scenario) -> tuple[str, ...]:
    """Return what was made of the size of the market, in a sentence; nothing where the history does not tell it."""
    factor = _relative_size(calibration, scenario)
    if factor == 1.0:
        return ()
    if 1.0 / ONE_ORDER <= factor <= ONE_ORDER:
        return (f"households are multiplied by {factor:.3g}, so that the market at rest sells what the history did",)
    other = (
        f"the history's yearly sales are {factor:.3g} times those of the scenario's market, another order of size: "
        "households stay as they were, because budgets and capacities would have to change with them"
    )
    return (other,)


def _relative_size(calibration: Calibration, scenario: Scenario) -> float:
    level = calibration.estimate("level")
    if level is None or level.unit != UNITS or not scenario.market.adoption.established:
        return 1.0
    return level.value / yearly_units(scenario)


def _first_month(calibration: Calibration, series: SalesSeries | None) -> int:
    """Return the month of the first period since year 0; -1 where no calendar divides the years."""
    if series is not None:
        return series.first if series.first and series.per_year >= PARTS else -1
    return calibration.first_month or -1
