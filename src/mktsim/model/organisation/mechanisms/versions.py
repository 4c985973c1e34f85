"""Versions of the product: planned, developed, on the shelf, and what consumers know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge, Le

from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.programmes import POSITIONING, reach_of
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office

PRODUCT_MARKETING, MARKET_DEVELOPMENT = "product_marketing", "market_development"
PRODUCT_PLAN = "product_plan"
VERSION_DATE = "version_date"
DEVELOPMENT = "development"
LEARNING: Annotated[float, Ge(0), Le(1), Unit("share a week"), Source("assumption")] = 0.03
"""Share of features yet unknown that consumers find out in a week by using and talking alone."""
TOLD: Annotated[float, Ge(0), Le(1), Unit("share a week"), Source("assumption")] = 0.15
"""Further share that a complete positioning tells them in a week."""


@dataclass(frozen=True)
class ProductPlan:
    """Features decided on."""

    day: float
    utility: float
    """To be added to the product."""


@dataclass(frozen=True)
class VersionDate:
    """When the next version is wanted on the shelf."""

    last_day: float
    """Day until which the date holds good."""
    due: float


@dataclass(frozen=True)
class Development:
    """The latest version that was developed, or is being."""

    plan_day: float
    """Day of the product plan that it carries out."""
    ready: float
    """Day on which it comes on the shelf."""
    previous: float
    """Day on which the version before it did."""
    before: float
    """Features added until then, utility."""
    after: float
    """Features added from then on, utility."""
    fit: float
    """Share of its features that consumers want."""


def latest(office: Office, agent: str) -> Development | None:
    """Return the latest development that the agent knows of; None before any."""
    held = office.item(agent, DEVELOPMENT, None)
    return held if isinstance(held, Development) else None


def last_version_day(office: Office, agent: str) -> float:
    """Return the day on which the version now on the shelf came there; the office's first day before any."""
    held = latest(office, agent)
    if held is None:
        return office.first_day
    return held.ready if held.ready <= office.now else held.previous


def spread_word(office: Office) -> None:
    """Let consumers get to know the features on the shelf, and note versions, their fit and their age."""
    held = latest(office, PRODUCT_MARKETING)
    age = office.now - last_version_day(office, PRODUCT_MARKETING)
    office.note("version_age_weeks", age / WEEK_DAYS)
    if held is None:
        office.note("value_lag", 0.0)
        return
    if 0.0 <= office.now - held.ready < WEEK_DAYS:
        office.note("versions", 1.0)
        office.note("feature_fit", held.fit)
    features = held.after if held.ready <= office.now else held.before
    known = float(office.levers.in_force(Lever.QUALITY)[0])
    share = LEARNING + TOLD * reach_of(office, MARKET_DEVELOPMENT, POSITIONING) if office.execution.late else 1.0
    after = known + share * (features - known)
    office.note("value_lag", max(features - after, 0.0))
    if after != known:
        office.levers.put(Lever.QUALITY, office.now, office.levers.in_force(Lever.QUALITY) + (after - known))
