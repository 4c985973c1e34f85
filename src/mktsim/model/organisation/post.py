"""The post: messages hop along the quickest path, cost their readers time, and may leak or expire.

What goes to several receivers over the same link goes in one cover: it has the same luck there, and is opened
once; its attention, counts and risks are those of as many messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log1p
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge, Le

from mktsim.model.organisation.clock import Happening, Order, book
from mktsim.model.organisation.inbox import Entry, Inbox, Kind
from mktsim.model.organisation.levels import LevelBoard
from mktsim.model.organisation.luck import WorkLuck, second
from mktsim.model.organisation.staffing import Job, Pool, Staffing
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from simpy import Environment

    from mktsim.calendar import Calendar
    from mktsim.inputs.cell import Execution
    from mktsim.model.organisation.graph import Graph, Link
    from mktsim.model.organisation.tally import Tally
    from mktsim.model.organisation.work import Work

READING = 1
"""Rank of reading a message in the queue: it is short, and comes before new work is begun."""
EXPIRY_DAYS: Annotated[float, Ge(1), Le(365), Unit("days"), Source("assumption")] = 28.0
"""A message that has waited longer in a queue is thrown away unread."""
SITTING_DAYS: Annotated[float, Ge(0), Le(5), Unit("working days"), Source("assumption")] = 0.25
"""Mail that waits is read in sittings of about this length."""

Parcels = dict[str, list[Entry]]
"""Entries by receiver."""


@dataclass(frozen=True)
class Surroundings:
    """What the engine's parts share."""

    env: Environment
    calendar: Calendar
    execution: Execution
    graph: Graph
    luck: WorkLuck
    levels: LevelBoard
    staffing: Staffing
    inbox: Inbox
    tally: Tally
    on_leak: Callable[[str], None]
    everybody_near: bool
    """Whether agents and edges do not matter."""


class Message(Happening):
    """Something under way from one agent to others; on the clock it is its own arrival."""

    __slots__ = ("arrived", "days", "link", "parcels", "row", "then", "variance", "work")

    def __init__(self, work: Work, row: list[float], parcels: Parcels) -> None:
        self.work = work
        self.row = row
        """Luck of the work that it comes of."""
        self.parcels = parcels
        self.then: Callable[[], None] | None = None
        """Called on arrival, in place of reading."""
        self.variance = 0.0
        """Added on its way so far, relative to prior variance."""
        self.days = 0.0
        """Working days on the present link."""
        self.arrived = 0.0
        """Day on which it came to the end of the present link."""
        self.link: Link


class _Sitting(Job):
    """Reading of the messages that wait in a pool, once somebody is free."""

    __slots__ = ("messages",)

    def __init__(self, pool: Pool, done: Callable[[Job], None]) -> None:
        super().__init__((pool,), READING, 0.0, done)
        self.messages: list[Message] = []

    def takes(self, days: float) -> bool:
        """Tell whether a message of `days` can be added."""
        return self.started == inf and (not self.messages or self.days + days <= SITTING_DAYS)

    def add(self, message: Message, days: float) -> None:
        """Have a message read in this sitting as well."""
        self.messages.append(message)
        self.days += days
        self.left += days


class Post:
    """Carries messages of work between agents."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._env, self._inbox, self._levels = around.env, around.inbox, around.levels
        self._routes = around.graph.next
        self._late, self._silent = around.execution.late, around.luck.silent
        self._arrivals: list[Callable[[object], None]] = [self.arrived]
        self._sittings: dict[Pool, _Sitting] = {}

    def send(self, work: Work, parcels: Parcels) -> None:
        """Send each receiver its entries; whom no path leads to does not get them."""
        if not parcels:
            return
        if self._around.everybody_near:
            for receiver, entries in parcels.items():
                if receiver != work.owner:
                    self._inbox.deliver(receiver, entries, work)
            return
        self._forward(work.owner, Message(work, self._around.luck.of(work), parcels))

    def carry(self, work: Work, ends: tuple[str, str], then: Callable[[], None]) -> None:
        """Take a plan from one agent to another, and call `then` when it is there; ends must be joined."""
        if ends[0] == ends[1]:
            then()
            return
        entries = [Entry(Kind.ITEM, name, None) for name in work.duty.gives[:1]]
        message = Message(work, self._around.luck.of(work), {ends[1]: entries})
        message.then = then
        self._hop(message, self._around.graph.next[ends])

    def _forward(self, at: str, message: Message) -> None:
        """Put what is for others than `at` on its way, one cover a link."""
        covers: dict[Link, Parcels] = {}
        for receiver, entries in message.parcels.items():
            link = self._routes.get((at, receiver))
            if link is not None:
                parcels = covers.get(link)
                if parcels is None:
                    covers[link] = {receiver: entries}
                else:
                    parcels[receiver] = entries
        for link, parcels in covers.items():
            cover = Message(message.work, message.row, parcels)
            cover.then, cover.variance = message.then, message.variance
            self._hop(cover, link)

    def _hop(self, message: Message, link: Link) -> None:
        """Put a message on a link of its way."""
        message.link = link
        if not self._late:
            self.arrived(message)
            return
        env = self._env
        now = env.now
        days = link.delay_days * self._levels.effects(now).delay
        if not self._silent:
            days *= -log1p(-message.row[link.column])
        message.days = days
        message.callbacks = self._arrivals
        book(env, self._around.calendar.add_work(now, days), Order.WORK, message)

    def arrived(self, message: object) -> None:
        """Hand a message over: it may leak, and waits until its receiver has time."""
        if not isinstance(message, Message):
            return
        around, link, count = self._around, message.link, len(message.parcels)
        link.messages += count
        link.spent_days += message.days * count
        if link.leak > 0.0 and around.execution.unexecuted:
            self._perhaps_leak(message, link)
        if link.variance > 0.0:
            message.variance += link.variance * self._levels.effects(self._env.now).blur
        days = link.attention_days * count
        if self._late and days > 0.0 and (message.then is None or link.receiver not in message.parcels):
            pool = around.staffing.pool(link.receiver)
            if not around.staffing.glance(pool, days):
                self._wait(message, pool, days)
                return
        self._go_on(message)

    def _wait(self, message: Message, pool: Pool, days: float) -> None:
        """Put a message with others that wait for somebody to read them."""
        message.arrived = self._around.env.now
        sitting = self._sittings.get(pool)
        if sitting is not None and sitting.takes(days):
            sitting.add(message, days)
            return
        sitting = self._sittings[pool] = _Sitting(pool, self._read)
        sitting.add(message, days)
        self._around.staffing.submit(sitting)

    def _read(self, sitting: Job) -> None:
        """Act on messages that have been read, unless they had waited too long."""
        if not isinstance(sitting, _Sitting):
            return
        for message in sitting.messages:
            if message.then is None and sitting.started - message.arrived > EXPIRY_DAYS:
                around = self._around
                around.tally.log(around.env.now, "expired", message.work, message.link.receiver)
            else:
                self._go_on(message)

    def _go_on(self, message: Message) -> None:
        """Give a message's reader what is for it, and send the rest on."""
        work, link, then = message.work, message.link, message.then
        at = link.receiver
        entries = message.parcels.pop(at, None)
        if message.parcels:
            self._forward(at, message)
        if entries is None:
            return
        if then is not None:
            then()
            return
        tally = self._around.tally
        if tally.events is not None:
            tally.log(self._env.now, "received", work, at)
        self._inbox.deliver(at, entries, work, (message.variance, -1.0 if self._silent else message.row[link.column]))

    def _perhaps_leak(self, message: Message, link: Link) -> None:
        """Let a plan become known to rivals."""
        around = self._around
        chance = link.leak * (1.0 - around.levels.effects(around.env.now).confidentiality)
        if second(message.row[link.column]) >= chance:
            return
        for entries in message.parcels.values():
            plans = [entry.name for entry in entries if entry.kind is Kind.ITEM]
            if plans:
                link.leaks += 1
                around.tally.log(around.env.now, "leaked", message.work, plans[0])
                around.on_leak(plans[0])
