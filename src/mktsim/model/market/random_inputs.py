"""Random inputs of the market of one cell: all draws, made at once and looked up by week."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.inputs.cell import LuckSource
from mktsim.inverse import lognormal, normal
from mktsim.model.market.layout import RandomInputs, lengths
from mktsim.streams import Address, uniforms
from mktsim.sums import weighted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.world import Sizes


YEAR = 52
CYCLE_SHOCKS = 12
"""Years whose shocks make up a year of the business cycle; older ones are below rounding at usual memories."""


@dataclass(frozen=True)
class MarketInputs:
    """Draws by week from `first_week` on."""

    first_week: int
    draws: RandomInputs
    """Draws by week, as the kernel takes them."""
    season: NDArray[np.float64]
    """Multiple of category demand, shape (T, R)."""


def draw(
    scenario: Scenario, sizes: Sizes, address: Address, span: tuple[int, int], silenced: frozenset[LuckSource]
) -> MarketInputs:
    """Draw the market's random inputs for `span` = (first week, weeks)."""
    first, weeks = span
    draws = RandomInputs(lengths(sizes, weeks))
    draws.first_week = first
    for r, region in enumerate(scenario.market.regions):
        if LuckSource.CATEGORY not in silenced:
            draws.category[:, r] = _normals(address, "market.demand", region.stream_id, span)
        if LuckSource.BRAND not in silenced:
            for b, brand in enumerate(scenario.brands):
                where = (brand.stream_id, region.stream_id)
                draws.brand[:, r, b] = _normals(address, "market.brand_shock", where, span)
                draws.slow[:, r, b] = _normals(address, "market.brand_drift", where, span)
        if LuckSource.COUNTS not in silenced:
            _counts(draws, scenario, address, span, r)
    if LuckSource.BRAND not in silenced:
        for b, brand in enumerate(scenario.brands):
            draws.national[:, b] = _normals(address, "market.brand_drift", brand.stream_id, span)
    if LuckSource.RESPONSE not in silenced:
        draws.response[:] = _normals(address, "market.response", "price", span)
    if LuckSource.CATEGORY not in silenced:
        draws.cycle[:] = cycle(scenario, address, first, weeks)
    return MarketInputs(first, draws, _season(scenario, address, span, silenced))


def _normals(
    address: Address, stream: str, entity: str | tuple[str, ...], span: tuple[int, int]
) -> NDArray[np.float64]:
    return normal(uniforms(address, stream, entity, span[0], span[1], 1)[:, 0])


def cycle(scenario: Scenario, address: Address, first: int, weeks: int) -> NDArray[np.float64]:
    """Return the log multiple of category demand by the business cycle, shape (T,), mean multiple one.

    A yearly AR(1) written as the sum of its last shocks, so that a year's value does not depend on where a run
    begins; straight lines lead from the middle of a year to that of the next.
    """
    sd, memory = scenario.market.luck.cycle_sd, scenario.market.luck.cycle_memory
    if sd == 0.0:
        return np.zeros(weeks)
    opens, closes = (first - YEAR) // YEAR, (first + weeks + YEAR) // YEAR
    u = uniforms(address, "market.cycle", "year", opens - CYCLE_SHOCKS, closes - opens + 1 + CYCLE_SHOCKS, 1)
    weights = memory ** np.arange(CYCLE_SHOCKS)
    weights /= math.sqrt(weighted(weights, weights))
    shocks = normal(u[:, 0])
    years = np.array(
        [weighted(weights, shocks[y - CYCLE_SHOCKS + 1 : y + 1][::-1]) for y in range(CYCLE_SHOCKS, len(shocks))]
    )
    middles = YEAR * np.arange(opens, closes + 1) + 0.5 * YEAR
    level: NDArray[np.float64] = sd * np.interp(np.arange(first, first + weeks) + 0.5, middles, years) - 0.5 * sd * sd
    return level


def _counts(draws: RandomInputs, scenario: Scenario, address: Address, span: tuple[int, int], r: int) -> None:
    first, weeks = span
    name = scenario.market.regions[r].stream_id
    channels = len(scenario.channels)
    for s, segment in enumerate(scenario.market.segments):
        u = uniforms(address, "market.incidence", (name, segment.stream_id), first, weeks, 1)
        draws.count[:, r, s, 0] = u[:, 0]
        for b, brand in enumerate(scenario.brands):
            for c, channel in enumerate(scenario.channels):
                entity = (name, segment.stream_id, brand.stream_id, channel.stream_id)
                u = uniforms(address, "market.choice", entity, first, weeks, 1)
                draws.count[:, r, s, 1 + b * channels + c] = u[:, 0]


def season_of(scenario: Scenario, first: int, weeks: int) -> NDArray[np.float64]:
    """Return the expected seasonal multiple by week and region, shape (T, R): months and holidays."""
    from datetime import timedelta

    season = np.ones((weeks, len(scenario.market.regions)))
    months = [(scenario.start + timedelta(days=7 * (first + t) + 3)).month for t in range(weeks)]
    for r, region in enumerate(scenario.market.regions):
        if region.monthly_season:
            season[:, r] = [region.monthly_season[m - 1] for m in months]
    for holiday in scenario.holidays:
        for t in range(weeks):
            begin = scenario.start + timedelta(days=7 * (first + t))
            days = [begin + timedelta(days=d) for d in range(7)]
            if any(d in holiday.dates or (d.month, d.day) == (holiday.month, holiday.day) for d in days):
                season[t] *= holiday.demand
    return season


def _season(
    scenario: Scenario, address: Address, span: tuple[int, int], silenced: frozenset[LuckSource]
) -> NDArray[np.float64]:
    first, weeks = span
    season = season_of(scenario, first, weeks)
    sd = scenario.market.luck.season_sd
    if sd == 0.0 or LuckSource.SEASON in silenced:
        return season
    years = np.arange(first, first + weeks) // 52
    u = uniforms(address, "market.season", "year", int(years[0]), int(years[-1] - years[0] + 1), 1)
    strength = lognormal(u[:, 0], sd)[years - years[0]]
    drawn: NDArray[np.float64] = season ** strength[:, None]
    return drawn
