"""A sales series by period, read from a file and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.cells import Complaints
from mktsim.evidence.history.columns import Role, Taken, column_for, multiple, named, words
from mktsim.evidence.history.lines import Row, opened, refused
from mktsim.evidence.history.periods import (
    FORMS,
    Moment,
    Span,
    date_ordinal,
    joined,
    label,
    moment,
    span_of_dates,
    span_of_name,
)
from mktsim.science.arrays import Floats

MOST_PERIODS = 1_040
"""Longest series read: twenty years of weeks; a longer one is refused at this row, however long the file is."""
FEWEST_PERIODS = 4
"""Shortest series that anything can be said about."""


@dataclass(frozen=True, eq=False)
class SalesSeries:
    """Sales by successive periods."""

    name: str
    """Name of the sales column."""
    file: str
    """The file as the user named it."""
    sales: Floats
    """Sales as written, shape (periods,); none negative, not all zero, the first above zero."""
    unit_multiple: float
    """Units that one unit of the column stands for, by its name."""
    span: Span
    """Length of a period."""
    first: int
    """Number of the first period; the calendar year in yearly series."""
    kind: str
    """How periods are written."""
    notes: tuple[str, ...]
    """Which columns were taken and why, and what was left out."""

    @property
    def per_year(self) -> int:
        """Periods a year."""
        return self.span.value

    def label(self, place: int) -> str:
        """Return the period at a place, from 0, as people write it."""
        return label(self.first + place, self.span, self.kind)


@dataclass(frozen=True)
class _Point:
    row: Row
    moment: Moment
    value: float


def read_series(path: str | Path, sales: str | None = None) -> SalesSeries:
    """Read the series of one file; `sales` names the column of sales where the file leaves a choice.

    Errors: InputError, with file, line and column, for anything that is no series of periods in a row.
    """
    name = str(path)
    with opened(path) as (header, rows):
        period, column, notes = _columns(name, header, sales)
        part = _part_of_year(header, period)
        if part is not None:
            notes.insert(1, f"within the year: column {part.name!r}")
        whole = rows if part is None else (_with_part(row, period, part) for row in rows)
        points = _points(name, whole, period, column)
    if len(points) < 2:
        _too_few(name, len(points))
    ordinals, span, kind = _numbered(name, points, period)
    order = sorted(range(len(points)), key=lambda place: ordinals[place])
    _in_a_row(name, period, [(ordinals[place], points[place].row) for place in order], (span, kind))
    values = np.array([points[place].value for place in order])
    if order != sorted(order):
        notes.append("rows were not in order of time; they were sorted")
    if values.sum() <= 0.0:
        raise refused(name, "is 0 in every period; there is nothing to learn from it", 0, 0, column.name)
    skipped = int(np.argmax(values > 0.0))
    if skipped:
        notes.append(f"{skipped} periods without sales before the first sale were left out")
    if values.size - skipped < FEWEST_PERIODS:
        _too_few(name, values.size - skipped)
    first = ordinals[order[0]] + skipped
    return SalesSeries(column.name, name, values[skipped:], multiple(column.name), span, first, kind, tuple(notes))


def _too_few(file: str, count: int) -> NoReturn:
    periods = "period" if count == 1 else "periods"
    raise refused(file, f"has {count} {periods} from the first sale on; at least {FEWEST_PERIODS} are needed")


def _part_of_year(header: tuple[str, ...], period: Taken) -> Taken | None:
    """Return the column of quarters, months or weeks beside a column of years; None without one."""
    if "year" not in words(period.name):
        return None
    for word in ("quarter", "month", "week"):
        for place, name in enumerate(header):
            if place != period.place and words(name) == [word]:
                return Taken(Role.PERIOD, name, place, "it stands beside the year")
    return None


def _with_part(row: Row, period: Taken, part: Taken) -> Row:
    """Return a row whose cell of the year also tells the part of the year."""
    cells = list(row.cells)
    cells[period.place] = joined(cells[period.place], cells[part.place], part.name)
    return Row(row.line, tuple(cells))


def _columns(file: str, header: tuple[str, ...], asked: str | None) -> tuple[Taken, Taken, list[str]]:
    period = column_for(Role.PERIOD, header)
    if period is None and len(header) == 2:
        period = Taken(Role.PERIOD, header[0], 0, "it is the first of two columns")
    if period is None:
        message = "no column names a period; call one year, quarter, month, week, date or period"
        raise InputError((Problem(file, 1, 0, "", message, header),))
    used = frozenset({period.place})
    sales = named(Role.SALES, header, asked) if asked else column_for(Role.SALES, header, used)
    if sales is None and asked:
        raise InputError((Problem(file, 1, 0, "", f"no column is called {asked!r}", header),))
    rest = [Taken(Role.SALES, name, i, "the first column beside the period") for i, name in enumerate(header)]
    rest = [one for one in rest if one.place not in used]
    if sales is None and not rest:
        raise refused(file, "has no column beside the period", 1)
    sales = sales or rest[0]
    notes = [period.text, sales.text]
    others = [one.name for one in rest if one.place != sales.place]
    if others and not asked:
        notes.append(f"not used: {', '.join(others)}")
    return period, sales, notes


def _points(file: str, rows: Iterator[Row], period: Taken, sales: Taken) -> list[_Point]:
    complaints = Complaints(file)
    points: list[_Point] = []
    for row in rows:
        if len(points) >= MOST_PERIODS:
            message = f"has more than {MOST_PERIODS:,} periods; a panel needs a column that names the store or account"
            raise refused(file, message, row.line)
        found = moment(row.cells[period.place])
        if found is None:
            complaints.add(row, period, f"{row.cells[period.place]!r} is no period (write {', '.join(FORMS)})")
        value = complaints.number(row, sales)
        points.append(_Point(row, found or Moment(0, ""), value))
    complaints.tell()
    return points


def _numbered(file: str, points: list[_Point], period: Taken) -> tuple[list[int], Span, str]:
    kinds = {point.moment.kind: point.row for point in reversed(points)}
    if len(kinds) > 1:
        shown = " and ".join(sorted(kinds))
        line = max(row.line for row in kinds.values())
        raise refused(file, f"periods are written in several ways: {shown}", line, period.place + 1, period.name)
    kind = next(iter(kinds))
    numbers = [point.moment.ordinal for point in points]
    if kind == "date":
        span = span_of_dates(sorted(set(numbers)))
        if span is None:
            message = "dates are neither a week, a month, a quarter nor a year apart; sum sales over one of these"
            raise refused(file, message, 0, period.place + 1, period.name)
        return [date_ordinal(day, span) for day in numbers], span, kind
    spans = {"year": Span.YEAR, "quarter": Span.QUARTER, "month": Span.MONTH, "week": Span.WEEK}
    return numbers, spans.get(kind) or span_of_name(period.name), kind


def _in_a_row(file: str, period: Taken, points: list[tuple[int, Row]], how: tuple[Span, str]) -> None:
    complaints = Complaints(file)
    for (early, one), (late, other) in pairwise(points):
        if late == early:
            complaints.add(other, period, f"period {label(late, *how)} occurs twice, first in line {one.line}")
        elif late > early + 1:
            missing = label(early + 1, *how)
            last = "" if late == early + 2 else f" to {label(late - 1, *how)}"
            complaints.add(other, period, f"period {missing}{last} is missing after line {one.line}")
    complaints.tell()
