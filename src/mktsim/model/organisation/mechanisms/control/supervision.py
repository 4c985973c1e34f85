"""Supervision: plans compared with what was done, and deviations set right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.channel.plan import latest_terms
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.knowledge.beliefs import season_by_week
from mktsim.model.organisation.mechanisms.planning.corrections import CORRECTION, Correction
from mktsim.model.organisation.mechanisms.promotion.events import BOOKED
from mktsim.model.organisation.mechanisms.supply.production import PRODUCTION_ORDER
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.mechanisms.promotion.events import BookedEvent
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


TRACKED_WEEKS = 8
"""Weeks of sales that are held against the order: assumption, two months, of which half at least without a deal."""


class Supervise(Part, Mechanism[Correction]):
    """Compare media, promotions, channels and production with their plans, and have deviations put right."""

    kind: Literal["supervise"] = "supervise"
    holds_days: Annotated[float, Ge(1), Le(366), Unit("days"), Source("assumption")] = 12.0
    """Days for which corrections are worked by: until the next comparison has come round."""
    ahead_days: Annotated[float, Ge(0), Le(60), Unit("days"), Source("assumption")] = 14.0
    """Promotions that begin within these days are asked after: members confirm or do not."""
    reminded_share: Annotated[float, Ge(0), Le(1), Unit("share of missing outlets"), Source("assumption")] = 0.4
    """Outlets that join in when they are reminded of what was agreed."""
    calls_per_gap: Annotated[float, Ge(0), Le(20), Unit("share of calls per share of target"), Source("assumption")] = (
        1.0
    )
    """Calls moved to a channel for a gap between its distribution and its target."""
    most_calls: Annotated[float, Ge(0), Le(0.9), Unit("share of calls"), Source("assumption")] = 0.2
    """Most that a channel is given or gives up."""
    tolerance: Annotated[
        float, Gt(0), Le(2), Unit("share of the order"), Source("Trigg 1964, OR Quarterly 15:271; size assumption")
    ] = 0.2
    """Deviation of sales from what production works to that is not taken for chance."""
    follow: Annotated[float, Ge(0), Le(1), Unit("share of the deviation"), Source("assumption")] = 0.5
    """Part of a deviation by which production is told to change until its next order."""

    def draft(self, office: Office, work: Work) -> Correction:
        """Return what was found, as far as the work is good enough to find it."""
        found = executed_share(office, work)
        return Correction(
            last_day=office.now + self.holds_days,
            insertions=found,
            promotions=tuple(event.id for event in self._short(office, work.owner)),
            reminded=self.reminded_share * found,
            calls=self._calls(office, work.owner),
            production=1.0 + self.follow * self._off_order(office, work.owner),
        )

    def apply(self, office: Office, work: Work, draft: Correction) -> None:
        """Tell those who carry the plans out."""
        office.put_plan(work, CORRECTION, draft, work.duty.informs)
        for name in draft.promotions:
            office.log("deviation", work, f"promotion {name} misses outlets")
        if draft.production != 1.0:
            office.log("deviation", work, f"production x {draft.production:.2f}")
        office.note("deviations_found", float(len(draft.promotions)) + float(draft.production != 1.0))

    def _short(self, office: Office, owner: str) -> list[BookedEvent]:
        """Return the promotions now running or near that fewer outlets run than was agreed."""
        booked = office.plan(owner, BOOKED) or ()
        near = office.now + self.ahead_days
        return [event for event in booked if office.now < event.last_day and min(event.starts) < near and event.short]

    def _calls(self, office: Office, owner: str) -> tuple[float, ...]:
        """Return the multiple of calls by channel; empty before any channel plan has arrived."""
        terms = latest_terms(office, owner)
        if terms is None:
            return ()
        factors = []
        for index, term in enumerate(terms.terms):
            target = term.target_distribution
            seen = office.believe(owner, f"distribution.channel.{index}").value
            gap = self.calls_per_gap * (1.0 - seen / target) if target > 0.0 else 0.0
            factors.append(1.0 + min(max(gap, -self.most_calls), self.most_calls))
        return tuple(factors)

    def _off_order(self, office: Office, owner: str) -> float:
        """Return by what share recent plain sales are off the order, both free of season; zero within the tolerance."""
        order = office.plan(owner, PRODUCTION_ORDER)
        seen = office.archive_seen(owner)
        if order is None or order.units_per_week <= 0.0:
            return 0.0
        last, recent = seen.last_week, seen.units[-TRACKED_WEEKS:].sum(axis=(1, 2)).tolist()
        weeks = range(last - len(recent) + 1, last + 1)
        promoted = _promoted(office.plan(owner, BOOKED) or ())
        plain = [week for week in weeks if week not in promoted]
        if len(plain) < TRACKED_WEEKS // 2:
            return 0.0
        lead = 7.0 * (office.scenario.supply.lead_weeks + 2.0)
        season = season_by_week(office, owner, (*plain, int((order.day + lead) // WEEK_DAYS)))
        sold = [recent[week - last - 1] / max(s, 1e-9) for week, s in zip(plain, season, strict=False)]
        off = sum(sold) / len(sold) * max(season[-1], 1e-9) / order.units_per_week - 1.0
        return min(max(off, -0.5), 0.5) if abs(off) > self.tolerance else 0.0


def _promoted(booked: tuple[BookedEvent, ...]) -> set[int]:
    """Return the weeks in which a promotion ran."""
    spans = ((int(min(event.starts) // WEEK_DAYS), int(event.last_day // WEEK_DAYS)) for event in booked)
    return {week for first, last in spans for week in range(first, last + 2)}
