"""Triggers of work: the calendar, perceived stages, messages, the opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.calendar import Cadence, period_starts
from mktsim.inputs.duty import OnCalendar, OnMessage, OnOpening, OnStage, Period
from mktsim.kept import ByIdentity
from mktsim.model.organisation.clock import Order, schedule
from mktsim.model.world import WEEK_DAYS

if TYPE_CHECKING:
    from mktsim.calendar import Calendar
    from mktsim.inputs.duty import Duty
    from mktsim.model.organisation.cards import Card
    from mktsim.model.organisation.engine_parts import EngineParts
    from mktsim.model.organisation.flow import Flow
    from mktsim.model.organisation.work import Work

INTERVAL_DAYS = {Period.WEEK: 7.0, Period.MONTH: 30.0, Period.QUARTER: 91.0, Period.YEAR: 364.0}
"""Longest intervals between two firings of a stage trigger, days."""
_CADENCE = {Period.MONTH: Cadence.MONTH, Period.QUARTER: Cadence.QUARTER, Period.YEAR: Cadence.YEAR}
_LONGEST_LEAD = 181
_AGENDAS: ByIdentity[list[tuple[float, list[int]]]] = ByIdentity(16)


class Triggers:
    """Sets duties off; one clock walks an agenda of the days on which the calendar does."""

    def __init__(self, parts: EngineParts, flow: Flow, cards: dict[str, Card], weeks: tuple[int, int]) -> None:
        """Cover weeks [first, last) of `weeks`."""
        self._parts = parts
        self._flow = flow
        self._cards = sorted(cards.values(), key=lambda card: card.order)
        self._first_day, self._last_day = weeks[0] * WEEK_DAYS, weeks[1] * WEEK_DAYS
        self._listeners: dict[str, dict[str, list[Card]]] = {}
        self._by_stage: dict[str, list[tuple[Card, float]]] = {}
        self._set_off: set[tuple[str, str]] = set()
        self._set_off_day = float("-inf")
        for card in self._cards:
            self._listen(card)
        parts.inbox.awaited, parts.inbox.on_message = self._listeners, self.message
        parts.inbox.stages.on_entry = self.stage_entered
        self._agenda = self._agenda_days()
        self._next = 0

    @property
    def stage_owners(self) -> tuple[str, ...]:
        """Agents with duties that a stage sets off."""
        return tuple(self._by_stage)

    def start(self) -> None:
        """Book the opening and the calendar's first day."""
        schedule(self._parts.env, self._first_day, Order.WORK, self._open)

    def message(self, agent: str, name: str, work: Work) -> None:
        """Set off what waits for a topic or plan; what waits already is not set off twice."""
        listeners = self._listeners.get(agent, {}).get(name, ())
        now = self._parts.env.now
        if now != self._set_off_day:
            self._set_off_day = now
            self._set_off.clear()
        for card in listeners:
            key = (card.id, work.subject)
            if card.duty is work.duty or work.subject in card.waiting:
                continue
            if not self._parts.execution.late:
                if key in self._set_off:
                    continue
                self._set_off.add(key)
            self._flow.begin(card, work.subject, name, work.origin)

    def stage_entered(self, agent: str, stage: int) -> None:
        """Set off what an agent does on entering a stage, as it perceives it."""
        tally = self._parts.tally
        if tally.events is not None:
            tally.note(self._parts.env.now, agent, str(stage))
        for card, every in self._by_stage.get(agent, ()):
            self._begin_stage(card, every)

    def waiting_for(self, name: str) -> tuple[Card, ...]:
        """Return the duties that a topic, plan or piece of news sets off, whoever owns them."""
        return tuple(card for listeners in self._listeners.values() for card in listeners.get(name, ()))

    def _listen(self, card: Card) -> None:
        for trigger in (card.duty.trigger, *card.duty.also):
            if isinstance(trigger, OnMessage):
                self._listeners.setdefault(card.owner, {}).setdefault(trigger.topic, []).append(card)
            elif isinstance(trigger, OnStage):
                self._by_stage.setdefault(card.owner, []).append((card, INTERVAL_DAYS[trigger.every]))

    def _open(self, event: object) -> None:
        """Set off what the opening does; every stage duty begins with the stage perceived at the opening."""
        del event
        staged = {card.id: every for pairs in self._by_stage.values() for card, every in pairs}
        for card in self._cards:
            if card.id in staged:
                self._begin_stage(card, staged[card.id])
            elif any(isinstance(t, OnOpening) for t in (card.duty.trigger, *card.duty.also)):
                self._flow.begin(card, "", "opening")
        self._flow.drain()
        if self._agenda:
            schedule(self._parts.env, self._agenda[0][0], Order.WORK, self._tick)

    def _begin_stage(self, card: Card, every: float) -> None:
        now = self._parts.env.now
        if card.last_set_off == now:
            return
        self._flow.begin(card, "", "stage", int(every * (now // every) // WEEK_DAYS))

        def again(event: object) -> None:
            del event
            if card.last_set_off == now:
                self._begin_stage(card, every)
                self._flow.drain()

        if now + every < self._last_day:
            schedule(self._parts.env, now + every, Order.WORK, again)

    def _tick(self, event: object) -> None:
        """Set off everything that the calendar has on this day."""
        del event
        day, entries = self._agenda[self._next]
        late = self._parts.execution.late
        waiting = [card for card in entries if card.waits_for_message]
        for card in entries:
            if not card.waits_for_message:
                self._flow.begin(card, "", "calendar")
        self._flow.drain()
        for card in waiting:
            if late:
                self._fall_back_later(card, day)
            elif card.last_set_off < day:
                self._flow.begin(card, "", "calendar")
                self._flow.drain()
        self._next += 1
        if self._next < len(self._agenda):
            schedule(self._parts.env, self._agenda[self._next][0], Order.WORK, self._tick)

    def _fall_back_later(self, card: Card, day: float) -> None:
        """Begin without the message when none has come by the deadline."""

        def look(event: object) -> None:
            del event
            if card.last_set_off < day:
                self._flow.begin(card, "", "calendar", int(day // WEEK_DAYS))

        deadline = self._parts.calendar.add_work(day, card.duty.deadline_days)
        schedule(self._parts.env, deadline, Order.WORK, look)

    def _agenda_days(self) -> list[tuple[float, list[Card]]]:
        """Return (day, cards set off) in order of time, cards in order of need."""
        duties = tuple(card.duty for card in self._cards)
        calendar, span = self._parts.calendar, (int(self._first_day), int(self._last_day))
        agenda = _AGENDAS.of((calendar, *duties), lambda: _agenda(duties, calendar, span), span)
        return [(day, [self._cards[place] for place in places]) for day, places in agenda]


def _agenda(duties: tuple[Duty, ...], calendar: Calendar, span: tuple[int, int]) -> list[tuple[float, list[int]]]:
    """Return (day, places of the duties set off) over the days of `span`, in order of time."""
    days: dict[float, list[int]] = {}
    for place, duty in enumerate(duties):
        for trigger in (duty.trigger, *duty.also):
            if isinstance(trigger, OnCalendar):
                for start in _starts(calendar, trigger.every, span):
                    day = start - trigger.lead_days
                    if span[0] <= day < span[1]:
                        days.setdefault(day, []).append(place)
    return sorted(days.items(), key=_day)


def _starts(calendar: Calendar, every: Period, span: tuple[int, int]) -> list[float]:
    """Return starts of periods whose lead may reach into `span`, days."""
    first, last = span[0], span[1] + _LONGEST_LEAD
    if every is Period.WEEK:
        return [float(day) for day in range(first, last, int(WEEK_DAYS))]
    return [float(day) for day in period_starts(calendar, _CADENCE[every], first, last)]


def _day(entry: tuple[float, list[int]]) -> float:
    return entry[0]
