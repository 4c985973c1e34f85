"""Regional sales read for weakness, and what promotion could do about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.mechanisms.plan_promotions import region_gap
from mktsim.model.organisation.mechanisms.plans import PlannedEvent, PromotionCalendar
from mktsim.model.organisation.mechanisms.promotions import CALENDAR, REGIONAL
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

REGIONAL_REPORT = "regional_report"


@dataclass(frozen=True)
class RegionalReport:
    """How regions stand, and what is proposed for the weakest."""

    day: float
    gaps: tuple[float, ...]
    """Shortfall of each region's share of sales against target."""
    proposal: PlannedEvent | None
    """A promotion for the region furthest behind; None when no region is far behind."""


class ProposeRegions(Part):
    """Propose that the region furthest behind target goes on with the next promotion for some days more."""

    kind: Literal["propose_regions"] = "propose_regions"
    threshold: Annotated[float, Ge(0), Le(1), Unit("share of target"), Source("assumption")] = 0.05
    """Shortfall of a region's share of sales from which on it gets a proposal."""
    further_days: Annotated[float, Gt(0), Le(90), Unit("days"), Source("assumption")] = 7.0
    """Days by which the promotion goes on in that region."""
    ahead_days: Annotated[float, Ge(7), Le(180), Unit("days"), Source("assumption")] = 30.0
    """Notice that the region needs."""

    def draft(self, office: Office, work: Work) -> RegionalReport:
        """Return how regions stand with the proposal."""
        gaps = region_gap(office, work.duty.owner)
        return RegionalReport(office.now, gaps, self._proposal(office, work.duty.owner, gaps))

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Hand the report to those who organise promotions."""
        if isinstance(draft, RegionalReport):
            office.put_item(work, REGIONAL_REPORT, draft, work.duty.informs)

    def _proposal(self, office: Office, owner: str, gaps: tuple[float, ...]) -> PlannedEvent | None:
        """Return the next promotion carried on in the weakest region; None without need or promotion."""
        worst = max(range(len(gaps)), key=lambda region: (gaps[region], -region))
        calendar = office.item(owner, CALENDAR, None)
        if gaps[worst] <= self.threshold or not isinstance(calendar, PromotionCalendar):
            return None
        notice = office.now + (self.ahead_days if office.execution.late else 0.0)
        coming = (p for p in calendar.events if p.event.first_day >= notice and not p.event.regions)
        base = next(coming, None)
        if base is None:
            return None
        event = replace(
            base.event,
            first_day=base.event.first_day + base.event.days,
            days=self.further_days,
            regions=(worst,),
            name=REGIONAL,
        )
        return PlannedEvent(f"{base.id}.{REGIONAL}", event)


def proposed(office: Office, agent: str) -> tuple[PlannedEvent, ...]:
    """Return the promotion that a region's weakness asks for and that is not over, as the agent has it."""
    report = office.item(agent, REGIONAL_REPORT, None)
    planned = report.proposal if isinstance(report, RegionalReport) else None
    if planned is None or planned.event.first_day + planned.event.days <= office.now:
        return ()
    return (planned,)
