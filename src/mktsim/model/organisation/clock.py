"""Moments of the organisation on the common clock, in the model's order at equal times."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import TYPE_CHECKING

from simpy.events import Event

if TYPE_CHECKING:
    from collections.abc import Callable

    from simpy import Environment


class Order(IntEnum):
    """What goes first at equal times (MODEL.md 2); SimPy's priorities."""

    ARRIVALS = 0
    LEVERS = 1
    MARKET = 2
    REPORTS = 3
    WORK = 4


class Moment:
    """A call at a day of the run, which can be cancelled until then."""

    __slots__ = ("_call",)

    def __init__(self, call: Callable[[], None]) -> None:
        self._call: Callable[[], None] | None = call

    def cancel(self) -> None:
        """Do not call after all."""
        self._call = None

    def happen(self, event: Event) -> None:
        """Call, unless cancelled."""
        del event
        if self._call is not None:
            self._call()


def schedule(env: Environment, day: float, order: Order, call: Callable[[Event], None]) -> None:
    """Have `call` called on `day` (now, when that has passed), among others of the day in `order`."""
    now = env.now
    delay = day - now
    if delay < 0.0:
        delay = 0.0
    elif now + delay != day:
        # A rounding error here would put a change on the wrong side of the market's weekly close.
        up = math.nextafter(delay, math.inf)
        delay = up if now + up == day else math.nextafter(delay, 0.0)
    event = Event(env)
    event._ok = True  # noqa: SLF001 - what Timeout does, with a priority of our own
    event._value = None  # noqa: SLF001
    event.callbacks.append(call)
    env.schedule(event, order, delay)  # type: ignore[arg-type]
