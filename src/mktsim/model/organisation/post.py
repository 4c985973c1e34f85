"""The post: messages hop along the quickest path, cost their readers time, and may leak or expire.

What goes to several receivers over the same link goes in one cover: it has the same random inputs there, and is opened
once; its attention, counts and risks are those of as many messages.
"""

from __future__ import annotations

from heapq import heappush
from math import inf, log1p
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge, Le

from mktsim.model.organisation.clock import Happening, Order, agenda
from mktsim.model.organisation.inbox import Entry, Kind
from mktsim.model.organisation.staffing import Job, Pool
from mktsim.model.organisation.work_streams import second
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from mktsim.model.organisation.engine_parts import EngineParts
    from mktsim.model.organisation.graph import Link, Receivers
    from mktsim.model.organisation.work import Work

READING = 1
"""Rank of reading a message in the queue: it is short, and comes before new work is begun."""
EXPIRY_DAYS: Annotated[float, Ge(1), Le(365), Unit("days"), Source("assumption")] = 28.0
"""A message that has waited longer in a queue is thrown away unread."""
SITTING_DAYS: Annotated[float, Ge(0), Le(5), Unit("working days"), Source("assumption")] = 0.25
"""Mail that waits is read in sittings of about this length."""

_AT_WORK = Order.WORK
Parcels = dict[str, list[Entry]]
"""Entries by receiver."""


class Message(Happening):
    """Something under way from one agent to others; on the clock it is its own arrival."""

    __slots__ = ("arrived", "days", "link", "parcels", "receivers", "row", "then", "variance", "work")

    def __init__(self, work: Work, row: list[float], parcels: Parcels, receivers: Receivers) -> None:
        self.work = work
        self.row = row
        """Random numbers of the work that it comes of."""
        self.parcels = parcels
        """What is for whom; shared by all covers that come of one message."""
        self.receivers = receivers
        """Those whom this cover is for."""
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

    def __init__(self, parts: EngineParts) -> None:
        self._parts = parts
        self._env, self._inbox, self._levels = parts.env, parts.inbox, parts.levels
        self._staffing, self._add_work = parts.staffing, parts.calendar.done
        self._late, self._silent = parts.execution.late, parts.luck.silent
        self._leaky = parts.execution.unexecuted
        self._queue, self._number = agenda(parts.env)
        self._readers: dict[str, Pool] = {}
        """Who reads an agent's mail."""
        self._arrivals: list[Callable[[object], None]] = [self.arrived]
        self._sittings: dict[Pool, _Sitting] = {}

    def send(self, work: Work, parcels: Parcels) -> None:
        """Send each receiver its entries; whom no path leads to does not get them."""
        if not parcels:
            return
        if self._parts.everybody_near:
            for receiver, entries in parcels.items():
                if receiver != work.owner:
                    self._inbox.deliver(receiver, entries, work)
            return
        receivers = tuple(parcels)
        self._forward(work.owner, Message(work, self._parts.luck.of(work), parcels, receivers), receivers)

    def carry(self, work: Work, ends: tuple[str, str], then: Callable[[], None]) -> None:
        """Take a plan from one agent to another, and call `then` when it is there; ends must be joined."""
        sender, receiver = ends
        if sender == receiver:
            then()
            return
        entries = [Entry(Kind.ITEM, name, None) for name in work.duty.gives[:1]]
        message = Message(work, self._parts.luck.of(work), {receiver: entries}, (receiver,))
        message.then = then
        self._hop(message, self._parts.graph.next[ends])

    def _forward(self, at: str, message: Message, receivers: Receivers) -> None:
        """Put what is for others than `at` on its way, one cover a link."""
        for link, reached in self._parts.graph.branches(at, receivers):
            cover = Message(message.work, message.row, message.parcels, reached)
            cover.then, cover.variance = message.then, message.variance
            self._hop(cover, link)

    def _hop(self, message: Message, link: Link) -> None:
        """Put a message on a link of its way."""
        message.link = link
        if not self._late:
            self.arrived(message)
            return
        now = self._env.now
        days = link.delay_days * self._levels.effects(now).delay
        if not self._silent:
            days *= -log1p(-message.row[link.column])
        message.days = days
        message.callbacks = self._arrivals
        heappush(self._queue, (max(now, self._add_work(now, days)), _AT_WORK, self._number(), message))

    def arrived(self, message: object) -> None:
        """Hand a message over: it may leak, and waits until its receiver has time."""
        if not isinstance(message, Message):
            return
        link, count = message.link, len(message.receivers)
        link.messages += count
        link.spent_days += message.days * count
        if link.leak > 0.0 and self._leaky:
            self._perhaps_leak(message, link)
        if link.variance > 0.0:
            message.variance += link.variance * self._levels.effects(self._env.now).blur
        days = link.attention_days * count
        if self._late and days > 0.0 and (message.then is None or link.receiver not in message.receivers):
            pool = self._readers.get(link.receiver) or self._reader(link.receiver)
            if not self._staffing.glance(pool, days):
                self._wait(message, pool, days)
                return
        self._go_on(message)

    def _reader(self, agent: str) -> Pool:
        pool = self._readers[agent] = self._staffing.pool(agent)
        return pool

    def _wait(self, message: Message, pool: Pool, days: float) -> None:
        """Put a message with others that wait for somebody to read them."""
        message.arrived = self._env.now
        sitting = self._sittings.get(pool)
        if sitting is not None and sitting.takes(days):
            sitting.add(message, days)
            return
        sitting = self._sittings[pool] = _Sitting(pool, self._read)
        sitting.add(message, days)
        self._staffing.submit(sitting)

    def _read(self, sitting: Job) -> None:
        """Act on messages that have been read, unless they had waited too long."""
        if not isinstance(sitting, _Sitting):
            return
        for message in sitting.messages:
            if message.then is None and sitting.started - message.arrived > EXPIRY_DAYS:
                parts = self._parts
                parts.tally.log(parts.env.now, "expired", message.work, message.link.receiver)
            else:
                self._go_on(message)

    def _go_on(self, message: Message) -> None:
        """Give a message's reader what is for it, and send the rest on."""
        link, receivers = message.link, message.receivers
        at = link.receiver
        if at not in receivers:
            self._forward(at, message, receivers)
            return
        if len(receivers) > 1:
            self._forward(at, message, receivers)
        if message.then is not None:
            message.then()
            return
        tally = self._parts.tally
        if tally.events is not None:
            tally.log(self._env.now, "received", message.work, at)
        blur = message.variance, -1.0 if self._silent else message.row[link.column]
        self._inbox.deliver(at, message.parcels[at], message.work, blur)

    def _perhaps_leak(self, message: Message, link: Link) -> None:
        """Let a plan become known to rivals."""
        parts = self._parts
        chance = link.leak * (1.0 - parts.levels.effects(parts.env.now).confidentiality)
        if second(message.row[link.column]) >= chance:
            return
        for receiver in message.receivers:
            plans = [entry for entry in message.parcels[receiver] if entry.kind is Kind.ITEM]
            if plans:
                link.leaks += 1
                parts.tally.log(parts.env.now, "leaked", message.work, plans[0].name)
                for plan in plans:
                    parts.on_leak(plan.name, plan.value)


class Outbox:
    """Results of a piece of work: its owner has them at once, others by one message each when the work is done.

    Who hands a plan over says what it thinks of the matters that it rests on.
    """

    def __init__(self, parts: EngineParts, post: Post) -> None:
        self._inbox, self._knowledge, self._env = parts.inbox, parts.inbox.knowledge, parts.env
        self._talks = parts.execution.misinformed
        self._post = post
        self._parcels: Parcels | None = None

    def open(self) -> None:
        """Collect from now on what is given."""
        self._parcels = {}

    def give(self, work: Work, entry: Entry, informs: tuple[str, ...]) -> None:
        """Give an entry to the owner of `work` now, and to `informs` when the outbox is sent, if it is open."""
        self._inbox.deliver(work.owner, [entry], work)
        parcels = self._parcels
        if parcels is None:
            self._post.send(work, {receiver: [entry] for receiver in informs})
            return
        for receiver in informs:
            entries = parcels.get(receiver)
            if entries is None:
                parcels[receiver] = [entry]
            else:
                entries.append(entry)

    def send(self, work: Work) -> None:
        """Send what was collected, and collect no more."""
        parcels, self._parcels = self._parcels, None
        if not parcels:
            return
        if self._talks:
            self._add_views(work, parcels)
        self._post.send(work, parcels)

    def tell(self, work: Work, topics: tuple[str, ...], informs: tuple[str, ...]) -> None:
        """Tell `informs` what the owner of `work` thinks of some topics."""
        views = self._views(work.owner, topics)
        parcels = self._parcels
        if self._talks and views and parcels is not None:
            for receiver in informs:
                parcels.setdefault(receiver, []).extend(views)

    def _add_views(self, work: Work, parcels: Parcels) -> None:
        """Add the owner's views to every parcel with a plan."""
        views: list[Entry] | None = None
        for entries in parcels.values():
            if any(entry.kind is Kind.ITEM for entry in entries):
                if views is None:
                    views = self._views(work.owner, work.duty.needs)
                entries.extend(views)

    def _views(self, agent: str, names: tuple[str, ...]) -> list[Entry]:
        """Return what an agent thinks of the topics among `names`."""
        knowledge, now = self._knowledge, self._env.now
        views = ((name, knowledge.view(agent, name, now)) for name in names)
        return [Entry(Kind.VIEW, name, view) for name, view in views if view is not None]
