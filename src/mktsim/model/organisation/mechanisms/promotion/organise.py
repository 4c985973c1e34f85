"""Promotions organised: booked, started on the day in the outlets that execute them, ended."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.model.organisation.changes import depth_multiples
from mktsim.model.organisation.directions import PROMOTION_CHANGES, changes_known
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_by_region
from mktsim.model.organisation.mechanisms.planning.programmes import CHANNEL_FOLLOW_UP, reach_of
from mktsim.model.organisation.mechanisms.planning.regions import order_shares
from mktsim.model.organisation.mechanisms.pricing.set_price import clash
from mktsim.model.organisation.mechanisms.promotion.calendar import CALENDAR, REGIONAL, PlannedEvent, proposed
from mktsim.model.organisation.mechanisms.promotion.events import (
    BOOKED,
    BookedEvent,
    booked_events,
    item_share,
    put_in_force,
)
from mktsim.model.organisation.mechanisms.promotion.money import affordable_share, funds, pay
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.rules import PromotionEvent
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

_KEPT_DAYS = 60.0


class OrganisePromotions(Part, Mechanism[tuple[PlannedEvent, ...]]):
    """Prepare the promotions of the calendar that start before the horizon of the work."""

    kind: Literal["organise_promotions"] = "organise_promotions"
    ahead_days: Annotated[float, Ge(1), Le(180), Unit("days"), Source("assumption")] = 45.0
    """Promotions that start within these days are booked."""
    region_wait_days: Annotated[float, Ge(0), Le(60), Unit("days"), Source("assumption")] = 4.0
    """Days that a region waits for money when its funds are not approved."""
    region_lag_days: Annotated[float, Ge(0), Le(60), Unit("days"), Source("assumption")] = 3.0
    """Days that a region takes to turn a plan into its own work when nobody has given it a work order."""
    clash_loss: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), Source("assumption")] = 0.3
    """Outlets that do not execute a promotion which meets a new price list unannounced."""
    unsupervised_loss: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), Source("assumption")] = 0.2
    """Outlets that do not do what was agreed where nobody follows it up."""

    def draft(self, office: Office, work: Work) -> tuple[PlannedEvent, ...]:
        """Return the planned events that are due and not booked yet."""
        calendar = office.plan(work.duty.owner, CALENDAR)
        if calendar is None:
            return ()
        booked = {event.id for event in booked_events(office, work.duty.owner)}
        horizon = office.now + self.ahead_days
        events = (*calendar.events, *proposed(office, work.duty.owner))
        return tuple(p for p in events if p.event.first_day < horizon and p.id not in booked)

    def apply(self, office: Office, work: Work, draft: tuple[PlannedEvent, ...]) -> None:
        """Book each event; one that is prepared late runs its remaining days, one that is over is cancelled."""
        if not draft:
            return
        owner = work.duty.owner
        events = [self._book(office, work, planned) for planned in draft]
        recent = [event for event in booked_events(office, owner) if event.last_day > office.now - _KEPT_DAYS]
        office.put_plan(work, BOOKED, (*recent, *events), work.duty.informs)
        for event in events:
            if any(event.shares):
                office.at(min(event.starts), partial(self._start, office, work, event))
            running = {start for start, share in zip(event.starts, event.shares, strict=True) if share > 0.0}
            for day in sorted(running | {event.last_day}) if running else ():
                office.at(day, lambda: put_in_force(office, owner, booked_events(office, owner)))

    def _start(self, office: Office, work: Work, event: BookedEvent) -> None:
        """Begin an event; where it meets a new price list unannounced, outlets that must relabel leave it out."""
        owner = work.duty.owner
        office.note("promotions_started", 1.0)
        office.note("promotion_items", item_share(office, owner, event))
        met = clash(office, owner, office.now)
        if met <= 0.0:
            return
        office.note("shelf_conflicts", met)
        fewer = replace(event, shares=tuple(share * (1.0 - self.clash_loss * met) for share in event.shares))
        booked = tuple(fewer if other.id == event.id else other for other in booked_events(office, owner))
        office.put_plan(work, BOOKED, booked, ())

    def _book(self, office: Office, work: Work, planned: PlannedEvent) -> BookedEvent:
        """Return an event as it will run, its money committed and its start scheduled for payment."""
        event, owner = planned.event, work.duty.owner
        changes = changes_known(office, owner, PROMOTION_CHANGES)
        multiples = depth_multiples(office.scenario, event, changes) if changes else ()
        if multiples:
            event = replace(event, depth=event.depth * float(np.mean(multiples)))
        last = event.first_day + event.days
        unseen = 1.0 - reach_of(office, owner, CHANNEL_FOLLOW_UP)
        shares = executed_by_region(office, work) * (1.0 - self.unsupervised_loss * unseen)
        if event.regions:
            shares *= np.isin(np.arange(len(shares)), event.regions)
        waits = self._waits(office, owner, event.first_day) + self._lags(office, owner)
        starts = np.maximum(event.first_day, office.now) + waits
        runs = (last - starts > 0.0) & (shares > 0.0)
        if multiples:
            runs &= np.array(multiples).any(axis=1)
        booked = BookedEvent(
            id=planned.id,
            first_day=event.first_day,
            starts=tuple(float(day) for day in starts),
            last_day=last,
            depth=planned.event.depth,
            multiples=multiples,
            shares=tuple(float(share) for share in np.where(runs, shares, 0.0)),
            mechanics=event.mechanics,
            agreed=tuple(float(agreed) for agreed in runs),
        )
        if not runs.any():
            office.log("cancelled", work, planned.id)
            return booked
        affordable = affordable_share(office, owner, event)
        booked = replace(
            booked,
            shares=tuple(share * affordable for share in booked.shares),
            agreed=tuple(agreed * affordable for agreed in booked.agreed),
        )
        booked = replace(booked, committed_money=pay(office, work, event, booked))
        _note_execution(office, event, booked)
        return booked

    def _waits(self, office: Office, owner: str, day: float) -> NDArray[np.float64]:
        """Return the days that each region waits for its funds, shape (R,)."""
        if not office.execution.late:
            return np.zeros(office.sizes.regions)
        for released in funds(office, owner):
            if released.first_day <= day < released.last_day:
                return self.region_wait_days * (1.0 - np.array(released.by_region))
        return np.full(office.sizes.regions, self.region_wait_days)

    def _lags(self, office: Office, owner: str) -> NDArray[np.float64]:
        """Return the days that each region takes to put a plan to work, shape (R,)."""
        if not office.execution.late:
            return np.zeros(office.sizes.regions)
        return self.region_lag_days * (1.0 - order_shares(office, owner))


def _note_execution(office: Office, event: PromotionEvent, booked: BookedEvent) -> None:
    """Note how much of an event runs: outlets times days, relative to all outlets over its planned days."""
    shares = np.array(booked.shares)
    running = np.clip(booked.last_day - np.array(booked.starts), 0.0, event.days) / event.days
    reached = shares > 0.0
    done = float((shares * running)[reached].mean()) if reached.any() else 0.0
    office.note("promotion_execution", done)
    late = np.array(booked.starts) - booked.first_day
    office.note("region_lag_days", float(late[reached].mean()) if reached.any() else 0.0)
    office.note("promotions_run", 1.0)
    if event.name == REGIONAL:
        office.note("regional_promotions", 1.0)
