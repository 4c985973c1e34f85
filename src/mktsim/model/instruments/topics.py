"""Topics: what can be known, in which unit, what is believed beforehand, and how fast knowledge ages.

Names are `group.name[.index]`; a topic's true counterpart is in `true_values.py`. `forecast.units` is free of season.
Months of `forecast.season.M` count from 0 (January), regions and channels from 0 in scenario order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from mktsim.inputs.scenario import Scenario
from mktsim.model.instruments import priors


class Scale(Enum):
    """Scale of a topic's errors and drift."""

    ABSOLUTE = "absolute"
    """The topic's own unit."""
    RELATIVE = "relative"
    """Shares of the value."""


Prior = Callable[[Scenario, int], tuple[float, float]]
"""Scenario and index to value and standard deviation, both in the topic's unit."""


@dataclass(frozen=True)
class Topic:
    """One thing that can be known."""

    name: str
    """Name without index."""
    unit: str
    """Unit of value and standard error."""
    scale: Scale
    """What `drift` and instruments' errors are counted in."""
    prior: Prior
    """What is believed before any observation."""
    drift: float
    """Standard deviation gained by a week of age (a random walk), in units of `scale`."""
    drift_source: str
    """Where the drift comes from."""
    indexed: bool = False
    """Whether the name carries an index."""


_RELATIVE, _ABSOLUTE = Scale.RELATIVE, Scale.ABSOLUTE
_SLOW = "assumption: responses change over years"
_SALES = "assumption; residual of store data"

_ALL = (
    Topic("insight.elasticity", "elasticity", _ABSOLUTE, priors.elasticity, 0.04, _SLOW),
    Topic("insight.willingness", "money", _RELATIVE, priors.willingness, 0.008, "assumption"),
    Topic("insight.quality", "utility", _ABSOLUTE, priors.quality, 0.02, "assumption"),
    Topic("rival.price", "money", _RELATIVE, priors.rival_price, 0.01, "assumption; lists move slowly"),
    Topic("rival.spending", "money/week", _RELATIVE, priors.rival_spending, 0.03, "assumption; bursts average out"),
    Topic("market.share", "share", _RELATIVE, priors.share, 0.02, _SALES),
    Topic("market.category", "units/week", _RELATIVE, priors.category, 0.02, _SALES),
    Topic("market.growth", "share per week", _ABSOLUTE, priors.growth, 0.0004, "assumption"),
    Topic("market.awareness", "share", _ABSOLUTE, priors.awareness, 0.01, "assumption; forgetting 1% a week"),
    Topic("sales.level", "units/week", _RELATIVE, priors.sales_level, 0.03, _SALES),
    Topic("sales.region", "units/week", _RELATIVE, priors.sales_region, 0.04, _SALES, indexed=True),
    Topic("sales.channel", "units/week", _RELATIVE, priors.sales_channel, 0.04, _SALES, indexed=True),
    Topic("distribution.channel", "share", _ABSOLUTE, priors.distribution, 0.01, "assumption", indexed=True),
    Topic("forecast.units", "units/week", _RELATIVE, priors.sales_level, 0.03, "G42: MAPE 16% to 26%"),
    Topic("forecast.growth", "share per week", _ABSOLUTE, priors.growth, 0.0004, "assumption"),
    Topic("forecast.season", "multiple", _RELATIVE, priors.season, 0.002, "assumption", indexed=True),
    Topic("cost.unit", "money", _RELATIVE, priors.unit_cost, 0.002, "G08: learning is slow"),
    Topic("stock.weeks", "weeks of sales", _RELATIVE, priors.stock_weeks, 0.10, "assumption"),
    Topic("response.promotion", "log multiple per unit depth", _ABSOLUTE, priors.promotion, 0.05, _SLOW),
    Topic("response.advertising", "elasticity", _ABSOLUTE, priors.advertising, 0.004, _SLOW),
    Topic("response.medium", "multiple", _ABSOLUTE, priors.medium, 0.01, _SLOW, indexed=True),
    Topic("audit.leakage", "share of funds", _ABSOLUTE, priors.leakage, 0.002, "assumption"),
    Topic("agency.quality", "level", _ABSOLUTE, priors.agency, 0.01, "assumption"),
    Topic("channel.skill", "level", _ABSOLUTE, priors.skill, 0.01, "assumption", indexed=True),
)

TOPICS: dict[str, Topic] = {topic.name: topic for topic in _ALL}
"""All topics by name without index."""


@lru_cache(maxsize=1024)
def split_topic(name: str) -> tuple[Topic, int]:
    """Return the topic and index (-1 for none) of a full name; KeyError with the choices for an unknown one.

    >>> topic, index = split_topic("sales.region.2")
    >>> topic.name, index
    ('sales.region', 2)
    """
    if name in TOPICS and not TOPICS[name].indexed:
        return TOPICS[name], -1
    stem, _, last = name.rpartition(".")
    if stem in TOPICS and TOPICS[stem].indexed and last.isdigit():
        return TOPICS[stem], int(last)
    choices = ", ".join(t.name + (".N" if t.indexed else "") for t in TOPICS.values())
    raise KeyError(f"unknown topic {name!r}; choices: {choices}")
