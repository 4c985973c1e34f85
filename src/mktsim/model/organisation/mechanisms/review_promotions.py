"""Promotions supervised while they run and evaluated when they are over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.plans import BookedEvent
from mktsim.model.organisation.mechanisms.programmes import CHANNEL_FOLLOW_UP, Programme
from mktsim.model.organisation.mechanisms.promotions import BOOKED
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work
    from mktsim.model.world import Estimate

LIFT = "response.promotion"


@dataclass(frozen=True)
class Review:
    """What comes of reviewing promotions."""

    follow_up: Programme
    lift: Estimate | None
    """Response measured on those that ended; None when none did."""


class ReviewPromotions(Part):
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
        held = office.item(work.duty.owner, BOOKED, ())
        booked = held if isinstance(held, tuple) else ()
        since = office.now - self.ended_days
        ended = [e for e in booked if isinstance(e, BookedEvent) and since < e.last_day <= office.now and any(e.shares)]
        if not ended:
            return Review(follow_up, None)
        accuracy = self.accuracy * len(ended) * max(work.quality, 0.05)
        return Review(follow_up, office.observe(work, "retail_audit", LIFT, accuracy))

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Hand on the follow-up and publish the response."""
        if not isinstance(draft, Review):
            return
        office.put_item(work, CHANNEL_FOLLOW_UP, draft.follow_up, work.duty.informs)
        if draft.lift is not None:
            office.publish(work, LIFT, draft.lift)
