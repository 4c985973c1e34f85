"""Public relations: events that earn contacts, product events, and the answer to a crisis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_by_region, executed_share
from mktsim.model.organisation.mechanisms.planning.programmes import Standing
from mktsim.model.organisation.mechanisms.timing import planning_window
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import CRISIS, WEEK_DAYS
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

PR_EVENT = Plan("pr_event", Standing)
CRISIS_ANSWER = Plan("crisis_answer", Standing)


class RunPublicRelations(Part, Mechanism[tuple[float, ...]]):
    """Hold events that people talk about; when a crisis strikes, answer it in public instead."""

    kind: Literal["run_public_relations"] = "run_public_relations"
    line_share: Annotated[float, Ge(0), Le(0.2), Unit("share of the advertising line"), Source("assumption")] = 0.005
    """Money spent on an event."""
    earned_multiple: Annotated[float, Ge(0), Le(20), Unit("multiple"), Source("assumption")] = 1.5
    """Contacts that the money of an event earns, relative to paid media."""
    event_days: Annotated[float, Gt(0), Le(91), Unit("days"), Source("assumption")] = 14.0
    """Days for which an event is talked about."""
    answer_days: Annotated[float, Gt(0), Le(366), Unit("days"), Source("assumption")] = 91.0
    """Days for which an answer is kept up."""

    def draft(self, office: Office, work: Work) -> tuple[float, ...]:
        """Return the share of the scheme that is carried out, by region."""
        return tuple(float(share) for share in executed_by_region(office, work))

    def apply(self, office: Office, work: Work, draft: tuple[float, ...]) -> None:
        """Answer the crisis, or hold the event."""
        if work.set_off_by == CRISIS:
            self._answer(office, work, draft)
        else:
            self._hold(office, work, draft)

    def _answer(self, office: Office, work: Work, shares: tuple[float, ...]) -> None:
        answer = Standing(office.now + self.answer_days)
        office.put_plan(work, CRISIS_ANSWER, answer, work.duty.informs)
        office.levers.put(Lever.ANSWER, office.now, np.array(shares))
        office.note("crises_answered", 1.0)
        office.at(answer.last_day, partial(end_standing, office, work.owner, (CRISIS_ANSWER, answer)))

    def _hold(self, office: Office, work: Work, shares: tuple[float, ...]) -> None:
        wanted = self.line_share * float(office.ledger.approved[BudgetLine.ADVERTISING])
        money = min(wanted, max(office.ledger.available(BudgetLine.ADVERTISING), 0.0))
        if money <= 0.0:
            return
        office.ledger.book(office.now, Activity.EVENTS, work.owner, -money)
        weekly = money * 7.0 / self.event_days / office.scenario.brands[0].normal_advertising_money
        office.levers.put(Lever.EARNED, office.now, self.earned_multiple * weekly * np.array(shares))
        event = Standing(office.now + self.event_days)
        office.put_plan(work, PR_EVENT, event, work.duty.informs)
        office.at(event.last_day, partial(end_standing, office, work.owner, (PR_EVENT, event)))


LEVER_OF = {CRISIS_ANSWER: Lever.ANSWER, PR_EVENT: Lever.EARNED}
"""What each scheme holds in force."""


def end_standing(office: Office, owner: str, scheme: tuple[Plan[Standing], Standing]) -> None:
    """Let a scheme, by item and standing, end unless a later one goes on."""
    plan, standing = scheme
    if office.plan(owner, plan) == standing:
        lever = LEVER_OF[plan]
        office.levers.put(lever, office.now, np.zeros_like(office.levers.in_force(lever)))


@dataclass(frozen=True)
class Event:
    """One event."""

    week: int
    contacts: float
    """Contacts in that week, in weeks of normal media pressure."""


EVENTS = Plan("product_events", tuple[Event, ...])


class HoldEvents(Part, Mechanism[Event]):
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

    def apply(self, office: Office, work: Work, draft: Event) -> None:
        """Pay as far as the line allows and have the event announced with the campaigns."""
        wanted = self.line_share * float(office.ledger.approved[BudgetLine.ADVERTISING])
        money = min(wanted, max(office.ledger.available(BudgetLine.ADVERTISING), 0.0))
        office.ledger.book(office.now, Activity.EVENTS, work.duty.owner, -money)
        event = Event(draft.week, draft.contacts * (money / wanted if wanted > 0.0 else 0.0))
        coming = tuple(other for other in _events(office, work.duty.owner) if other.week * WEEK_DAYS >= office.now)
        office.put_plan(work, EVENTS, (*coming, event), work.duty.informs)


def _events(office: Office, agent: str) -> tuple[Event, ...]:
    return office.plan(agent, EVENTS) or ()


def event_contacts(office: Office, agent: str, week: int) -> float:
    """Return the contacts of the events in `week`, in weeks of normal media pressure."""
    return sum(event.contacts for event in _events(office, agent) if event.week == week)
