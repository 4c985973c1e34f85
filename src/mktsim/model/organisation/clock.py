"""Moments of the organisation on the common clock, in the model's order at equal times."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from heapq import heappop, heappush
from operator import attrgetter
from typing import Any

from simpy import Environment


class Order(IntEnum):
    """Order of events at equal times as SimPy's priorities."""

    ARRIVALS = 0
    LEVERS = 1
    MARKET = 2
    REPORTS = 3
    WORK = 4


class Clock(Environment):
    """SimPy's environment, whose day is read without a Python call: nothing is asked more often."""

    now = property(attrgetter("_now"), doc="Day of the run.")

    def go_to(self, day: float) -> None:
        """Let all happen that is due before `day`; as `run` does, without asking whether an event has failed."""
        queue: list[Any] = self._queue
        while queue and queue[0][0] < day:
            self._now, _, _, event = heappop(queue)
            callbacks, event.callbacks = event.callbacks, None
            for callback in callbacks:
                callback(event)
        self._now = day


class Moment:
    """A call at a day of the run, which can be cancelled until then."""

    __slots__ = ("_call",)

    def __init__(self, call: Callable[[], None]) -> None:
        self._call: Callable[[], None] | None = call

    def cancel(self) -> None:
        """Do not call after all."""
        self._call = None

    def happen(self, event: object) -> None:
        """Call, unless cancelled."""
        del event
        if self._call is not None:
            self._call()


class Happening:
    """As much of a SimPy event as its clock asks for; a third of the time of a `Timeout`.

    What waits for a day (a job, a message) is one itself, so that nothing is made just to call it.
    """

    __slots__ = ("callbacks",)
    _ok = True
    _value = None
    callbacks: list[Callable[[object], None]] | None

    def __init__(self, call: Callable[[object], None]) -> None:
        self.callbacks = [call]


def schedule(env: Environment, day: float, order: Order, call: Callable[[object], None]) -> None:
    """Have `call` called on `day` (now, when that has passed), among others of the day in `order`.

    It goes into SimPy's queue by its date: a delay added to the clock would round, and could put a change on the
    wrong side of the market's weekly close.
    """
    now = env.now
    queue, number = agenda(env)
    heappush(queue, (max(now, day), order, number(), Happening(call)))


class Scheduler:
    """Calls on days of the run and at the start of weeks; what they make ready is then worked on."""

    def __init__(self, env: Environment) -> None:
        """Begin with nothing scheduled."""
        self._env = env
        self._weekly: list[Callable[[], None]] = []
        self.then: Callable[[], None] = _nothing
        """Called after what has happened on a day, or at the start of a week."""

    def at(self, day: float, call: Callable[[], None]) -> Moment:
        """Call on `day`, before the market; at once when the day has come. The handle can be cancelled."""
        if day <= self._env.now:
            call()
            return Moment(_nothing)

        def call_and_go_on() -> None:
            call()
            self.then()

        moment = Moment(call_and_go_on)
        schedule(self._env, day, Order.LEVERS, moment.happen)
        return moment

    def every_week(self, call: Callable[[], None]) -> None:
        """Call at the start of each week from the next one on, in the order of registration."""
        self._weekly.append(call)

    def open_week(self) -> None:
        """Have happen what a week begins with."""
        for call in tuple(self._weekly):
            call()
        self.then()


def _nothing() -> None:
    """Do nothing."""


Agenda = tuple[list[tuple[float, Order, int, "Happening"]], Callable[[], int]]


def agenda(env: Environment) -> Agenda:
    """Return the clock's queue and what numbers its entries, for who books happenings by the thousand.

    An entry is (day, order, number, happening); its day must not have passed.
    """
    queue: Any = env._queue  # noqa: SLF001 - by date, see `schedule`
    return queue, env._eid.__next__  # noqa: SLF001
