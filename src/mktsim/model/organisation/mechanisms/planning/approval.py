"""Approval: plans examined, the marketing policy submitted, spending reviewed against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


@dataclass(frozen=True)
class MarketingPolicy:
    """The sales policy as approved; it sets the departments to work."""

    day: float


MARKETING_POLICY = Plan("marketing_policy", MarketingPolicy)


@dataclass(frozen=True)
class PolicyReview:
    """A review of spending against plan; unspent money is planned again."""

    last_day: float
    """Day until which it holds."""


POLICY_REVIEW = Plan("policy_review", PolicyReview)


class ExaminePlans(Part, Mechanism[None]):
    """Guide and examine plans; the engine's approval of each plan is this work, so nothing is left to do here."""

    kind: Literal["examine_plans"] = "examine_plans"

    def draft(self, office: Office, work: Work) -> None:
        """Propose nothing of its own."""

    def apply(self, office: Office, work: Work, draft: None) -> None:
        """Change nothing of its own."""


class SupervisePolicy(Part, Mechanism[PolicyReview]):
    """Send the approved policy to the departments, which sets them to work, and have unspent money planned again."""

    kind: Literal["supervise_policy"] = "supervise_policy"
    holds_days: Annotated[float, Ge(1), Le(366), Unit("days"), Source("assumption")] = 125.0
    """Days for which a complete review keeps spending in view."""

    def draft(self, office: Office, work: Work) -> PolicyReview:
        """Return the review with the day until which it holds."""
        return PolicyReview(office.now + self.holds_days * executed_share(office, work))

    def apply(self, office: Office, work: Work, draft: PolicyReview) -> None:
        """Post the policy the first time, and the review every time."""
        office.put_plan(work, POLICY_REVIEW, draft, work.duty.informs)
        if office.plan(work.duty.owner, MARKETING_POLICY) is None:
            office.put_plan(work, MARKETING_POLICY, MarketingPolicy(office.now), work.duty.informs)
            office.note("policy_started", 1.0)
