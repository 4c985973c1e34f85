"""Promotions reviewed when they are over: what was learned of the response."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.mechanisms.organise_promotions import booked_events
from mktsim.model.organisation.mechanisms.promotions import PRICE_CUTS
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.mechanisms.plans import BookedEvent
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work
    from mktsim.model.world import Estimate

REVIEWED = "promotions_reviewed"
TOPIC = "response.promotion"


@dataclass(frozen=True)
class Learned:
    """What is known of the response after the promotions just reviewed."""

    estimate: Estimate
    last_day: float
    """End of the last promotion that has been reviewed."""


class LearnResponse(Part):
    """Compare sales of promotions that are over with what they would have been; combine with what was believed."""

    kind: Literal["learn_response"] = "learn_response"
    instrument: str = "sales_archive"
    """Instrument by name."""
    usual_depth: Annotated[float, Gt(0), Le(0.6), Unit("share"), Source("EVIDENCE B: a usual deal")] = 0.2
    """Depth at which one promotion tells as much as the instrument's standard."""
    usual_days: Annotated[float, Ge(1), Le(91), Unit("days"), Source("assumption")] = 7.0
    """Length at which it does."""

    def draft(self, office: Office, work: Work) -> Learned | None:
        """Return the estimate from promotions that ended and are in the archive; None without a new one."""
        owner = work.duty.owner
        known = WEEK_DAYS * (office.archive_seen(owner).last_week + 1)
        since = office.item(owner, REVIEWED, -np.inf)
        ended = [
            event
            for event in booked_events(office, owner)
            if isinstance(since, float) and since < event.last_day <= known and self._tells(event) > 0.0
        ]
        told = sum(map(self._tells, ended)) * max(work.quality, 0.05)
        if told <= 0.0:
            return None
        last = max(event.last_day for event in ended)
        return Learned(office.observe(work, self.instrument, TOPIC, told), last)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Publish what was learned."""
        if isinstance(draft, Learned):
            office.publish(work, TOPIC, draft.estimate)
            office.put_item(work, REVIEWED, draft.last_day, ())

    def _tells(self, event: BookedEvent) -> float:
        """Return how much a promotion tells: the error of a slope falls with its depth and the outlets that ran it."""
        if PRICE_CUTS.isdisjoint(event.mechanics):
            return 0.0
        depth = event.depth * float(np.mean(event.shares))
        days = event.last_day - event.first_day
        return (depth / self.usual_depth) ** 2 * days / self.usual_days
