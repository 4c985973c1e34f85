"""Values that the rooms of the model share: sizes, stages, estimates, and what the truth answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from mktsim.kept import kept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.calendar import Calendar
    from mktsim.inputs.cell import LuckSource
    from mktsim.inputs.scenario import Scenario
    from mktsim.streams import Address

WEEK_DAYS = 7.0
CRISIS = "crisis"
"""News that a crisis of the focal brand has struck; duties wait for it by this name."""


@dataclass(frozen=True)
class Sizes:
    """Counts of everything in a scenario."""

    regions: int
    segments: int
    types: int
    """All types: regions × segments × types per segment."""
    brands: int
    channels: int
    places: int
    """Outlet classes over all channels."""
    media: int
    generations: int

    @staticmethod
    def of(scenario: Scenario) -> Sizes:
        """Return the sizes of `scenario`."""
        market = scenario.market
        return Sizes(
            regions=len(market.regions),
            segments=len(market.segments),
            types=len(market.regions) * len(market.segments) * market.types_per_segment,
            brands=len(scenario.brands),
            channels=len(scenario.channels),
            places=sum(len(c.classes) for c in scenario.channels),
            media=len(scenario.media),
            generations=1 + len(market.adoption.generation_gap_weeks),
        )


@dataclass(frozen=True)
class WorldContext:
    """Shared context of a run: the scenario with its sizes and calendar, and where random inputs come from."""

    scenario: Scenario
    sizes: Sizes
    calendar: Calendar
    address: Address
    """Address of the cell's random inputs."""
    silenced: frozenset[LuckSource] = frozenset()
    """Sources of random inputs fixed at expectation."""


@kept
def household_shares(scenario: Scenario) -> NDArray[np.float64]:
    """Return regions' shares of households, shape (R,); read only."""
    households = np.array([region.households for region in scenario.market.regions])
    shares: NDArray[np.float64] = households / households.sum()
    return shares


class Estimate(NamedTuple):
    """A number as somebody knows it."""

    value: float
    """Best guess, in the topic's unit."""
    se: float
    """Standard error, same unit; infinite when nothing is known."""
    observed: float
    """Day that the number describes."""
    received: float
    """Day on which the holder got it."""


class Truth(Protocol):
    """True figures of the running world, for instruments; of the focal brand, now."""

    sizes: Sizes

    def last_week(self) -> int:
        """Return the last week that the market has closed; below the first week before any."""

    def own_elasticity(self) -> float:
        """Return the own-price elasticity of units at the levers in force (negative)."""

    def willingness_to_pay(self) -> float:
        """Return the household-weighted median reservation price, money (a huge number where unlimited)."""

    def rival_price(self) -> float:
        """Return the unit-weighted mean shelf price of rivals on the market, money; NaN when there is none."""

    def rival_spending(self) -> float:
        """Return rivals' media spending last week, money."""

    def awareness(self) -> float:
        """Return the share of households aware of the focal brand."""

    def distribution(self) -> NDArray[np.float64]:
        """Return weighted distribution by region and channel, shape (R, C), shares."""

    def perceived_quality(self) -> float:
        """Return mean perceived quality relative to rivals, utility."""

    def sales(self, week: int) -> NDArray[np.float64]:
        """Return units sold to consumers in `week` by region and channel, shape (R, C)."""

    def share(self) -> float:
        """Return the focal share of units of last week."""

    def rival_deals(self, weeks: int) -> tuple[tuple[float, ...], ...]:
        """Return the depth of each rival's deals over all outlets in up to `weeks` weeks, the last one last."""

    def category_units(self, week: int) -> float:
        """Return units of the whole category sold in `week`."""

    def lift(self, depth: float, featured: bool, displayed: bool) -> float:  # noqa: FBT001
        """Return the true multiple of weekly units of a deal now, without noise of campaigns."""

    def medium_response(self, medium: int) -> float:
        """Return what more money in a medium does to the week's response, relative to more money in the present mix."""

    def advertising_elasticity(self) -> float:
        """Return the true long-run elasticity of units to media pressure at the pressure in force."""

    def season(self, week: int) -> float:
        """Return the true seasonal multiple of category demand of `week`."""


class SupplyDesk(Protocol):
    """Supply as the organisation can act on it and see it; figures are exact unless an instrument is put between."""

    def unit_cost(self) -> float:
        """Return the present unit cost, money."""

    def warehouse_units(self) -> float:
        """Return units in the firm's warehouse, sellable."""

    def on_order_units(self) -> float:
        """Return units in production."""

    def channel_units(self) -> NDArray[np.float64]:
        """Return units in channel stock, shape (R, C)."""

    def backlog_units(self) -> NDArray[np.float64]:
        """Return members' orders not yet shipped, shape (R, C)."""

    def capacity_per_week(self) -> float:
        """Return units that can be made in a week now."""

    def produce(self, day: float, units: float) -> float:
        """Start production of `units` (rounded to batches, capped by capacity left this week); return units started."""

    def ship(self, day: float, units: NDArray[np.float64], delay_factor: float) -> NDArray[np.float64]:
        """Ship up to `units` (R, C) of the backlog, in the channel's days × `delay_factor`; return shipped."""

    def preorder(self, units: NDArray[np.float64]) -> None:
        """Ask members to take `units` (R, C) beyond their own orders (promotion stock)."""
