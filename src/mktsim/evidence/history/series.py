"""A sales series by period, read from a file and checked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.asked import Asked
from mktsim.evidence.history.columns import Role, Taken
from mktsim.evidence.history.flows import Flow, Source, flow_of
from mktsim.evidence.history.lines import HEADER, refused
from mktsim.evidence.history.rows import Limit, read_rows
from mktsim.evidence.history.spans import Span
from mktsim.evidence.history.survey import NAMED, Survey, surveyed
from mktsim.evidence.history.timed import is_daily, must_be_timed
from mktsim.science.arrays import Flags, Floats

MOST_PERIODS = 1_040
"""Longest series read: twenty years of weeks; a longer one is refused at this row, however long the file is."""
MOST_ROWS = 1_000_000
"""Longest file whose accounts are summed to a series."""
FEWEST_PERIODS = 4
"""Shortest series that anything can be said about."""
_RISING = 20
"""Periods from which sales that never fall are taken for cumulated ones; assumption."""
_RISING_TIMES = 3.0
_ROUGH = 0.05
"""Rise over the whole series, and relative spread of its steps, from which it is taken for cumulated; assumptions."""


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
    """Length of a period, together with `step`."""
    first: int
    """Calendar year of the first period in yearly series, months since year 0 in others; 0 without a calendar."""
    kind: str
    """How periods are written: year, quarter, month, week, date or number."""
    notes: tuple[str, ...]
    """Which columns were taken and why, and what was left out."""
    labels: tuple[str, ...] = ()
    """Periods as people write them, one for each."""
    step: int = 1
    """Spans that a period is long."""
    known: Flags = field(default_factory=lambda: np.ones(0, dtype=bool))
    """Whether sales of a period were in the file, shape (periods,); the others are filled in. Empty: all were."""

    @property
    def per_year(self) -> float:
        """Periods a year; below 1 where a period is longer than a year."""
        return self.span.value / self.step

    @property
    def observed(self) -> Flags:
        """Whether sales of a period were in the file, shape (periods,)."""
        return self.known if self.known.size else np.ones(self.sales.size, dtype=bool)

    def label(self, place: int) -> str:
        """Return the period at a place, from 0, as people write it."""
        return self.labels[place]


def read_series(path: str | Path, sales: str | None = None, asked: Asked | None = None) -> SalesSeries:
    """Read the series of one file; `sales` names the column of sales where the file leaves a choice.

    Sales of several accounts are summed, unless `asked` names one. Errors: InputError, with file, line and column,
    for anything that is no series of periods in a row.
    """
    wishes = asked or Asked()
    if sales is not None:
        others = tuple(one for one in wishes.columns if one[0] is not Role.SALES)
        wishes = replace(wishes, columns=(*others, (Role.SALES, (sales,))))
    survey = surveyed(path, wishes)
    if survey.sample.rows == 0:
        raise _too_few(str(path), 0)
    survey.ask(Role.PERIOD, Role.SALES, Role.UNIT)
    flow = survey.all(Role.STOCK, Role.CUMULATED, Role.SALES)[0]
    rows = read_rows(survey, wishes, (flow,), _limit(survey, wishes))
    if not rows.lines.size:
        raise _too_few(str(path), 0)
    when = must_be_timed(survey, rows, wishes)
    found = flow_of(Source(survey, wishes, flow, rows), when)
    return _series(survey, flow, found)


def _limit(survey: Survey, asked: Asked) -> Limit:
    """Return how many rows a series may have: those of twenty years of weeks, or of as many days or accounts."""
    if survey.all(Role.UNIT):
        return Limit(MOST_ROWS, f"has more than {MOST_ROWS:,} rows; cut it to the accounts or weeks that matter")
    if is_daily(survey, asked):
        return Limit(MOST_ROWS, f"has more than {MOST_ROWS:,} rows; sum them to weeks")
    message = f"has more than {MOST_PERIODS:,} periods; a panel needs a column that names the store or account"
    return Limit(MOST_PERIODS, message)


def _series(survey: Survey, flow: Taken, found: Flow) -> SalesSeries:
    """Return the series from its first sale on. Errors: InputError when nothing or too little is left."""
    name = survey.file
    total = np.nan_to_num(found.values)
    if total.size and total.sum() <= 0.0:
        raise refused(
            name, "is 0 in every period; there is nothing to learn from it", HEADER, flow.place + 1, flow.name
        )
    skipped = int(np.argmax(total > 0.0))
    values = found.values[skipped:]
    if values.size < FEWEST_PERIODS:
        raise _too_few(name, values.size)
    if values.size > MOST_PERIODS:
        raise refused(name, f"has {values.size:,} periods; at most {MOST_PERIODS:,} are read", HEADER)
    if flow.role is Role.SALES and flow.why != NAMED:
        _ask_if_cumulated(name, flow, values)
    notes = [*survey.notes(Role.PERIOD, Role.PART, flow.role, Role.UNIT), *found.notes, *_scale_note(flow)]
    if skipped:
        notes.append(f"{skipped} periods without sales before the first sale were left out")
    return SalesSeries(
        name=flow.name,
        file=name,
        sales=_filled(values),
        unit_multiple=flow.scale,
        span=found.when.span,
        first=_first(found, skipped),
        kind=found.when.kind,
        notes=tuple(notes),
        labels=tuple(found.when.label(found.first + skipped + place) for place in range(values.size)),
        step=found.when.step,
        known=np.isfinite(values),
    )


def _scale_note(flow: Taken) -> list[str]:
    return [f"one unit of {flow.name!r} stands for {flow.scale:,.0f}"] if flow.scale != 1.0 else []


def _first(found: Flow, skipped: int) -> int:
    """Return the calendar year or month of the first period; 0 without a calendar."""
    when = found.when
    if when.month == 0:
        return 0
    months = when.month + round((found.first + skipped) * 12 / when.per_year)
    return months // 12 if when.span is Span.YEAR else months


def _filled(values: Floats) -> Floats:
    """Return the series with what is not known between its neighbours, straight in logarithms where both are sold."""
    known = np.isfinite(values)
    missing, there = np.flatnonzero(~known), np.flatnonzero(known)
    filled = values.copy()
    if np.all(values[there] > 0.0):
        filled[missing] = np.exp(np.interp(missing, there, np.log(values[there])))
    else:
        filled[missing] = np.interp(missing, there, values[there])
    return filled


def _ask_if_cumulated(file: str, flow: Taken, values: Floats) -> None:
    """Refuse a long series that never falls, whose steps are as rough as sales are. Errors: InputError."""
    known = values[np.isfinite(values)]
    steps = np.diff(known)
    if known.size < _RISING or steps.min() < 0.0 or known[-1] < _RISING_TIMES * max(known[0], 1e-300):
        return
    if float(steps.std()) <= _ROUGH * float(steps.mean()):
        return
    message = (
        f"never falls in {known.size} periods; if it is cumulated say --columns cumulated={flow.name}, if these are "
        f"sales of a period say --columns sales={flow.name}"
    )
    raise InputError((Problem(file, HEADER, flow.place + 1, flow.name, message),))


def _too_few(file: str, count: int) -> InputError:
    periods = "period" if count == 1 else "periods"
    return refused(file, f"has {count} {periods} from the first sale on; at least {FEWEST_PERIODS} are needed", HEADER)
