"""Versions of the product: features and dates planned, and what consumers know of those on the shelf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.planning.programmes import POSITIONING, reach_of
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

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


PRODUCT_PLAN = Plan("product_plan", ProductPlan)


@dataclass(frozen=True)
class VersionDate:
    """When the next version is wanted on the shelf."""

    last_day: float
    """Day until which the date holds good."""
    due: float


VERSION_DATE = Plan("version_date", VersionDate)


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


DEVELOPMENT = Plan("development", Development)


def latest(office: Office, agent: str) -> Development | None:
    """Return the latest development that the agent knows of; None before any."""
    return office.plan(agent, DEVELOPMENT)


def last_version_day(office: Office, agent: str) -> float:
    """Return the day on which the version now on the shelf came there; the office's first day before any."""
    held = latest(office, agent)
    if held is None:
        return office.first_day
    return held.ready if held.ready <= office.now else held.previous


def spread_word(office: Office) -> None:
    """Let consumers get to know the features on the shelf, and note versions, their fit and their age."""
    developer = office.owner_of(DEVELOPMENT)
    held = latest(office, developer)
    age = office.now - last_version_day(office, developer)
    office.note("version_age_weeks", age / WEEK_DAYS)
    if held is None:
        office.note("value_lag", 0.0)
        return
    if 0.0 <= office.now - held.ready < WEEK_DAYS:
        office.note("versions", 1.0)
        office.note("feature_fit", held.fit)
    features = held.after if held.ready <= office.now else held.before
    known = float(office.levers.in_force(Lever.QUALITY)[0])
    share = (
        LEARNING + TOLD * reach_of(office, office.owner_of(POSITIONING), POSITIONING) if office.execution.late else 1.0
    )
    after = known + share * (features - known)
    office.note("value_lag", max(features - after, 0.0))
    if after != known:
        office.levers.put(Lever.QUALITY, office.now, office.levers.in_force(Lever.QUALITY) + (after - known))


Cycle = Annotated[float, Ge(30), Le(3650), Unit("days"), Source("assumption")]


class PlanVersions(Part, Mechanism[VersionDate]):
    """Date the next version from the stage that the product is believed to be in."""

    kind: Literal["plan_versions"] = "plan_versions"
    growing_days: Cycle = 400.0
    """From one version to the next while the product is believed to be introduced or growing."""
    mature_days: Cycle = 330.0
    """The same in maturity."""
    declining_days: Cycle = 210.0
    """The same in decline, which the next version is to answer."""
    slip_days: Annotated[float, Ge(0), Le(365), Unit("days"), Source("assumption")] = 60.0
    """Days by which a date set without care is too late."""
    holds_days: Annotated[float, Ge(1), Le(1460), Unit("days"), Source("assumption")] = 400.0
    """Days for which a date holds good."""

    def draft(self, office: Office, work: Work) -> VersionDate:
        """Return the date: the cycle of each stage, weighted by how probable the stage is believed to be."""
        owner = work.duty.owner
        young, growing, mature, declining = office.stage(owner)
        cycle = (young + growing) * self.growing_days + mature * self.mature_days + declining * self.declining_days
        slip = self.slip_days * (1.0 - executed_share(office, work))
        due = max(last_version_day(office, owner) + cycle, office.now) + slip
        return VersionDate(office.now + self.holds_days, due)

    def apply(self, office: Office, work: Work, draft: VersionDate) -> None:
        """Tell those who develop it."""
        office.put_plan(work, VERSION_DATE, draft, work.duty.informs)


class PlanProduct(Part, Mechanism[ProductPlan]):
    """Choose features where perceived quality is believed to lag."""

    kind: Literal["plan_product"] = "plan_product"
    lead_over_rivals: Annotated[float, Ge(-1), Le(1), Unit("utility"), Source("assumption")] = 0.15
    """Perceived quality above rivals' that the plan aims at."""
    closed_share: Annotated[float, Ge(0), Le(1), Unit("share"), Source("assumption")] = 0.3
    """Share of the believed gap that one plan closes."""
    largest_step: Annotated[float, Ge(0), Le(1), Unit("utility"), Source("assumption")] = 0.06
    """Most that one plan adds."""

    def draft(self, office: Office, work: Work) -> ProductPlan | None:
        """Return the utility to be added; None where the product is believed to lead."""
        estimate = office.believe(work.duty.owner, "insight.quality")
        gap = max(self.lead_over_rivals - estimate.value, 0.0)
        utility = min(self.closed_share * gap, self.largest_step) * executed_share(office, work)
        return ProductPlan(office.now, utility) if utility > 0.0 else None

    def apply(self, office: Office, work: Work, draft: ProductPlan) -> None:
        """Hand the plan to those who develop it."""
        topic = "insight.quality"
        office.decided(work, Lever.QUALITY, topic, office.believe(work.duty.owner, topic), draft.utility)
        office.put_plan(work, PRODUCT_PLAN, draft, work.duty.informs)
