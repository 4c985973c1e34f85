"""All rows of a history, read by the roles of its columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.asked import Asked
from mktsim.evidence.history.cells import MOST_PROBLEMS, Complaints
from mktsim.evidence.history.columns import Role, Taken
from mktsim.evidence.history.lines import Row, opened, refused
from mktsim.evidence.history.numbers import Decimal, Tally, is_missing
from mktsim.evidence.history.periods import JOINT
from mktsim.evidence.history.survey import Survey
from mktsim.science.arrays import Floats, Integers

_TOTALS = frozenset(
    (
        "total",
        "totals",
        "grand total",
        "subtotal",
        "sum",
        "summe",
        "gesamt",
        "gesamtergebnis",
        "total general",
        "totale",
    )
)
_SIGNED = (Role.SALES, Role.REVENUE, Role.STOCK, Role.CUMULATED)
_ABOVE_ZERO = (Role.PRICE, Role.DISTRIBUTION, Role.RIVAL_PRICE)
RETURNS = 0.2
"""Size of negative sales, relative to the median, up to which they are returns; assumption."""
RETURNED = 0.1
"""Share of rows or periods that may be negative because of returns; assumption."""
_DEALS = (Role.DISPLAY, Role.FEATURE, Role.RIVAL_FEATURE)


@dataclass(frozen=True)
class Limit:
    """The longest history that is read."""

    rows: int
    message: str
    """What is said of a longer one."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Columns of a history."""

    lines: Integers
    """Line of each row in the file, shape (rows,)."""
    accounts: tuple[str, ...]
    """Different accounts in order of appearance; one without a name where there is no such column."""
    account: Integers
    """Account of each row, shape (rows,)."""
    periods: tuple[str, ...]
    """Different cells of the period in order of appearance."""
    period: Integers
    """Place of each row's cell among them, shape (rows,)."""
    numbers: dict[int, Floats]
    """Numbers of each column by its place in the file, NaN where a cell is missing, each of shape (rows,)."""
    notes: tuple[str, ...]
    empty: tuple[Problem, ...] = ()
    """Cells of sales without a number, as problems; none where the user said what they mean."""

    def must_be_full(self) -> None:
        """Raise what cells lack a number. Errors: InputError."""
        if self.empty:
            raise InputError(self.empty[:MOST_PROBLEMS])


@dataclass
class _Growing:
    lines: array[int] = field(default_factory=lambda: array("q"))
    accounts: dict[str, int] = field(default_factory=dict)
    account: array[int] = field(default_factory=lambda: array("q"))
    periods: dict[str, int] = field(default_factory=dict)
    period: array[int] = field(default_factory=lambda: array("q"))
    numbers: dict[int, array[float]] = field(default_factory=dict)
    totals: int = 0
    empty: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Reader:
    """Reads cells by the roles of their columns."""

    complaints: Complaints
    may_miss: bool
    """Whether a cell may hold no number."""
    coded: frozenset[int]
    """Columns of codes."""
    empty: list[Problem]
    """Collects cells of sales without a number that may not miss."""

    def value(self, row: Row, one: Taken) -> float:
        """Return a cell as a number, NaN where it is missing or was complained about."""
        if one.role in _DEALS:
            return self.complaints.deal(row, one, coded=one.place in self.coded)
        if self.may_miss and is_missing(row.cells[one.place]):
            return float("nan")
        if one.role not in _SIGNED:
            return self.complaints.number(row, one, positive=one.role in _ABOVE_ZERO)
        if is_missing(row.cells[one.place]) and row.cells[one.place].lower() != "nan":
            self.empty.append(self.complaints.empty(row, one))
            return float("nan")
        return self.complaints.signed(row, one)


def read_rows(survey: Survey, asked: Asked, wanted: tuple[Taken, ...], limit: Limit) -> Rows:
    """Read the wanted columns of numbers, with accounts and periods, of a file.

    Errors: InputError, with file, line and column, for cells that are no numbers, and for more rows than the limit.
    """
    decimal = asked.decimal or _convention(survey, wanted, limit)
    complaints = Complaints(survey.file, decimal)
    grown = _Growing(numbers={one.place: array("d") for one in wanted})
    coded = frozenset(place for place, facts in enumerate(survey.sample.columns) if facts.codes and not facts.flags)
    reader = _Reader(complaints, asked.gaps is not None, coded, grown.empty)
    with opened(survey.file) as table:
        for row in _within(survey.file, table.rows, limit):
            if any(cell.lower() in _TOTALS for cell in _names(survey, row)):
                grown.totals += 1
                continue
            _add_names(survey, row, grown)
            for one in wanted:
                grown.numbers[one.place].append(reader.value(row, one))
    for one in wanted:
        if one.role in {Role.SALES, Role.REVENUE}:
            _no_negatives(complaints, one, grown)
    complaints.tell()
    notes = [*table.notes]
    if grown.totals:
        notes.append(f"{grown.totals} rows of totals were left out")
    if decimal is Decimal.COMMA:
        notes.append("numbers have a decimal comma")
    return _arrays(grown, notes)


def _no_negatives(complaints: Complaints, one: Taken, grown: _Growing) -> None:
    """Complain about negative sales that are more than returns of a few rows."""
    values = np.array(grown.numbers[one.place])
    negative = np.flatnonzero(values < 0.0)
    usual = float(np.median(values[values > 0.0])) if np.any(values > 0.0) else 0.0
    small = len(grown.accounts) > 1 or bool(np.all(-values[negative] <= RETURNS * usual))
    if negative.size == 0 or (small and negative.size <= max(1, RETURNED * values.size)):
        return
    for place in negative.tolist():
        message = f"{values[place]:g} is negative, and more than returns of a few rows"
        complaints.add(Row(grown.lines[place], ()), one, message)
    complaints.problems.sort(key=lambda problem: problem.line or 1_000_000_000)


def _arrays(grown: _Growing, notes: list[str]) -> Rows:
    whole = [np.array(one, dtype=np.int64) for one in (grown.lines, grown.account, grown.period)]
    numbers = {place: np.array(column, dtype=np.float64) for place, column in grown.numbers.items()}
    return Rows(
        whole[0],
        tuple(grown.accounts),
        whole[1],
        tuple(grown.periods),
        whole[2],
        numbers,
        tuple(notes),
        tuple(grown.empty),
    )


def _within(file: str, rows: Iterator[Row], limit: Limit) -> Iterator[Row]:
    for count, row in enumerate(rows):
        if count >= limit.rows:
            raise refused(file, limit.message, row.line)
        yield row


def _names(survey: Survey, row: Row) -> list[str]:
    return [row.cells[one.place] for one in survey.all(Role.PERIOD, Role.UNIT)]


def _add_names(survey: Survey, row: Row, grown: _Growing) -> None:
    account = " / ".join(row.cells[one.place] for one in survey.all(Role.UNIT))
    period = JOINT.join(row.cells[one.place] for one in survey.all(Role.PERIOD, Role.PART))
    grown.lines.append(row.line)
    grown.account.append(grown.accounts.setdefault(account, len(grown.accounts)))
    grown.period.append(grown.periods.setdefault(period, len(grown.periods)))


def _convention(survey: Survey, wanted: tuple[Taken, ...], limit: Limit) -> Decimal:
    """Return the one way in which numbers are written. Errors: InputError when it has to be asked for."""
    columns = {one.place for one in wanted}
    columns |= {place for place, facts in enumerate(survey.sample.columns) if facts.numeric}
    tally = Tally()
    with opened(survey.file) as table:
        for row in _within(survey.file, table.rows, limit):
            tally.add(row.line, ((place, row.cells[place]) for place in columns))
    found = tally.convention(survey.sample.semicolons)
    if found is not None:
        return found
    line, place, cell = next(iter(tally.example.values()))
    message = f"{cell!r} is one number with a decimal comma and another with a point; say --numbers comma or point"
    raise InputError((Problem(survey.file, line, place + 1, survey.header[place], message),))
