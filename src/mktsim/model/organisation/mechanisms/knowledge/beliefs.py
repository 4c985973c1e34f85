"""Beliefs of an agent in the form that rules and plans use."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

import numpy as np
from annotated_types import Ge, Lt

from mktsim.inputs.rules import Belief
from mktsim.kept import kept
from mktsim.model.levers import Lever
from mktsim.model.world import WEEK_DAYS, household_shares
from mktsim.quantities import Source, Unit
from mktsim.sums import total, weighted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.organisation.office import Office

MONTHS = 12
SEASON = tuple(f"forecast.season.{month}" for month in range(MONTHS))
"""Topics of the season by month, January first."""
DAMPING: Annotated[float, Ge(0), Lt(1), Unit("per week"), Source("Gardner & McKenzie 1985; size assumption")] = 0.95
"""Share of a believed trend that lives on from week to week when it is projected."""


def belief(office: Office, agent: str, topic: str) -> Belief:
    """Return the agent's estimate of `topic` as a rule sees it."""
    held = office.believe(agent, topic)
    return Belief(held.value, held.se)


def season_of_week(office: Office, agent: str, week: int) -> float:
    """Return the seasonal multiple that the agent believes for `week`."""
    return office.believe(agent, SEASON[office.calendar.month_of_week(week) - 1]).value


def season_by_week(office: Office, agent: str, weeks: tuple[int, ...]) -> list[float]:
    """Return the seasonal multiples that the agent believes for `weeks`."""
    held = [office.believe(agent, topic).value for topic in SEASON]
    month_of = office.calendar.month_of_week
    return [held[month_of(week) - 1] for week in weeks]


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
    units = _believed_units(office, agent, _by_index("sales.region", office.sizes.regions))
    whole = total(units)
    return units / whole if whole > 0 else household_shares(office.scenario)


def channel_shares(office: Office, agent: str) -> NDArray[np.float64]:
    """Return shares of sales by channel as the agent believes them, shape (C,); visits where nothing is known."""
    channels = office.scenario.channels
    units = _believed_units(office, agent, _by_index("sales.channel", len(channels)))
    whole = total(units)
    return units / whole if whole > 0 else np.array([c.traffic_share for c in channels])


def _believed_units(office: Office, agent: str, topics: tuple[str, ...]) -> NDArray[np.float64]:
    return np.array([max(office.believe(agent, topic).value, 0.0) for topic in topics])


@lru_cache(maxsize=32)
def _by_index(topic: str, count: int) -> tuple[str, ...]:
    """Return the names of a topic that has an index."""
    return tuple(f"{topic}.{index}" for index in range(count))


def outlets(office: Office) -> NDArray[np.float64]:
    """Return outlets of each channel in a region, shape (C,); read only."""
    return _outlets(office.scenario)


@kept
def _outlets(scenario: Scenario) -> NDArray[np.float64]:
    return np.array([channel.outlets for channel in scenario.channels])


def mean_price(office: Office, agent: str) -> float:
    """Return the recommended retail price in force, weighted by believed sales, money."""
    return weighted(channel_shares(office, agent), office.levers.in_force(Lever.PRICE))


def mean_margin(office: Office, agent: str) -> float:
    """Return the channel margin in force, weighted by believed sales, share of shelf price."""
    return weighted(channel_shares(office, agent), office.levers.in_force(Lever.MARGIN))


def unit_margin(office: Office, agent: str) -> float:
    """Return what the firm earns on a unit at the recommended retail price by the agent's belief of cost, money."""
    shares = channel_shares(office, agent)
    price = weighted(shares, office.levers.in_force(Lever.PRICE))
    margin = weighted(shares, office.levers.in_force(Lever.MARGIN))
    return price * (1.0 - margin) - office.believe(agent, "cost.unit").value
