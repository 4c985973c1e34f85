"""Product and public-relations events."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.timing import planning_window
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

EVENTS = "product_events"


@dataclass(frozen=True)
class Event:
    """One event."""

    week: int
    contacts: float
    """Contacts in that week, in weeks of normal media pressure."""


class HoldEvents(Part):
    """Plan an event with press and public and hold it in the week in which its period begins."""

    kind: Literal["hold_events"] = "hold_events"
    line_share: Annotated[float, Ge(0), Le(0.2), Unit("share of the advertising line"), Source("assumption")] = 0.01
    """Money of one event."""
    reported: Annotated[float, Ge(0), Le(20), Unit("multiple"), Source("assumption")] = 1.5
    """Contacts for the money relative to media that are paid for: events are reported."""
    ready_days: Annotated[float, Ge(0), Le(180), Unit("days"), Source("assumption")] = 14.0
    """Least notice of an event."""

    def draft(self, office: Office, work: Work) -> Event:
        """Return the event with the contacts of those who come, as if paid in full."""
        notice = self.ready_days if office.execution.late else 0.0
        day = max(planning_window(office, work).first, office.now + notice)
        normal = office.scenario.brands[0].normal_advertising_money
        money = self.line_share * float(office.ledger.approved[BudgetLine.ADVERTISING])
        return Event(math.ceil(day / WEEK_DAYS), self.reported * money / normal * executed_share(office, work))

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Pay as far as the line allows and have the event announced with the campaigns."""
        if not isinstance(draft, Event):
            return
        wanted = self.line_share * float(office.ledger.approved[BudgetLine.ADVERTISING])
        money = min(wanted, max(office.ledger.available(BudgetLine.ADVERTISING), 0.0))
        office.ledger.book(office.now, Activity.EVENTS, work.duty.owner, -money)
        event = Event(draft.week, draft.contacts * (money / wanted if wanted > 0.0 else 0.0))
        coming = tuple(other for other in _events(office, work.duty.owner) if other.week * WEEK_DAYS >= office.now)
        office.put_item(work, EVENTS, (*coming, event), work.duty.informs)


def _events(office: Office, agent: str) -> tuple[Event, ...]:
    held = office.item(agent, EVENTS, ())
    return held if isinstance(held, tuple) else ()


def event_contacts(office: Office, agent: str, week: int) -> float:
    """Return the contacts of the events in `week`, in weeks of normal media pressure."""
    return sum(event.contacts for event in _events(office, agent) if event.week == week)
