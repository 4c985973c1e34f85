"""The post: messages hop along the quickest path, cost their readers time, and may leak or expire."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge, Le

from mktsim.model.organisation.clock import Order, schedule
from mktsim.model.organisation.inbox import Entry, Inbox, Kind, Way
from mktsim.model.organisation.levels import LevelBoard
from mktsim.model.organisation.luck import WorkLuck, second
from mktsim.model.organisation.staffing import Job, Staffing
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


class Message:
    """Something under way from one agent to another."""

    __slots__ = ("at", "days", "entries", "link", "post", "row", "target", "then", "variance", "work")

    def __init__(self, post: Post, work: Work, ends: tuple[str, str], entries: tuple[Entry, ...]) -> None:
        self.post = post
        self.work = work
        self.at, self.target = ends
        self.entries = entries
        self.then: Callable[[], None] | None = None
        """Called on arrival, in place of reading."""
        self.variance = 0.0
        self.days = 0.0
        """Working days on the present link."""
        self.row = post.luck_of(work)
        self.link: Link | None = None

    def arrive(self, event: object) -> None:
        """Be handed over at the end of a link."""
        del event
        self.post.arrived(self)

    def read(self, job: Job) -> None:
        """Have been read."""
        self.post.read(self, job)


class Post:
    """Carries messages of work between agents."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def luck_of(self, work: Work) -> list[float]:
        """Return the luck of the work that a message comes of."""
        return self._around.luck.of(work)

    def send(self, work: Work, entries: tuple[Entry, ...], receivers: tuple[str, ...]) -> None:
        """Send the same entries to each of `receivers`; whom no path leads to does not get them."""
        around = self._around
        for receiver in receivers:
            if receiver == work.owner:
                continue
            if around.everybody_near:
                for entry in entries:
                    around.inbox.deliver(receiver, entry, Way(0.0, -1.0), work)
            elif around.graph.reaches(work.owner, receiver):
                self._hop(Message(self, work, (work.owner, receiver), entries))

    def carry(self, work: Work, ends: tuple[str, str], then: Callable[[], None]) -> None:
        """Take a plan from one agent to another, and call `then` when it is there; ends must be joined."""
        if ends[0] == ends[1]:
            then()
            return
        names = work.duty.gives[:1]
        message = Message(self, work, ends, tuple(Entry(Kind.ITEM, name, None) for name in names))
        message.then = then
        self._hop(message)

    def _hop(self, message: Message) -> None:
        """Put a message on the next link of its way."""
        around = self._around
        link = around.graph.next[message.at, message.target]
        message.link = link
        if not around.execution.late:
            self.arrived(message)
            return
        now = around.env.now
        mean = link.delay_days * around.levels.effects(now).delay
        message.days = days = mean if around.luck.silent else -log1p(-message.row[link.column]) * mean
        schedule(around.env, around.calendar.add_work(now, days), Order.WORK, message.arrive)

    def arrived(self, message: Message) -> None:
        """Hand a message over: it may leak, and waits until its receiver has time."""
        around, link = self._around, message.link
        if link is None:
            return
        link.messages += 1
        link.spent_days += message.days
        if link.leak > 0.0 and around.execution.unexecuted:
            self._perhaps_leak(message, link)
        if link.variance > 0.0:
            message.variance += link.variance * around.levels.effects(around.env.now).blur
        message.at = link.receiver
        at_end = message.at == message.target
        if around.execution.late and link.attention_days > 0.0 and not (at_end and message.then):
            pools = (around.staffing.pool(message.at),)
            around.staffing.submit(Job(pools, READING, link.attention_days, message.read))
        else:
            self._go_on(message)

    def read(self, message: Message, job: Job) -> None:
        """Act on a message that has been read, unless it had waited too long."""
        if message.then is None and job.started - job.queued > EXPIRY_DAYS:
            self._around.tally.log(self._around.env.now, "expired", message.work, message.at)
            return
        self._go_on(message)

    def _go_on(self, message: Message) -> None:
        if message.at != message.target:
            self._hop(message)
        elif message.then is not None:
            message.then()
        else:
            around, work = self._around, message.work
            luck = -1.0 if around.luck.silent or message.link is None else message.row[message.link.column]
            way = Way(message.variance, luck)
            if around.tally.events is not None:
                around.tally.log(around.env.now, "received", work, message.at)
            for entry in message.entries:
                around.inbox.deliver(message.at, entry, way, work)

    def _perhaps_leak(self, message: Message, link: Link) -> None:
        """Let a plan become known to rivals."""
        around = self._around
        plans = [entry.name for entry in message.entries if entry.kind is Kind.ITEM]
        chance = link.leak * (1.0 - around.levels.effects(around.env.now).confidentiality)
        if plans and second(message.row[link.column]) < chance:
            link.leaks += 1
            around.tally.log(around.env.now, "leaked", message.work, plans[0])
            around.on_leak(plans[0])
