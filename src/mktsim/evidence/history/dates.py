"""Periods told by dates: what lies between the rows shows whether they are weeks, months or a retail calendar.

Retail calendars divide years of 52 or 53 whole weeks into months of 4, 4 and 5 weeks or into thirteen periods of 4
weeks; a calendar of months has steps of 28 to 31 days.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mktsim.evidence.history.spans import (
    Numbered,
    Span,
    day_label,
    month_label,
    month_of_day,
    quarter_label,
    spaced,
)
from mktsim.science.arrays import Integers

_MONTH_DAYS = 365.25 / 12.0
_FIVE_WEEKS = 0.2
"""Share of steps of five weeks from which steps of four and five are months: a third in 4-4-5, a thirteenth at most in
thirteen periods of which one has a 53rd week."""
_EXCEPTIONS = 0.05
"""Share of weekly steps that need not be whole weeks, as where the day on which weeks end has changed."""


@dataclass(frozen=True)
class _Spacing:
    """How dates are numbered: periods of a fixed count of days, or of the calendar."""

    span: Span
    step: int
    days: float
    """Mean days between successive periods."""
    calendar: bool
    """Whether periods are those of the calendar rather than counts of weeks."""


def numbered_dates(days: Integers, *, ending: bool) -> Numbered | None:
    """Number dates, day numbers of shape (rows,); None when they fit no one length of period.

    `ending` says that a date stands at the end of its period.
    """
    steps = spaced(days.tolist())
    spacing = _spacing(steps)
    if spacing is None:
        return None
    unique, place = np.unique(days, return_inverse=True)
    ordinals, notes = _by_calendar(unique, spacing) if spacing.calendar else _by_distance(unique, spacing)
    notes = (*notes, *_told(spacing, steps))
    middle = int(unique[0] - spacing.days / 2 if ending or (not spacing.calendar and spacing.days > 7) else unique[0])
    label = _label(unique, ordinals, spacing, ending=ending)
    return Numbered(ordinals[place], spacing.span, spacing.step, "date", label, notes, month_of_day(middle))


def _spacing(steps: Sequence[int]) -> _Spacing | None:
    """Return what distances between successive dates say; the commonest distance counts, so that gaps may be."""
    if not steps:
        return None
    usual = sorted(steps)[len(steps) // 2]
    if usual % 7 == 0 and (found := _whole_weeks(steps, usual)):
        return found
    return _Spacing(Span.DAY, 1, 1.0, calendar=False) if usual == 1 else _of_calendar(usual)


def _of_calendar(usual: int) -> _Spacing | None:
    """Return the spacing of steps that are months, quarters, half-years or years; None where they are none."""
    for span, low, high in ((Span.MONTH, 28, 31), (Span.QUARTER, 89, 93), (Span.YEAR, 364, 367)):
        if low <= usual <= high:
            return _Spacing(span, 1, 365.25 / span.value, calendar=True)
    if 180 <= usual <= 185:
        return _Spacing(Span.QUARTER, 2, 365.25 / 2, calendar=True)
    years = round(usual / 365.25)
    if years >= 2 and abs(usual - 365.25 * years) <= 2.0:
        return _Spacing(Span.YEAR, years, 365.25 * years, calendar=True)
    return None


def _whole_weeks(steps: Sequence[int], usual: int) -> _Spacing | None:
    """Return the spacing of steps that are whole weeks but for a few; None where they are not."""
    odd = [step for step in steps if step % 7]
    if len(odd) > max(2, _EXCEPTIONS * len(steps)) or any(min(step % 7, -step % 7) > 3 for step in odd):
        return None
    fours = sum(step == 28 for step in steps)
    fives = sum(step == 35 for step in steps)
    if usual in {28, 35}:
        months = fives >= _FIVE_WEEKS * (fours + fives)
        return (
            _Spacing(Span.MONTH, 1, _MONTH_DAYS, calendar=False)
            if months
            else _Spacing(Span.WEEK, 4, 28.0, calendar=False)
        )
    if usual in {7, 14}:
        return _Spacing(Span.WEEK, usual // 7, float(usual), calendar=False)
    if usual in {84, 91, 98}:
        return _Spacing(Span.QUARTER, 1, 365.25 / 4, calendar=False)
    return _Spacing(Span.YEAR, 1, 365.25, calendar=False) if usual in {364, 371} else None


def _by_distance(unique: Integers, spacing: _Spacing) -> tuple[Integers, tuple[str, ...]]:
    """Number dates by the rounded distance from one to the next."""
    steps = np.diff(unique)
    ordinals = np.concatenate([[0], np.cumsum(np.rint(steps / spacing.days).astype(np.int64))])
    odd = np.flatnonzero(steps % 7) if spacing.days > 1 else np.array([], dtype=np.int64)
    notes = tuple(
        f"the day on which periods are dated changes after {day_label(int(unique[place]))}" for place in odd[:3]
    )
    return ordinals.astype(np.int64), notes


def _by_calendar(unique: Integers, spacing: _Spacing) -> tuple[Integers, tuple[str, ...]]:
    """Number dates by the month in which they fall, or by distance where ends of months drift over the first."""
    months = np.array([month_of_day(int(day)) for day in unique])
    length = round(12 * spacing.step / spacing.span.value)
    by_month = (months - months[0]) // length if length > 1 else months - months[0]
    by_distance = np.concatenate([[0], np.cumsum(np.rint(np.diff(unique) / spacing.days))]).astype(np.int64)
    return (by_distance if by_distance[-1] + 1 == unique.size else by_month), ()


def _told(spacing: _Spacing, steps: Sequence[int]) -> tuple[str, ...]:
    if spacing.span is Span.MONTH and not spacing.calendar:
        return ("dates are 4 and 5 weeks apart: months of a retail calendar (4-4-5)",)
    if spacing.span is Span.WEEK and spacing.step == 4:
        extra = ", one of them of 5 in a year of 53" if 35 in steps else ""
        return (f"dates are 4 weeks apart: thirteen periods a year{extra}",)
    if spacing.span is Span.YEAR and not spacing.calendar:
        return ("dates are 52 or 53 weeks apart: years of whole weeks",)
    if spacing.step > 1:
        return (f"dates are {spacing.step} {spacing.span.word}s apart",)
    return ()


def _label(unique: Integers, ordinals: Integers, spacing: _Spacing, *, ending: bool) -> Callable[[int], str]:
    dated: dict[int, int] = dict(zip(ordinals.tolist(), unique.tolist(), strict=True))
    first = month_of_day(int(unique[0]))
    weekly = "week to" if ending else "week of"

    def day(number: int) -> int:
        before = max((one for one in dated if one <= number), default=0)
        return round(dated.get(before, int(unique[0])) + (number - before) * spacing.days)

    def label(number: int) -> str:
        if spacing.calendar and spacing.span is Span.MONTH:
            return month_label(first + number)
        if spacing.calendar and spacing.span is Span.QUARTER and spacing.step == 1:
            return quarter_label(first // 3 + number)
        if spacing.span is Span.YEAR:
            return f"{first // 12 + number * spacing.step}"
        return f"{weekly} {day_label(day(number))}" if spacing.days == 7 else day_label(day(number))

    return label
