"""Decisions asked of others: plans to approve, exceptions to settle; with escalation and delegation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from annotated_types import Ge, Le

from mktsim.model.organisation.clock import Order, schedule
from mktsim.model.organisation.staffing import Job
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from mktsim.model.organisation.engine_parts import EngineParts
    from mktsim.model.organisation.post import Post
    from mktsim.model.organisation.work import Work

ESCALATION_DAYS: Annotated[float, Ge(0.5), Le(60), Unit("working days"), Source("assumption")] = 10.0
"""Wait for a decision after which it goes to the next above; after a second such wait it is delegated."""
URGENT = 1
"""Rank of a decision that has gone up."""


class Request(NamedTuple):
    """A decision wanted."""

    work: Work
    agent: str
    """Who is asked."""
    days: float
    """Work of deciding, working days."""
    priority: int
    then: Callable[[str], None]
    """Called with who has decided; empty when it was left to the asker."""


class Decisions:
    """Carries a request to whoever decides, up when it takes too long, and back."""

    def __init__(self, parts: EngineParts, post: Post) -> None:
        self._parts = parts
        self._post = post

    def ask(self, request: Request) -> None:
        """Have a decision made; without anybody to ask, it is left to the asker."""
        parts, work = self._parts, request.work
        if not request.agent or parts.everybody_near or not parts.graph.reaches(work.owner, request.agent):
            request.then("")
        elif not parts.execution.late:
            self._post.carry(work, (work.owner, request.agent), lambda: request.then(request.agent))
        else:
            waiting = _Waiting(self, request)
            self._post.carry(work, (work.owner, request.agent), waiting.queue)

    def wait_at(self, waiting: _Waiting) -> None:
        """Put a request in the queue of who is asked, and look again later."""
        parts, request = self._parts, waiting.request
        pools = (parts.staffing.pool(waiting.agent),)
        waiting.job = Job(pools, waiting.priority, request.days, waiting.decided)
        parts.staffing.submit(waiting.job)
        if waiting.job.started > parts.env.now:
            day = parts.calendar.add_work(parts.env.now, ESCALATION_DAYS)
            schedule(parts.env, day, Order.WORK, waiting.look_again)

    def go_up(self, waiting: _Waiting) -> None:
        """Take a request that waits too long one step up, or leave it to the asker."""
        parts = self._parts
        boss = parts.graph.boss.get(waiting.agent, "")
        work = waiting.request.work
        if boss and boss != work.owner and not waiting.escalated:
            waiting.escalated = True
            waiting.priority = URGENT
            parts.tally.log(parts.env.now, "exception", work, f"escalated to {boss}")
            below, waiting.agent = waiting.agent, boss
            self._post.carry(work, (below, boss), waiting.queue)
        else:
            parts.tally.log(parts.env.now, "exception", work, f"delegated to {work.owner}")
            waiting.request.then("")

    def go_back(self, waiting: _Waiting) -> None:
        """Tell the asker what has been decided."""
        request = waiting.request
        ends = (waiting.agent, request.work.owner)
        if self._parts.graph.reaches(*ends):
            self._post.carry(request.work, ends, lambda: request.then(waiting.agent))
        else:
            request.then(waiting.agent)


class _Waiting:
    """A request in somebody's queue."""

    __slots__ = ("_decisions", "agent", "escalated", "job", "priority", "request")

    def __init__(self, decisions: Decisions, request: Request) -> None:
        self._decisions = decisions
        self.request = request
        self.agent = request.agent
        self.priority = request.priority
        self.escalated = False
        self.job: Job | None = None

    def queue(self) -> None:
        """Be put in the queue."""
        self._decisions.wait_at(self)

    def decided(self, job: Job) -> None:
        """Have been decided."""
        del job
        self._decisions.go_back(self)

    def look_again(self, event: object) -> None:
        """Go up when nobody has begun yet."""
        del event
        job = self.job
        if job is not None and not job.cancelled and not _begun(job):
            job.cancelled = True
            self._decisions.go_up(self)


def _begun(job: Job) -> bool:
    return job.started != float("inf")
