"""Counters of an organisation's work: sums by duty, role and edge, decisions, and the log when kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.outcomes.history import Event, WorkTable

if TYPE_CHECKING:
    from mktsim.model.organisation.graph import Graph
    from mktsim.model.organisation.staffing import Staffing
    from mktsim.model.organisation.work import Work
    from mktsim.outcomes.history import Decision

DUTY_COLUMNS = (
    "due",
    "done",
    "late",
    "cancelled",
    "returned",
    "refused",
    "wait_days",
    "latency_days",
    "effort_days",
    "quality",
    "erratic",
)
UNFINISHED_COLUMNS = ("overdue", "overdue_days")
"""Columns of what is past its deadline and not done when the table is made: counted then, not summed."""
OWN_REWORK = "own rework"
"""Detail of work that those who did it do again by themselves."""
ROLE_COLUMNS = ("staff_fte", "busy_days", "available_days", "queue_days", "jobs")
EDGE_COLUMNS = ("messages", "delay_days", "leaks")


class DutyTally:
    """Sums over the work of one duty; see `History.duties`."""

    __slots__ = DUTY_COLUMNS

    def __init__(self) -> None:
        self.due = 0
        self.done = 0
        self.late = 0
        """Done after the deadline."""
        self.cancelled = 0
        self.returned = 0
        """Done again: found wanting by those who did it, or by an approver."""
        self.refused = 0
        """Of these, sent back by an approver."""
        self.wait_days = 0.0
        """Working days in the queue."""
        self.latency_days = 0.0
        """Days from being set off to taking effect."""
        self.effort_days = 0.0
        """Person-days spent."""
        self.quality = 0.0
        """Sum of quality over what was done."""
        self.erratic = 0.0
        """Sum of the distance between the logs of time needed and of standard time."""

    def row(self) -> tuple[float, ...]:
        """Return the sums in the order of columns."""
        return tuple(float(getattr(self, name)) for name in DUTY_COLUMNS)


class Tally:
    """Sums by duty, decisions and log of one office."""

    def __init__(self, duties: tuple[str, ...], keep_log: bool) -> None:  # noqa: FBT001
        self.duties = {duty: DutyTally() for duty in duties}
        self.unfinished: dict[Work, None] = {}
        """Work that has fallen due and is not done, in that order."""
        self.decisions: list[Decision] = []
        self.events: list[Event] | None = [] if keep_log else None

    def of(self, work: Work) -> DutyTally:
        """Return the sums of the duty that `work` belongs to."""
        return self.duties[work.duty.id]

    def log(self, day: float, kind: str, work: Work, detail: str = "") -> None:
        """Log an event of `work`, when the log is kept; cancelled and returned work is counted in any case."""
        if kind == "cancelled":
            self.of(work).cancelled += 1
        elif kind == "returned":
            self.of(work).returned += 1
            self.of(work).refused += detail != OWN_REWORK
        if self.events is not None:
            self.events.append(Event(day, kind, work.duty.id, work.subject, work.owner, detail, work.created))

    def note(self, day: float, agent: str, stage: str) -> None:
        """Log the stage that an agent perceives to have been entered."""
        if self.events is not None:
            self.events.append(Event(day, "stage", "", "", agent, stage))

    def duty_table(self, day: float) -> WorkTable:
        """Return sums by duty, and what is overdue on `day`."""
        overdue = self._overdue(day)
        rows = [tally.row() + overdue[duty] for duty, tally in self.duties.items()]
        return _table(tuple(self.duties), DUTY_COLUMNS + UNFINISHED_COLUMNS, rows)

    def _overdue(self, day: float) -> dict[str, tuple[float, float]]:
        """Return pieces of work past their deadline and not done, and the days since they fell due, by duty."""
        found = dict.fromkeys(self.duties, (0.0, 0.0))
        for work in self.unfinished:
            if work.deadline < day:
                count, days = found[work.duty.id]
                found[work.duty.id] = count + 1.0, days + day - work.created
        return found


def role_table(staffing: Staffing) -> WorkTable:
    """Return sums by role up to now, the time that work still waits included."""
    rows = staffing.rows()
    return _table(tuple(staffing.pools), ROLE_COLUMNS, rows)


def edge_table(graph: Graph) -> WorkTable:
    """Return sums by link."""
    links = graph.links.values()
    rows: list[tuple[float, ...]] = [(float(link.messages), link.spent_days, float(link.leaks)) for link in links]
    return _table(tuple(link.name for link in links), EDGE_COLUMNS, rows)


def _table(rows: tuple[str, ...], columns: tuple[str, ...], values: list[tuple[float, ...]]) -> WorkTable:
    block = np.array(values, dtype=np.float64).reshape(len(rows), len(columns))
    return WorkTable(rows, columns, block)
