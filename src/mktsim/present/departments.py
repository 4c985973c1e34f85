"""How busy departments were and how long their work took, from one history."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.outcomes.history import History, WorkTable
    from mktsim.present.context import Context


@dataclass(frozen=True)
class Load:
    """Work of one department, or of one pool of staff."""

    name: str
    utilisation: float
    """Busy over available time, share; NaN without staff time."""
    queue_days: float
    """Mean days that a job waited for staff; NaN without jobs."""
    jobs: float


@dataclass(frozen=True)
class Speed:
    """How long a duty, or the duties of one department, took."""

    name: str
    latency_days: float
    """Mean days from due to done (approval included), or to the end where overdue; NaN when neither was."""
    wait_days: float
    """Mean days of waiting within it; NaN when nothing was done."""
    done: float
    """Pieces of work done."""
    due: float
    """Pieces of work due."""
    late: float
    """Pieces of work that missed their deadline, never done ones included."""


def ratio(over: float, under: float) -> float:
    """Return a quotient; NaN when nothing is under it."""
    return over / under if under > 0 else math.nan


def pools(history: History) -> tuple[Load, ...]:
    """Return the load of each pool of staff (`agent:role`), in the order of the history."""
    return tuple(_load(row, (row,), history.roles) for row in history.roles.rows)


def loads(history: History) -> tuple[Load, ...]:
    """Return the load of each department over all its pools, in the order of the history."""
    names = dict.fromkeys(row.partition(":")[0] for row in history.roles.rows)
    return tuple(
        _load(name, tuple(r for r in history.roles.rows if r.partition(":")[0] == name), history.roles)
        for name in names
    )


def duty_speeds(history: History) -> tuple[Speed, ...]:
    """Return the speed of each duty, in the order of the history."""
    return tuple(_speed(row, (row,), history.duties) for row in history.duties.rows)


def speeds(history: History, context: Context) -> tuple[Speed, ...]:
    """Return the speed of each department over the duties that it owns."""
    owners = {row: context.owner_of(row) for row in history.duties.rows}
    return tuple(
        _speed(name, tuple(row for row, owner in owners.items() if owner == name), history.duties)
        for name in dict.fromkeys(owners.values())
    )


def total(table: WorkTable, rows: tuple[str, ...], column: str) -> float:
    """Return the sum of one column over some rows; 0 when the column is not there."""
    if column not in table.columns:
        return 0.0
    place = table.columns.index(column)
    return float(sum(table.values[table.rows.index(row), place] for row in rows))


def _load(name: str, rows: tuple[str, ...], table: WorkTable) -> Load:
    jobs = total(table, rows, "jobs")
    return Load(
        name=name,
        utilisation=ratio(total(table, rows, "busy_days"), total(table, rows, "available_days")),
        queue_days=ratio(total(table, rows, "queue_days"), jobs),
        jobs=jobs,
    )


def _speed(name: str, rows: tuple[str, ...], table: WorkTable) -> Speed:
    done, overdue = total(table, rows, "done"), total(table, rows, "overdue")
    days = total(table, rows, "latency_days") + total(table, rows, "overdue_days")
    return Speed(
        name=name,
        latency_days=ratio(days, done + overdue),
        wait_days=ratio(total(table, rows, "wait_days"), done),
        done=done,
        due=total(table, rows, "due"),
        late=total(table, rows, "late") + overdue,
    )
