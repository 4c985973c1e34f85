"""A history: what happened in one cell (waist 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Event(NamedTuple):
    """One line of the organisation's log."""

    day: float
    """Day of the run, 0 at the opening."""
    kind: str
    """What happened: due, start, proposed, approved, returned, done, received, late, cancelled, decided, stage …"""
    duty: str
    subject: str
    agent: str
    detail: str
    due: float = -1.0
    """Day on which its task fell due; -1 for an event of no task."""


class Decision(NamedTuple):
    """A lever decision with what it was based on."""

    day: float
    lever: str
    duty: str
    based_on: str
    """Topic that mattered most."""
    believed: float
    """Estimate used."""
    truth: float
    """True counterpart at the time; NaN in a history without its log."""
    age_days: float
    """Age of the estimate."""
    value: float
    """What was decided, in the lever's unit (first entry)."""


class LedgerLine(NamedTuple):
    """One movement of money."""

    day: float
    activity: str
    line: str
    owner: str
    amount: float
    """Money; receipts positive."""


@dataclass(frozen=True)
class Table:
    """A rectangular block of floats with named columns."""

    columns: tuple[str, ...]
    values: NDArray[np.float64]
    """Shape (rows, columns)."""

    def column(self, name: str) -> NDArray[np.float64]:
        """Return one column, shape (rows,)."""
        return self.values[:, self.columns.index(name)]


@dataclass(frozen=True)
class WorkTable:
    """Rows by name (duty, role or edge), columns of sums over the run."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: NDArray[np.float64]
    """Shape (rows, columns)."""


@dataclass(frozen=True)
class History:
    """Weekly series, money and work of one cell.

    Rows of `series` and `money` are the weeks 0 … horizon + run-out - 1.
    """

    horizon: int
    """Weeks that count; later rows are the run-out."""
    discount_rate: float
    """1/year."""
    series: Table
    """Weekly series, one column a quantity."""
    money: Table
    """Money by activity and week; receipts positive."""
    duties: WorkTable
    """By duty: due, done, late, cancelled, returned, wait_days, latency_days, effort_days, quality, overdue …"""
    roles: WorkTable
    """By `agent:role`: staff_fte, busy_days, available_days, queue_days, jobs."""
    edges: WorkTable
    """By `sender>receiver`: messages, delay_days, leaks."""
    decisions: tuple[Decision, ...]
    log: tuple[Event, ...] = ()
    ledger: tuple[LedgerLine, ...] = ()
