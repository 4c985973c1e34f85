"""Decisions asked of others: plans to approve, exceptions to settle; with escalation and delegation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from annotated_types import Ge, Le

from mktsim.model.organisation.clock import Order, schedule
from mktsim.model.organisation.staffing import Job
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from mktsim.model.organisation.post import Post, Surroundings
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

    def __init__(self, around: Surroundings, post: Post) -> None:
        self._around = around
        self._post = post

    def ask(self, request: Request) -> None:
        """Have a decision made; without anybody to ask, it is left to the asker."""
        around, work = self._around, request.work
        if not request.agent or around.everybody_near or not around.graph.reaches(work.owner, request.agent):
            request.then("")
        elif not around.execution.late:
            self._post.carry(work, (work.owner, request.agent), lambda: request.then(request.agent))
        else:
            waiting = _Waiting(self, request)
            self._post.carry(work, (work.owner, request.agent), waiting.queue)

    def wait_at(self, waiting: _Waiting) -> None:
        """Put a request in the queue of who is asked, and look again later."""
        around, request = self._around, waiting.request
        pools = (around.staffing.pool(waiting.agent),)
        waiting.job = Job(pools, waiting.priority, request.days, waiting.decided)
        around.staffing.submit(waiting.job)
        if waiting.job.started > around.env.now:
            day = around.calendar.add_work(around.env.now, ESCALATION_DAYS)
            schedule(around.env, day, Order.WORK, waiting.look_again)

    def go_up(self, waiting: _Waiting) -> None:
        """Take a request that waits too long one step up, or leave it to the asker."""
        around = self._around
        boss = around.graph.boss.get(waiting.agent, "")
        work = waiting.request.work
        if boss and boss != work.owner and not waiting.escalated:
            waiting.escalated = True
            waiting.priority = URGENT
            around.tally.log(around.env.now, "exception", work, f"escalated to {boss}")
            below, waiting.agent = waiting.agent, boss
            self._post.carry(work, (below, boss), waiting.queue)
        else:
            around.tally.log(around.env.now, "exception", work, f"delegated to {work.owner}")
            waiting.request.then("")

    def go_back(self, waiting: _Waiting) -> None:
        """Tell the asker what has been decided."""
        request = waiting.request
        ends = (waiting.agent, request.work.owner)
        if self._around.graph.reaches(*ends):
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
