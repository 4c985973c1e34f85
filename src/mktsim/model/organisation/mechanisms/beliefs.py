"""What an agent holds, in the form that rules and plans use."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import numpy as np
from annotated_types import Ge, Lt

from mktsim.model.levers import Lever
from mktsim.model.seen import Belief
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Source, Unit
from mktsim.sums import weighted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.office import Office

MONTHS = 12
DAMPING: Annotated[float, Ge(0), Lt(1), Unit("per week"), Source("Gardner & McKenzie 1985; size assumption")] = 0.95
"""Share of a believed trend that lives on from week to week when it is projected."""


def belief(office: Office, agent: str, topic: str) -> Belief:
    """Return the agent's estimate of `topic` as a rule sees it."""
    held = office.believe(agent, topic)
    return Belief(held.value, held.se)


def season_of_week(office: Office, agent: str, week: int) -> float:
    """Return the seasonal multiple that the agent believes for `week`."""
    month = office.calendar.date_of(week * WEEK_DAYS + WEEK_DAYS / 2).month
    return office.believe(agent, f"forecast.season.{month - 1}").value


def demand_per_week(office: Office, agent: str, day: float) -> Belief:
    """Return expected units a week around `day`: level, growth and season as the agent believes them."""
    level = office.believe(agent, "forecast.units")
    growth = office.believe(agent, "forecast.growth").value
    ahead = min(max(day - level.observed, 0.0) / WEEK_DAYS, 104.0)
    multiple = max(1.0 + growth * (1.0 - DAMPING**ahead) / (1.0 - DAMPING), 0.0)
    multiple *= season_of_week(office, agent, math.floor(day / WEEK_DAYS))
    return Belief(max(level.value, 0.0) * multiple, level.se * multiple)


def region_shares(office: Office, agent: str) -> NDArray[np.float64]:
    """Return shares of sales by region as the agent believes them, shape (R,); households where nothing is known."""
    regions = range(office.sizes.regions)
    units = np.array([max(office.believe(agent, f"sales.region.{r}").value, 0.0) for r in regions])
    return units / units.sum() if units.sum() > 0 else household_shares(office)


def household_shares(office: Office) -> NDArray[np.float64]:
    """Return regions' shares of households, shape (R,)."""
    households = np.array([region.households for region in office.scenario.market.regions])
    shares: NDArray[np.float64] = households / households.sum()
    return shares


def channel_shares(office: Office, agent: str) -> NDArray[np.float64]:
    """Return shares of sales by channel as the agent believes them, shape (C,); visits where nothing is known."""
    channels = office.scenario.channels
    units = np.array([max(office.believe(agent, f"sales.channel.{c}").value, 0.0) for c in range(len(channels))])
    return units / units.sum() if units.sum() > 0 else np.array([c.traffic_share for c in channels])


def outlets(office: Office) -> NDArray[np.float64]:
    """Return outlets of each channel in a region, shape (C,)."""
    return np.array([channel.outlets for channel in office.scenario.channels])


def mean_price(office: Office, agent: str) -> float:
    """Return the list price in force at the shelf, weighted by believed sales, money."""
    return weighted(channel_shares(office, agent), office.levers.in_force(Lever.PRICE))


def mean_margin(office: Office, agent: str) -> float:
    """Return the channel margin in force, weighted by believed sales, share of shelf price."""
    return weighted(channel_shares(office, agent), office.levers.in_force(Lever.MARGIN))


def unit_margin(office: Office, agent: str) -> float:
    """Return what the firm earns on a unit at list price by the agent's belief of cost, money."""
    price = mean_price(office, agent)
    return price * (1.0 - mean_margin(office, agent)) - office.believe(agent, "cost.unit").value
