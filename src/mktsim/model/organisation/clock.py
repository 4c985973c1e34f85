"""Moments of the organisation on the common clock, in the model's order at equal times."""

from __future__ import annotations

from enum import IntEnum
from heapq import heappush
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from simpy import Environment

if TYPE_CHECKING:
    from collections.abc import Callable


class Order(IntEnum):
    """What goes first at equal times (MODEL.md 2); SimPy's priorities."""

    ARRIVALS = 0
    LEVERS = 1
    MARKET = 2
    REPORTS = 3
    WORK = 4


class Clock(Environment):
    """SimPy's environment, whose day is read without a Python call: nothing is asked more often."""

    now = property(attrgetter("_now"), doc="Day of the run.")


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
    book(env, day, order, Happening(call))


def book(env: Environment, day: float, order: Order, happening: Happening) -> None:
    """Have the callbacks of `happening` called on `day`, as `schedule` does."""
    now = env.now
    queue: list[Any] = env._queue  # noqa: SLF001 - by date, see above
    heappush(queue, (max(now, day), order, next(env._eid), happening))  # noqa: SLF001
