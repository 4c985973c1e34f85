"""Evaluation of promotions: supervised while they run, their response measured when they are over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.planning.programmes import CHANNEL_FOLLOW_UP, Programme
from mktsim.model.organisation.mechanisms.promotion.calendar import PRICE_CUTS
from mktsim.model.organisation.mechanisms.promotion.events import BookedEvent, booked_events
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work
    from mktsim.model.world import Estimate

REVIEWED = Plan("promotions_reviewed", float)
RESPONSE = "response.promotion"


@dataclass(frozen=True)
class Review:
    """Result of a review of promotions."""

    follow_up: Programme
    lift: Estimate | None
    """Response measured on those that ended; None when none did."""


class ReviewPromotions(Part, Mechanism[Review]):
    """See that outlets do what was agreed, and measure the lift of promotions that have ended."""

    kind: Literal["review_promotions"] = "review_promotions"
    holds_days: Annotated[float, Ge(1), Le(366), Unit("days"), Source("assumption")] = 75.0
    """Days for which promotions booked are followed up."""
    ended_days: Annotated[float, Ge(7), Le(366), Unit("days"), Source("assumption")] = 31.0
    """Promotions that ended within these days are measured."""
    accuracy: Annotated[float, Gt(0), Le(20), Unit("multiple"), Source("assumption")] = 1.0
    """Outlets counted for each promotion relative to the audit's standard."""

    def draft(self, office: Office, work: Work) -> Review:
        """Return the follow-up and, where a promotion has ended, its measured response."""
        follow_up = Programme(office.now + self.holds_days, executed_share(office, work))
        booked, since = booked_events(office, work.duty.owner), office.now - self.ended_days
        ended = [event for event in booked if since < event.last_day <= office.now and any(event.shares)]
        if not ended:
            return Review(follow_up, None)
        accuracy = self.accuracy * len(ended) * max(work.quality, 0.05)
        return Review(follow_up, office.observe(work, "retail_audit", RESPONSE, accuracy))

    def apply(self, office: Office, work: Work, draft: Review) -> None:
        """Hand on the follow-up and publish the response."""
        office.put_plan(work, CHANNEL_FOLLOW_UP, draft.follow_up, work.duty.informs)
        if draft.lift is not None:
            office.publish(work, RESPONSE, draft.lift)


@dataclass(frozen=True)
class Learned:
    """Estimate of the promotion response after the promotions just reviewed."""

    estimate: Estimate
    last_day: float
    """End of the last promotion that has been reviewed."""


class LearnResponse(Part, Mechanism[Learned]):
    """Compare sales of promotions that are over with what they would have been; combine with what was believed."""

    kind: Literal["learn_response"] = "learn_response"
    instrument: str = "sales_archive"
    """Instrument by name."""
    usual_depth: Annotated[float, Gt(0), Le(0.6), Unit("share"), Source("assumption: a usual deal")] = 0.2
    """Depth at which one promotion tells as much as the instrument's standard."""
    usual_days: Annotated[float, Ge(1), Le(91), Unit("days"), Source("assumption")] = 7.0
    """Length at which it does."""

    def draft(self, office: Office, work: Work) -> Learned | None:
        """Return the estimate from promotions that ended and are in the archive; None without a new one."""
        owner = work.duty.owner
        known = WEEK_DAYS * (office.archive_seen(owner).last_week + 1)
        since = office.plan(owner, REVIEWED)
        ended = [
            event
            for event in booked_events(office, owner)
            if (since is None or since < event.last_day) and event.last_day <= known and self._tells(event) > 0.0
        ]
        told = sum(map(self._tells, ended)) * max(work.quality, 0.05)
        if told <= 0.0:
            return None
        last = max(event.last_day for event in ended)
        return Learned(office.observe(work, self.instrument, RESPONSE, told), last)

    def apply(self, office: Office, work: Work, draft: Learned) -> None:
        """Publish what was learned."""
        office.publish(work, RESPONSE, draft.estimate)
        office.put_plan(work, REVIEWED, draft.last_day, ())

    def _tells(self, event: BookedEvent) -> float:
        """Return how much a promotion tells: the error of a slope falls with its depth and the outlets that ran it."""
        if PRICE_CUTS.isdisjoint(event.mechanics):
            return 0.0
        depth = event.depth * float(np.mean(event.shares))
        days = event.last_day - event.first_day
        return (depth / self.usual_depth) ** 2 * days / self.usual_days
