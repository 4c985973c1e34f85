"""Periods as they stand in files: years, quarters, months, weeks, or plain numbers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from mktsim.evidence.history.columns import words


class Span(Enum):
    """Length of a period; the value is how many there are in a year."""

    YEAR = 1
    QUARTER = 4
    MONTH = 12
    WEEK = 52


@dataclass(frozen=True)
class Moment:
    """One period as read."""

    ordinal: int
    """Number of the period, one more in each period; of the day for dates."""
    kind: str
    """How it was written: year, quarter, month, week, date or number."""


_QUARTER = re.compile(r"(\d{4})[-/ ]?[Qq]([1-4])$")
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})$")
_WEEK = re.compile(r"(\d{4})[-/ ]?[Ww](\d{1,2})$")
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T].*)?$")
_NUMBER = re.compile(r"\d{1,6}(?:\.0+)?$")
_SPANS = {"quarter": Span.QUARTER, "month": Span.MONTH, "week": Span.WEEK, "year": Span.YEAR}
_DAYS = {Span.WEEK: (7, 7), Span.MONTH: (28, 31), Span.QUARTER: (89, 93), Span.YEAR: (364, 367)}
FORMS = ("1998", "1998Q3", "1998-07", "1998-W27", "1998-07-05", "1, 2, 3 …")
"""Ways to write a period."""


def moment(cell: str) -> Moment | None:
    """Return a cell as a period; None when it cannot be read or does not exist.

    >>> moment("1998Q3"), moment("1998-13")
    (Moment(ordinal=7994, kind='quarter'), None)
    """
    text = cell.strip()
    try:
        return _of_calendar(text) or _of_number(text)
    except ValueError:
        return None


def _of_calendar(text: str) -> Moment | None:
    """Return a quarter, month, week or date; None for another form. Raises ValueError for one that does not exist."""
    if found := _QUARTER.match(text):
        return Moment(4 * int(found[1]) + int(found[2]) - 1, "quarter")
    if found := _MONTH.match(text):
        return Moment(12 * int(found[1]) + dt.date(int(found[1]), int(found[2]), 1).month - 1, "month")
    if found := _WEEK.match(text):
        return Moment(dt.date.fromisocalendar(int(found[1]), int(found[2]), 1).toordinal() // 7, "week")
    if found := _DATE.match(text):
        return Moment(dt.date(int(found[1]), int(found[2]), int(found[3])).toordinal(), "date")
    return None


def _of_number(text: str) -> Moment | None:
    if not _NUMBER.match(text):
        return None
    number = int(float(text))
    return Moment(number, "year" if 1500 <= number <= 2200 else "number")


def joined(year: str, part: str, name: str) -> str:
    """Return a year and the number of a quarter, month or week in it as one period; `name` is that of the part.

    >>> joined("1998", "7", "month"), joined("1998", "3", "quarter"), joined("1998", "w7", "week")
    ('1998-7', '1998Q3', '1998-W7')
    """
    between = {Span.QUARTER: "Q", Span.MONTH: "-", Span.WEEK: "-W"}[span_of_name(name)]
    return f"{year}{between}{part.strip().upper().removeprefix('Q').removeprefix('W')}"


def span_of_dates(days: list[int]) -> Span | None:
    """Return the span that dates, sorted, are apart; None when they fit no one span.

    One gap does not change the answer: the commonest distance counts.
    """
    steps = sorted(late - early for early, late in pairwise(days))
    if not steps:
        return None
    usual = steps[len(steps) // 2]
    return next((span for span, (low, high) in _DAYS.items() if low <= usual <= high), None)


def date_ordinal(day: int, span: Span) -> int:
    """Return the number of the period in which a day falls."""
    date = dt.date.fromordinal(day)
    if span is Span.WEEK:
        return day // 7
    return (date.year * 12 + date.month - 1) // (12 // int(span.value))


def span_of_name(column: str) -> Span:
    """Return the span that a column of plain numbers has by its name; years when it says nothing.

    >>> span_of_name("month")
    <Span.MONTH: 12>
    """
    return next((_SPANS[word] for word in words(column) if word in _SPANS), Span.YEAR)


def label(ordinal: int, span: Span, kind: str) -> str:
    """Return a period as people write it."""
    if kind == "number":
        return str(ordinal)
    if span is Span.YEAR:
        return str(ordinal)
    if span is Span.WEEK:
        return f"week of {dt.date.fromordinal(7 * ordinal + 1).isoformat()}"
    year, part = divmod(ordinal, span.value)
    return f"{year}Q{part + 1}" if span is Span.QUARTER else f"{year}-{part + 1:02d}"
