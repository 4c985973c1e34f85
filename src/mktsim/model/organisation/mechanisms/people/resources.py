"""Staff moved to bottlenecks, and money set free that nobody needs any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.ledger import BudgetLine
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.promotion.events import booked_events
from mktsim.model.organisation.mechanisms.promotion.money import unneeded_commitment
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

LEAST_FTE: Annotated[float, Ge(0.1), Le(1), Unit("FTE"), Source("assumption")] = 0.5
"""Staff that a pool keeps whatever it lends."""


@dataclass(frozen=True)
class Workloads:
    """Work and waiting of every pool inside the firm, without those who decide, until a day."""

    day: float
    busy_days: dict[str, float]
    available_days: dict[str, float]
    queue_days: dict[str, float]


WORKLOADS = Plan("workloads", Workloads)


@dataclass(frozen=True)
class Load:
    """How busy a pool was over a while, and how long its work waited."""

    pool: str
    fte: float
    busy_share: float
    always_busy_share: float
    """The same since the opening: some work comes in large pieces, rarely."""
    queue: float
    """Mean number of pieces of work that waited."""


@dataclass(frozen=True)
class Reallocation:
    """Who lends staff to whom, and the money set free."""

    giver: str
    """Pool by name; empty for nobody."""
    taker: str
    released_money: float
    """Promotion money committed and no longer needed."""


class MoveResources(Part, Mechanism[Reallocation]):
    """Measure the queues, have the least busy lend staff to whoever keeps work waiting longest, and free idle money."""

    kind: Literal["move_resources"] = "move_resources"
    tied: tuple[str, ...] = ()
    """Agents that keep a whole person in every pool: joint work goes as slowly as the slowest who takes part."""
    lent_fte: Annotated[float, Ge(0), Le(10), Unit("FTE"), Source("assumption")] = 0.5
    """Staff moved at a time."""
    least_gap: Annotated[float, Ge(0), Le(120), Unit("pieces of work"), Source("assumption")] = 0.3
    """Difference of queues for which nobody is moved."""
    most_busy: Annotated[float, Ge(0), Le(1), Unit("share of time"), Source("assumption")] = 0.5
    """Busy time that lending may leave a pool with, and below which a pool needs no help."""
    measured_days: Annotated[float, Ge(1), Le(366), Unit("days"), Source("assumption")] = 110.0
    """Days over which queues are measured before anybody is moved."""

    def draft(self, office: Office, work: Work) -> Reallocation:
        """Return the move and the money; poor work overlooks part of the money."""
        giver, taker = self._ends(office, work.owner)
        idle = unneeded_commitment(office, booked_events(office, work.owner))
        return Reallocation(giver, taker, idle * executed_share(office, work))

    def apply(self, office: Office, work: Work, draft: Reallocation) -> None:
        """Move the staff and release the money to later promotions of the same line."""
        office.ledger.commit(BudgetLine.PROMOTION, -draft.released_money)
        office.note("released_money", draft.released_money)
        if draft.giver:
            pools = office.staffing.pools
            moved = office.staffing.move(pools[draft.giver], pools[draft.taker], self.lent_fte, LEAST_FTE)
            office.note("staff_moved", moved)
            office.put_plan(work, WORKLOADS, _workloads(office), ())

    def _ends(self, office: Office, owner: str) -> tuple[str, str]:
        """Return the names of the pool that lends and of the one that gets; empty when nobody is to move."""
        before = _since(office, owner)
        if not office.execution.late or office.now - before.day < self.measured_days:
            return "", ""
        loads = _loads(office, before)
        taker = max((load for load in loads if load.busy_share > self.most_busy), key=_queue, default=None)
        giver = min((load for load in loads if self._can_lend(load)), key=_usually_busy, default=None)
        if giver is None or taker is None or taker.queue - giver.queue < self.least_gap:
            return "", ""
        return giver.pool, taker.pool

    def _can_lend(self, load: Load) -> bool:
        left = load.fte - self.lent_fte
        least = 1.0 if load.pool.partition(":")[0] in self.tied else LEAST_FTE
        return left >= least and _usually_busy(load) * load.fte <= self.most_busy * left


def _queue(load: Load) -> float:
    return load.queue


def _usually_busy(load: Load) -> float:
    return max(load.busy_share, load.always_busy_share)


def _since(office: Office, owner: str) -> Workloads:
    """Return the workloads at the last move; those of an empty house at the opening."""
    held = office.plan(owner, WORKLOADS)
    if held and held.day >= office.first_day:
        return held
    return Workloads(office.first_day, {}, {}, {})


def _workloads(office: Office) -> Workloads:
    worked, agents = office.calendar.worked(office.now), office.organisation.agents
    rows = {
        name: pool.row(worked)
        for name, pool in office.staffing.pools.items()
        if not agents[name.partition(":")[0]].outside and not agents[name.partition(":")[0]].authority_money
    }
    columns = [{name: row[place] for name, row in rows.items()} for place in (1, 2, 3)]
    return Workloads(office.now, columns[0], columns[1], columns[2])


def _loads(office: Office, before: Workloads) -> list[Load]:
    """Return the loads of the pools inside the firm since `before`."""
    now = _workloads(office)
    worked = office.calendar.worked(now.day) - office.calendar.worked(before.day)

    def gained(name: str, column: str) -> float:
        return float(getattr(now, column)[name] - getattr(before, column).get(name, 0.0))

    return [
        Load(
            pool=name,
            fte=office.staffing.pools[name].fte,
            busy_share=gained(name, "busy_days") / max(gained(name, "available_days"), 1e-9),
            always_busy_share=now.busy_days[name] / max(now.available_days[name], 1e-9),
            queue=gained(name, "queue_days") / max(worked, 1.0),
        )
        for name in now.busy_days
    ]
