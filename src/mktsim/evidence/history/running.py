"""Periods told by whole numbers: years, week numbers, year and week in one number, dates of spreadsheets.

The name of the column and the distance between rows decide together: 1600 is a week where the column is called week,
43107 is a date where rows are seven apart, 202001 is a week or a month by the largest number that occurs.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from math import gcd

import numpy as np

from mktsim.evidence.history.dates import numbered_dates
from mktsim.evidence.history.spans import Numbered, Span, month_label, quarter_label, spaced
from mktsim.science.arrays import Integers

_SPREADSHEET_ZERO = dt.date(1899, 12, 30).toordinal()
_SPREADSHEET = (20_000, 60_000)
"""Serial dates of spreadsheets from 1954 to 2064."""
_EPOCH = dt.date(1970, 1, 1).toordinal()
_YEARS = (1500, 2200)
_CENTURIES = (1900, 2100)
_BY_UNIT = {"week": Span.WEEK, "month": Span.MONTH, "quarter": Span.QUARTER, "day": Span.DAY}
_CYCLES = {"week": (52, 53), "month": (12,), "quarter": (4,), "period": (12, 13)}


def numbered_numbers(values: Integers, unit: str, groups: Integers) -> Numbered | None:
    """Number plain numbers of shape (rows,), `unit` being what the column is called; None where they are no periods.

    `groups` are the accounts in which numbers may begin again, shape (rows,).
    """
    low, high = int(values.min()), int(values.max())
    if _all_pairs(values, 100) and unit not in {"day", "quarter"}:
        return _noted(numbered_pairs(values // 100, values % 100, unit), values, "year and number within the year")
    if unit == "quarter" and _all_pairs(values, 10):
        return _noted(numbered_pairs(values // 10, values % 10, unit), values, "year and quarter")
    if found := _instants(values, unit):
        return found
    if unit == "year" or (unit == "" and _YEARS[0] <= low and high <= _YEARS[1]):
        return _plain(values, Span.YEAR, "year")
    if (cycle := _cycle(values, unit, groups)) is not None:
        return cycle
    return _plain(values, _BY_UNIT.get(unit, Span.YEAR), "number")


def numbered_pairs(years: Integers, parts: Integers, unit: str) -> Numbered | None:
    """Number pairs of a year and a part of it, each of shape (rows,); None where the parts fit no division of a year.

    `unit` is what the part is called, empty where that is not known.
    """
    top = int(parts.max())
    if parts.min() < 1 or top > 53:
        return None if not _fiscal(years, parts, unit) else _plain(years, Span.YEAR, "year")
    if _fiscal(years, parts, unit):
        return _plain(years, Span.YEAR, "year")
    count = _parts_a_year(years, parts, unit)
    if top > count:
        return None
    if count == 53:
        return _weeks(years, parts)
    if count == 13:
        return _thirteen(years, parts)
    span, label = (Span.QUARTER, quarter_label) if count == 4 else (Span.MONTH, month_label)
    ordinals = count * years + parts - 1
    first = int(ordinals.min())
    return Numbered(
        ordinals - first, span, 1, span.word, lambda place: label(first + place), (), first * (12 // count) + 6 // count
    )


def _parts_a_year(years: Integers, parts: Integers, unit: str) -> int:
    """Return how many parts a year has, 53 for weeks, by the name and the largest part that occurs."""
    top = int(parts.max())
    named = {"week": 53, "month": 12, "quarter": 4}.get(unit)
    if named is not None:
        return named
    if top <= 4 and _fills(years, parts, 4):
        return 4
    return 12 if top <= 12 else 13 if top == 13 else 53


def _fills(years: Integers, parts: Integers, count: int) -> bool:
    """Return whether some year has all its parts and no year begins with another than the first."""
    return any(np.unique(parts[years == year]).size == count for year in np.unique(years)) and np.unique(years).size > 1


def _fiscal(years: Integers, parts: Integers, unit: str) -> bool:
    """Return whether pairs such as 2001/02 name a year by its ends."""
    return unit in {"", "year"} and np.unique(years).size > 1 and bool(np.all(parts == (years + 1) % 100))


def _weeks(years: Integers, parts: Integers) -> Numbered:
    """Number weeks of a year: by ISO 8601 where its long years are the file's, otherwise by the file's own."""
    known = range(int(years.min()), int(years.max()) + 1)
    top = {year: int(parts[years == year].max(initial=0)) for year in known}
    iso = {year: dt.date(year, 12, 28).isocalendar()[1] for year in known}
    same = all(top[year] in {0, iso[year]} or top[year] < 52 for year in known if year < known[-1])
    if same and top[known[-1]] <= iso[known[-1]]:
        return _iso_weeks(years, parts)
    lengths = np.array([53 if top[year] == 53 else 52 for year in known])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    ordinals = starts[years - known[0]] + parts - 1
    first = int(ordinals.min())

    def label(place: int) -> str:
        year = int(np.searchsorted(starts, first + place, side="right")) - 1
        return f"{known[0] + year}-W{first + place - starts[year] + 1:02d}"

    month = 12 * known[0] + min(11, first * 12 // 52)
    note = "weeks are counted by the file's own years of 52 or 53 weeks"
    return Numbered(ordinals - first, Span.WEEK, 1, "week", label, (note,), month)


def _iso_weeks(years: Integers, parts: Integers) -> Numbered:
    pairs = {(int(y), int(w)) for y, w in zip(years, parts, strict=True)}
    day = {pair: dt.date.fromisocalendar(*pair, 1).toordinal() for pair in pairs}
    days = np.array([day[int(y), int(w)] for y, w in zip(years, parts, strict=True)], dtype=np.int64)
    first = int(days.min())
    date = dt.date.fromordinal(first)

    def label(place: int) -> str:
        return f"week of {dt.date.fromordinal(first + 7 * place).isoformat()}"

    return Numbered((days - first) // 7, Span.WEEK, 1, "week", label, (), 12 * date.year + date.month - 1)


def _thirteen(years: Integers, parts: Integers) -> Numbered:
    ordinals = 13 * years + parts - 1
    first = int(ordinals.min())
    note = "thirteen periods of 4 weeks a year"

    def label(place: int) -> str:
        return f"{(first + place) // 13}-P{(first + place) % 13 + 1:02d}"

    month = 12 * (first // 13) + (first % 13) * 12 // 13
    return Numbered(ordinals - first, Span.WEEK, 4, "period", label, (note,), month)


def _all_pairs(values: Integers, base: int) -> bool:
    """Return whether all numbers are a year and a part of it, written together."""
    years, parts = values // base, values % base
    inside = (years >= _CENTURIES[0]) & (years <= _CENTURIES[1]) & (parts >= 1) & (parts <= (53 if base == 100 else 4))
    return bool(inside.all())


def _instants(values: Integers, unit: str) -> Numbered | None:
    """Return numbers that are dates of a spreadsheet or seconds since 1970; None where they are neither."""
    low, high = int(values.min()), int(values.max())
    if unit in {"", "day", "week"} and _SPREADSHEET[0] <= low and high <= _SPREADSHEET[1]:
        found = numbered_dates(values + _SPREADSHEET_ZERO, ending=False)
        fits = found is not None and (unit != "week" or found.span is not Span.DAY)
        return _noted(found, values, "dates of a spreadsheet") if fits else None
    for per_day, name in ((86_400, "seconds"), (86_400_000, "milliseconds")):
        if 10**8 * (per_day // 86_400) <= low and high < 10**10 * (per_day // 86_400):
            return _noted(numbered_dates(values // per_day + _EPOCH, ending=False), values, f"{name} since 1970")
    return None


def _noted(found: Numbered | None, values: Integers, how: str) -> Numbered | None:
    if found is None:
        return None
    first = int(values[int(np.argmin(found.ordinals))])
    return replace(found, notes=(f"numbers are read as {how}: {first} is {found.label(0)}", *found.notes))


def _plain(values: Integers, span: Span, kind: str) -> Numbered:
    """Number by the values themselves, or by every k-th where all are k apart."""
    steps = spaced(values.tolist())
    step = gcd(*steps) if steps else 1
    first = int(values.min())
    notes = (f"numbers are {step} {span.word}s apart",) if step > 1 else ()
    month = 12 * first + 6 if kind == "year" else 0
    label = partial(_numbered_label, first, step)
    return Numbered((values - first) // step, span, step, kind, label, notes, month)


def _numbered_label(first: int, step: int, place: int) -> str:
    return str(first + step * place)


def _cycle(values: Integers, unit: str, groups: Integers) -> Numbered | None:
    """Return numbers that begin again after a year, in the order of rows; None where they do not."""
    if np.unique(values).size == values.size:
        return None
    for count in _CYCLES.get(unit, ()):
        ordinals = np.empty(values.size, dtype=np.int64)
        for group in np.unique(groups):
            mine = np.flatnonzero(groups == group)
            ordinals[mine] = _unrolled(values[mine], count)
        again = ordinals.max() >= values.max()
        if np.all(ordinals >= 0) and again:
            span, step = (Span.WEEK, 4) if count == 13 else (_BY_UNIT.get(unit, Span.MONTH), 1)
            note = f"numbers begin again after {count}: rows are taken in their order"
            first = int(ordinals.min())
            return Numbered(ordinals - first, span, step, "number", partial(_numbered_label, first + 1, 1), (note,))
    return None


def _unrolled(values: Integers, count: int) -> Integers:
    """Return numbers that go on where they begin again after `count`; negative where they do anything else."""
    steps = np.diff(values)
    wraps = (steps < 0) & (values[:-1] >= count - (count == 53)) & (values[1:] == 1)
    if np.any((steps != 1) & ~wraps) or values.max() > count or not wraps.any():
        return np.full(values.size, -1, dtype=np.int64)
    return np.asarray(values[0] - 1 + np.concatenate([[0], np.cumsum(np.where(wraps, 1, steps))]), dtype=np.int64)
