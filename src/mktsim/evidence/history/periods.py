"""A column of periods: one way of writing for all of it, found from all its rows, then numbered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mktsim.evidence.history.dates import numbered_dates
from mktsim.evidence.history.moments import DayOrder, Form, Moment, moment
from mktsim.evidence.history.names import Heading
from mktsim.evidence.history.running import numbered_numbers, numbered_pairs
from mktsim.evidence.history.spans import Numbered, Span, month_label, quarter_label
from mktsim.science.arrays import Integers

FORMS = ("1998", "1998Q3", "1998-07", "1998-W27", "1998-07-05", "Jan 1998", "1, 2, 3 …")
"""Ways to write a period."""
JOINT = "\x1f"
"""Stands between a year and a part of it that were in columns of their own."""
_UNITS = {
    "week": "week wk woche semana semaine settimana kw weeks yearweek yyyyww",
    "month": "month mth mo mes mois monat mese months yyyymm yearmonth",
    "quarter": "quarter qtr quartal trimestre fq quarters",
    "day": "day tag dia jour giorno days",
    "period": "period periode periodo pd",
    "year": "year yr jahr ano annee anno fy season saison years",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_ENDING = frozenset({"ending", "end", "ended", "to", "we", "ends"})


@dataclass(frozen=True, eq=False)
class PeriodColumn:
    """The cells of a column of periods; equal cells are held once."""

    texts: tuple[str, ...]
    """Different cells in order of appearance."""
    codes: Integers
    """Place of each row's cell among the texts, shape (rows,)."""
    groups: Integers
    """Account of each row, shape (rows,); zeros without accounts."""
    heading: Heading
    """Name of the column; of the part where year and part stand in columns of their own."""
    order: DayOrder | None = None
    """Order of day and month; None to find it."""


@dataclass(frozen=True)
class PeriodTrouble:
    """A cell that is no period, or none among its neighbours; no cell where the column as a whole is the trouble."""

    text: str | None
    message: str


def unit_of(words: Sequence[str]) -> str:
    """Return the length of a period by the name of its column; empty where it says none.

    >>> unit_of(("fiscal", "week", "number")), unit_of(("date",))
    ('week', '')
    """
    found = [_UNIT_OF[word] for word in words if word in _UNIT_OF]
    return "" if {"date", "ending"} & set(words) else found[-1] if found else ""


def numbered(column: PeriodColumn) -> Numbered | tuple[PeriodTrouble, ...]:
    """Number the periods of a column, or say what is wrong with it."""
    orders = (column.order,) if column.order else tuple(DayOrder)
    read = [[_moment(text, order) for text in column.texts] for order in orders]
    unread = [sum(one is None for one in moments) for moments in read]
    best = [moments for moments, count in zip(read, unread, strict=True) if count == min(unread)]
    if len(best) == 1 or best[0] == best[1]:
        return _of_moments(column, best[0])
    return _regular([_of_moments(column, moments) for moments in best], column)


def _moment(text: str, order: DayOrder) -> Moment | None:
    if JOINT not in text:
        return moment(text, order)
    parts = [moment(one, order) for one in text.split(JOINT)]
    if any(one is None for one in parts):
        return None
    year, *rest = (one for one in parts if one is not None)
    if year.form not in {Form.NUMBER, Form.YEAR, Form.PAIR} or not 1000 <= year.value <= 2999:
        return None
    if len(rest) == 2:
        return moment(f"{year.value:04d}-{_part(rest[0])}-{_part(rest[1])}")
    return Moment(Form.PAIR, year.value, _part(rest[0]), rest[0].unit or ("month" if rest[0].form is Form.NAME else ""))


def _part(one: Moment) -> int:
    return one.value if one.form in {Form.NUMBER, Form.NAME} else 0


def _regular(
    found: list[Numbered | tuple[PeriodTrouble, ...]], column: PeriodColumn
) -> Numbered | tuple[PeriodTrouble, ...]:
    """Return the reading of dates that leaves no gap; trouble where both or neither do."""
    whole = [
        one for one in found if isinstance(one, Numbered) and one.ordinals.max() + 1 == np.unique(one.ordinals).size
    ]
    if len(whole) == 1:
        return whole[0]
    text = next(text for text in column.texts if moment(text, DayOrder.DMY) != moment(text, DayOrder.MDY))
    message = f"{text!r} is one day with the day first and another with the month first; say --dates dmy or --dates mdy"
    return (PeriodTrouble(text, message),)


def _of_moments(column: PeriodColumn, moments: list[Moment | None]) -> Numbered | tuple[PeriodTrouble, ...]:
    forms = Counter(one.form for one in moments if one is not None)
    if not forms:
        return _unread(column, moments)
    usual = forms.most_common(1)[0][0]
    kept = [None if one is not None and _no_month(one, usual) else one for one in moments]
    if any(one is None for one in kept):
        return _unread(column, kept)
    known = [one for one in kept if one is not None]
    other = next((text for text, one in zip(column.texts, known, strict=True) if one.form is not usual), None)
    if other is not None:
        shown = " and ".join(sorted({one.form.value for one in known}))
        return (PeriodTrouble(other, f"periods are written in several ways: {shown}"),)
    return _of_form(column, usual, known)


def _no_month(one: Moment, usual: Form) -> bool:
    """Return whether a lone cell such as 2003-13 stands among others and is no month."""
    return one.form is Form.PAIR and usual is not Form.PAIR and not 1 <= one.part <= 12


def _unread(column: PeriodColumn, moments: list[Moment | None]) -> tuple[PeriodTrouble, ...]:
    forms = ", ".join(FORMS)
    return tuple(
        PeriodTrouble(text, f"{_shown(text)} is no period (write {forms})")
        for text, one in zip(column.texts, moments, strict=True)
        if one is None
    )


def _shown(text: str) -> str:
    plain = text.replace(JOINT, ", ")
    return repr(plain if len(plain) <= 40 else f"{plain[:40]}…")


def _of_form(column: PeriodColumn, form: Form, known: list[Moment]) -> Numbered | tuple[PeriodTrouble, ...]:
    values, parts = (np.array([getattr(one, name) for one in known])[column.codes] for name in ("value", "part"))
    unit = next((one.unit for one in known if one.unit), "") or unit_of(column.heading.words)
    found: Numbered | None
    if form is Form.DATE:
        found = numbered_dates(values, ending=bool(_ENDING & set(column.heading.words)))
    elif form in {Form.PAIR, Form.WEEK}:
        found = numbered_pairs(values, parts, "week" if form is Form.WEEK else unit)
    elif form is Form.NUMBER:
        found = numbered_numbers(values, unit, column.groups)
    elif form is Form.NAME:
        found = numbered_numbers(values, "month", column.groups)
    else:
        found = _counted(values, form)
    return found if found is not None else _misfit(column, form, parts)


def _half_label(number: int) -> str:
    return f"{number // 2}H{number % 2 + 1}"


_COUNTED: dict[Form, tuple[Span, int, int, Callable[[int], str]]] = {
    Form.MONTH: (Span.MONTH, 1, 1, month_label),
    Form.QUARTER: (Span.QUARTER, 1, 3, quarter_label),
    Form.HALF: (Span.QUARTER, 2, 6, _half_label),
    Form.YEAR: (Span.YEAR, 1, 12, str),
}
"""Span, spans and months in a period, and its label, of forms that are numbers of themselves."""


def _counted(values: Integers, form: Form) -> Numbered:
    """Number months, quarters, half-years and years, which are numbers of themselves."""
    first = int(values.min())
    span, step, months, label = _COUNTED[form]
    kind = "year" if form is Form.YEAR else form.value
    return Numbered(
        values - first, span, step, kind, lambda place: label(first + place), (), months * first + months // 2
    )


def _misfit(column: PeriodColumn, form: Form, parts: Integers) -> tuple[PeriodTrouble, ...]:
    if form in {Form.PAIR, Form.WEEK}:
        row = int(np.argmax(parts)) if parts.max() > 12 else int(np.argmin(parts))
        text = column.texts[column.codes[row]]
        return (PeriodTrouble(text, f"{_shown(text)} is no period: a year has no part {parts[row]}"),)
    message = (
        "dates are neither a week, a month, a quarter nor a year apart; sum sales over one of these"
        if form is Form.DATE
        else "numbers are no periods"
    )
    return (PeriodTrouble(None, message),)
