"""Pools of staff: one heap of waiting work and a count of free staff each."""

from __future__ import annotations

from heapq import heappop, heappush
from math import ceil, inf
from operator import itemgetter
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge, Le

from mktsim.model.organisation.clock import Happening, Order, agenda, schedule
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from simpy import Environment

    from mktsim.calendar import Calendar
    from mktsim.inputs.organisation import Organisation

PATIENCE_DAYS: Annotated[float, Ge(0), Le(60), Unit("days"), Source("assumption")] = 5.0
"""Time that joint work waits before staff who could do it are kept from starting other work."""
STRETCH_DAYS: Annotated[float, Ge(0.5), Le(60), Unit("working days"), Source("assumption")] = 5.0
"""Working days after which long work of one pool is put aside for what ranks before it."""
GLANCE_DAYS: Annotated[float, Ge(0), Le(1), Unit("working days"), Source("assumption")] = 0.1
"""Reading that somebody free does as it arrives; more than that is a piece of work in the queue."""
DEFAULT_ROLE = "staff"
_BY_RANK = itemgetter(0, 1)
LEAST_FTE = 0.1
"""Staff that stay whoever leaves, full-time equivalents (assumption)."""
_NOTHING = 1e-9  # working days; what rounding leaves of a job


class Job(Happening):
    """Work for one or several pools at once; on the clock it is the end of its own stretch."""

    __slots__ = (
        "asked",
        "cancelled",
        "days",
        "done",
        "left",
        "pools",
        "priority",
        "queued",
        "sequence",
        "started",
        "stretch",
        "waited",
    )

    def __init__(self, pools: tuple[Pool, ...], priority: int, days: float, done: Callable[[Job], None]) -> None:
        """Ask each of `pools` for one of its staff for `days` working days at full speed; then call `done`."""
        self.pools = pools
        self.priority = priority
        self.days = days
        self.done = done
        self.cancelled = False
        """Set while it waits, it is dropped."""
        self.queued = 0.0
        """Day on which it was handed in."""
        self.started = inf
        """Day on which it began; infinite while it waits."""
        self.waited = 0.0
        """Working days for which it waited before it began."""
        self.asked = 0.0
        """Day since which it waits, or waited before its present stretch."""
        self.left = days
        """Working days still to do after the present stretch, at full speed."""
        self.stretch = 0.0
        """Working days of the present stretch."""
        self.sequence = 0


class Pool:
    """The staff of one role."""

    __slots__ = (
        "_available",
        "_since",
        "busy_days",
        "free",
        "fte",
        "glancing",
        "heap",
        "jobs",
        "joint",
        "name",
        "queue_days",
        "skill",
        "speed",
    )

    def __init__(self, name: str, fte: float, skill: float) -> None:
        self.name = name
        self.skill = skill
        self.fte = 0.0
        self.speed = 1.0
        """Speed of one person: below one where the pool has a fraction of a person."""
        self.free = 0
        """People free; negative while staff that have left finish their work."""
        self.heap: list[tuple[int, int, Job]] = []
        """Waiting work of this pool alone: (priority, order of arrival, job)."""
        self.joint: list[tuple[int, int, Job]] = []
        """Waiting joint work, in order."""
        self.glancing = -inf
        """Day until which somebody free reads what has come."""
        self.jobs = 0
        self.busy_days = 0.0
        """FTE-days worked."""
        self.queue_days = 0.0
        """Working days that started jobs had waited."""
        self._available = 0.0
        self._since = 0.0
        self.staff(fte, 0.0)

    def staff(self, fte: float, worked: float) -> None:
        """Have `fte` full-time equivalents from the moment at which `worked` working days have passed."""
        self._available += self.fte * (worked - self._since)
        self._since = worked
        heads_before = ceil(self.fte - 1e-9)
        self.fte = fte
        heads = ceil(fte - 1e-9)
        self.free += heads - heads_before
        self.speed = fte / heads if heads else 1.0

    def row(self, worked: float) -> tuple[float, ...]:
        """Return staff_fte, busy_days, available_days, queue_days and jobs up to `worked` working days."""
        available = self._available + self.fte * (worked - self._since)
        return (self.fte, self.busy_days, available, self.queue_days, float(self.jobs))


class Staffing:
    """All pools, and the rule by which waiting work gets staff."""

    def __init__(self, env: Environment, calendar: Calendar, organisation: Organisation) -> None:
        self._env = env
        self._calendar = calendar
        self._sequence = 0
        self._add_work = calendar.done
        self._queue, self._number = agenda(env)
        self._ends: list[Callable[[object], None]] = [self.end]
        self._desks: dict[tuple[str, str], Pool] = {}
        self.patience_days = PATIENCE_DAYS
        """Time that joint work waits before staff are kept for it."""
        self.pools: dict[str, Pool] = {}
        worked = calendar.worked(env.now)
        for agent, figures in organisation.agents.items():
            for role, staff in figures.roles.items():
                pool = Pool(f"{agent}:{role}", 0.0, staff.skill)
                pool.staff(staff.staff_fte, worked)
                pool._available = 0.0  # noqa: SLF001 - nobody was there before
                self.pools[pool.name] = pool

    def pool(self, agent: str, role: str = DEFAULT_ROLE) -> Pool:
        """Return the pool of a role; `staff`, else the agent's first pool, takes what names no role it has."""
        found = self._desks.get((agent, role))
        if found is None:
            found = self._desks[agent, role] = self._sought(agent, role)
        return found

    def _sought(self, agent: str, role: str) -> Pool:
        for name in (f"{agent}:{role}", f"{agent}:{DEFAULT_ROLE}"):
            if name in self.pools:
                return self.pools[name]
        for name, pool in self.pools.items():
            if name.startswith(f"{agent}:"):
                return pool
        raise LookupError(f"agent {agent!r} has no staff; known pools: {', '.join(self.pools)}")

    def rows(self) -> list[tuple[float, ...]]:
        """Return the figures of each pool up to now, in order; what still waits is a job that has waited until now."""
        worked = self._calendar.worked
        now = worked(self._env.now)
        found: list[tuple[float, ...]] = []
        for pool in self.pools.values():
            *figures, queue_days, jobs = pool.row(now)
            waiting = [job for *_, job in (*pool.heap, *pool.joint) if not job.cancelled]
            queue_days += sum(now - worked(job.asked) for job in waiting)
            jobs += sum(job.started == inf for job in waiting)
            found.append((*figures, queue_days, jobs))
        return found

    def glance(self, pool: Pool, days: float) -> bool:
        """Have somebody free read for `days` at once; the next work waits for that. False when it has to queue.

        Nobody free, work that waits, or more than a glance together with what is being read: it has to queue.
        """
        if pool.free <= 0 or pool.heap or pool.joint:
            return False
        now = self._env.now
        until = (max(now, pool.glancing)) + days / pool.speed
        if until - now > GLANCE_DAYS:
            return False
        pool.glancing = until
        pool.busy_days += days
        return True

    def submit(self, job: Job) -> None:
        """Hand in a job; it begins now if all its pools have somebody free and nothing goes before it."""
        job.queued = job.asked = self._env.now
        self._sequence = job.sequence = self._sequence + 1
        pools = job.pools
        if len(pools) == 1:
            pool = pools[0]
            if pool.free > 0 and not pool.heap and not pool.joint:
                self._begin(job)
                return
            heappush(pool.heap, (job.priority, job.sequence, job))
            if pool.free > 0:
                self._dispatch(pool)
            return
        for pool in pools:
            pool.joint.append((job.priority, job.sequence, job))
            pool.joint.sort(key=_BY_RANK)
        self._dispatch(pools[0])
        if job.started == inf and not job.cancelled:
            schedule(self._env, job.queued + self.patience_days, Order.WORK, _Nudge(self, pools).happen)

    def change(self, name: str, fte: float) -> None:
        """Have staff leave a pool, of which a tenth of a person stays, or come back; nothing for an unknown pool."""
        agent, _, role = name.partition(":")
        pool = self.pools.get(f"{agent}:{role or DEFAULT_ROLE}")
        if pool is not None:
            pool.staff(max(pool.fte + fte, min(pool.fte, LEAST_FTE)), self._calendar.worked(self._env.now))
            self._dispatch(pool)

    def move(self, giver: Pool, taker: Pool, fte: float, least_fte: float = 1.0) -> float:
        """Move staff between pools, leaving the giver at least `least_fte`; return full-time equivalents moved."""
        moved = min(fte, max(giver.fte - least_fte, 0.0))
        if moved > 0.0:
            worked = self._calendar.worked(self._env.now)
            giver.staff(giver.fte - moved, worked)
            taker.staff(taker.fte + moved, worked)
            self._dispatch(taker)
        return moved

    def _begin(self, job: Job) -> None:
        """Seize the staff of a job and book the end of its stretch."""
        now, pools = self._env.now, job.pools
        first = job.started == inf
        waited = self._calendar.worked(now) - self._calendar.worked(job.asked) if now > job.asked else 0.0
        if first:
            job.started, job.waited = now, waited
        if len(pools) == 1:
            speed = pools[0].speed
            stretch = job.left / speed
            stretch = min(stretch, STRETCH_DAYS)
            job.left -= stretch * speed
        else:
            stretch = job.left / min(pool.speed for pool in pools)
            job.left = 0.0
        job.stretch = days = stretch
        for pool in pools:
            pool.free -= 1
            pool.jobs += first
            pool.queue_days += waited
            if pool.free == 0 and pool.glancing > now:
                days = max(days, stretch + pool.glancing - now)
        job.callbacks = self._ends
        heappush(self._queue, (max(now, self._add_work(now, days)), Order.WORK, self._number(), job))

    def end(self, job: object) -> None:
        """End a stretch: free the staff, go on with the job or tell who asked for it, see to what waits."""
        if not isinstance(job, Job):
            return
        pools = job.pools
        for pool in pools:
            pool.free += 1
            pool.busy_days += job.stretch * pool.speed
        if job.left > _NOTHING:
            job.asked = self._env.now
            heappush(pools[0].heap, (job.priority, job.sequence, job))
        else:
            job.done(job)
        for pool in pools:
            if pool.free > 0 and (pool.heap or pool.joint):
                self._dispatch(pool)

    def _dispatch(self, pool: Pool) -> None:
        """Give free staff of `pool` to what waits, joint work first where all are there."""
        while pool.free > 0:
            if pool.joint and self._start_joint(pool):
                continue
            heap = pool.heap
            while heap and heap[0][2].cancelled:
                heappop(heap)
            if not heap or (pool.joint and self._kept(pool, heap[0])):
                return
            self._begin(heappop(heap)[2])

    def _start_joint(self, pool: Pool) -> bool:
        """Begin the first joint work of `pool` for which every pool has somebody free."""
        for _, _, job in pool.joint:
            if job.cancelled or all(other.free > 0 for other in job.pools):
                for other in job.pools:
                    other.joint = [entry for entry in other.joint if entry[2] is not job]
                if not job.cancelled:
                    self._begin(job)
                return True
        return False

    def _kept(self, pool: Pool, first: tuple[int, int, Job]) -> bool:
        """Tell whether free staff are kept for joint work that has lost its patience."""
        now = self._env.now
        return any(now - job.queued >= self.patience_days and priority <= first[0] for priority, _, job in pool.joint)


class _Nudge:
    """A second look at joint work when its patience ends."""

    __slots__ = ("_pools", "_staffing")

    def __init__(self, staffing: Staffing, pools: tuple[Pool, ...]) -> None:
        self._staffing = staffing
        self._pools = pools

    def happen(self, event: object) -> None:
        del event
        for pool in self._pools:
            self._staffing._dispatch(pool)  # noqa: SLF001 - a part of it
