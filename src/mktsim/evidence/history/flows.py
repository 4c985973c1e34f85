"""From rows to sales by successive periods: accounts and days are summed, stocks become changes, gaps are told.

Nothing is filled in silence: a period without a row is refused unless the user says what it means.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.asked import Asked, Gaps
from mktsim.evidence.history.cells import MOST_PROBLEMS
from mktsim.evidence.history.columns import Role, Taken
from mktsim.evidence.history.lines import HEADER, refused
from mktsim.evidence.history.rows import RETURNED, RETURNS, Rows
from mktsim.evidence.history.spans import Numbered, Span
from mktsim.evidence.history.survey import Survey
from mktsim.science.arrays import Floats, Integers

_FIRST = 2.0
"""A first cumulated value is sales of its own period up to this multiple of the largest change; assumption."""
_GAPS = "say --gaps zero if nothing was sold in such periods, --gaps missing if nobody knows"


@dataclass(frozen=True, eq=False)
class Source:
    """Rows of a file with what is known of them."""

    survey: Survey
    asked: Asked
    flow: Taken
    """The column of sales, or of the stock or cumulated figure they are told from."""
    rows: Rows

    @property
    def file(self) -> str:
        """The file as the user named it."""
        return self.survey.file

    @property
    def values(self) -> Floats:
        """Cells of that column, shape (rows,)."""
        return self.rows.numbers[self.flow.place]


@dataclass(frozen=True, eq=False)
class Flow:
    """Sales by successive periods."""

    values: Floats
    """Sales, NaN where they are not known, shape (periods,)."""
    when: Numbered
    """The periods, numbered from the first."""
    first: int
    """Number of the first period among them."""
    notes: list[str] = field(default_factory=list)


def flow_of(source: Source, when: Numbered) -> Flow:
    """Sum rows to periods. Errors: InputError for gaps that nobody spoke of, for periods twice, for negative sales."""
    source, when, notes = _chosen(source, when)
    if when.span is Span.DAY and when.step == 1:
        source, when, said = _weekly(source, when)
        notes += said
    elif (twice := _twice(source, when)) is not None:
        raise twice
    _no_holes(source, when)
    flow = _summed(source, when)
    flow.notes[:0] = [*notes, *source.rows.notes]
    if source.flow.role in {Role.STOCK, Role.CUMULATED}:
        flow = _changes(source, flow)
    return _without_returns(source, flow)


def _chosen(source: Source, when: Numbered) -> tuple[Source, Numbered, list[str]]:
    """Return the rows of the account that was asked for, or all with a note that accounts are summed."""
    accounts, rows, asked = source.rows.accounts, source.rows, source.asked.account
    columns = ", ".join(repr(one.name) for one in source.survey.all(Role.UNIT))
    if asked is None:
        many = (
            f"sales of {len(accounts)} accounts (column {columns}) are summed; one alone with --account {accounts[0]}"
        )
        return source, when, [many] if len(accounts) > 1 else []
    if asked not in accounts:
        raise InputError((Problem(source.file, 0, 0, "", f"no account is called {asked!r}", accounts[:20]),))
    mine = rows.account == accounts.index(asked)
    numbers = {place: column[mine] for place, column in rows.numbers.items()}
    fewer = replace(rows, lines=rows.lines[mine], account=rows.account[mine], period=rows.period[mine], numbers=numbers)
    return (
        replace(source, rows=fewer),
        replace(when, ordinals=when.ordinals[mine]),
        [f"sales of account {asked!r} alone"],
    )


def _twice(source: Source, when: Numbered) -> InputError | None:
    """Return what is wrong where an account has a period twice."""
    rows = source.rows
    complaints: list[Problem] = []
    seen: dict[tuple[int, int], int] = {}
    for account, ordinal, line in zip(rows.account.tolist(), when.ordinals.tolist(), rows.lines.tolist(), strict=True):
        first = seen.setdefault((account, ordinal), line)
        if first != line and len(complaints) < MOST_PROBLEMS:
            who = f" of account {rows.accounts[account]!r}" if len(rows.accounts) > 1 else ""
            message = f"period {when.label(ordinal)}{who} occurs twice, first in line {first}"
            complaints.append(_problem(source, line, message))
    return InputError(tuple(complaints)) if complaints else None


def _problem(source: Source, line: int, message: str) -> Problem:
    period = source.survey.all(Role.PERIOD)[0]
    return Problem(source.file, line, period.place + 1, period.name, message)


def _weekly(source: Source, when: Numbered) -> tuple[Source, Numbered, list[str]]:
    """Return days as weeks that begin on the first day; several rows of a day are summed."""
    first = int(when.ordinals.min())
    last = int(when.ordinals.max())
    whole = (last - first + 1) // 7
    if whole < 1:
        message = "dates are days, neither a week, a month, a quarter nor a year apart, and make no whole week"
        raise InputError((_problem(source, 0, message),))
    kept = when.ordinals - first < 7 * whole
    _no_missing_days(source, when, kept)
    rows = source.rows
    days = [column[kept] for column in (rows.lines, rows.account, rows.period)]
    numbers = {place: column[kept] for place, column in rows.numbers.items()}
    weeks = (when.ordinals[kept] - first) // 7
    keys, place = np.unique(np.stack([days[1], weeks]), axis=1, return_inverse=True)
    place = place.reshape(-1)
    sums = {column: _sum(place, values, keys.shape[1]) for column, values in numbers.items()}
    lines = np.full(keys.shape[1], np.iinfo(np.int64).max)
    np.minimum.at(lines, place, days[0])
    start = when.label(first)
    merged = replace(rows, lines=lines, account=keys[0], period=np.zeros_like(lines), numbers=sums)
    left = last - first + 1 - 7 * whole
    notes = [f"days are summed to weeks that begin on {start}"]
    notes += [f"the last {left} days make no whole week and are left out"] if left else []
    found = Numbered(
        keys[1], Span.WEEK, 1, when.kind, lambda week: f"week of {when.label(first + 7 * week)}", (), when.month
    )
    return replace(source, rows=merged), found, notes


def _sum(place: Integers, values: Floats, size: int) -> Floats:
    """Return the sums of values by place, shape (size,)."""
    return np.asarray(np.bincount(place, values, size), dtype=np.float64)


def _no_missing_days(source: Source, when: Numbered, kept: np.ndarray) -> None:
    """Refuse days without a row, days of the week that never have one aside. Errors: InputError."""
    if source.asked.gaps is not None:
        return
    source.rows.must_be_full()
    there = np.zeros(int(when.ordinals[kept].max()) + 7, dtype=bool)
    there[when.ordinals[kept]] = True
    open_days = np.unique(when.ordinals % 7)
    days = np.arange(int(when.ordinals.min()), int(when.ordinals[kept].max()) + 1)
    missing = days[~there[days] & np.isin(days % 7, open_days)]
    if missing.size:
        shown = ", ".join(when.label(int(day)) for day in missing[:3]) + (" …" if missing.size > 3 else "")
        raise InputError((_problem(source, 0, f"{missing.size} days have no row ({shown}); {_GAPS}"),))


def _no_holes(source: Source, when: Numbered) -> None:
    """Refuse periods without a row or number between the first and the last of an account. Errors: InputError."""
    if source.asked.gaps is not None:
        return
    rows, problems = source.rows, [*source.rows.empty[:MOST_PROBLEMS]]
    order = np.lexsort((when.ordinals, rows.account))
    account, ordinal, line = rows.account[order], when.ordinals[order], rows.lines[order]
    holes = np.flatnonzero((account[1:] == account[:-1]) & (np.diff(ordinal) > 1))
    for place in holes[:MOST_PROBLEMS].tolist():
        early, late = int(ordinal[place]), int(ordinal[place + 1])
        until = "" if late == early + 2 else f" to {when.label(late - 1)}"
        who = f" of account {rows.accounts[account[place]]!r}" if len(rows.accounts) > 1 else ""
        message = f"period {when.label(early + 1)}{until}{who} is missing after line {line[place]}; {_GAPS}"
        problems.append(_problem(source, int(line[place + 1]), message))
    if problems:
        raise InputError(tuple(sorted(problems, key=lambda one: one.line)))


def _summed(source: Source, when: Numbered) -> Flow:
    """Sum accounts by period; what is not known stays so, or counts as nothing sold."""
    first = int(when.ordinals.min())
    size = int(when.ordinals.max()) - first + 1
    place = when.ordinals - first
    values = np.where(np.isfinite(source.values), source.values, 0.0)
    total = _sum(place, values, size)
    unknown = _unknown(source, place, size)
    notes = []
    if unknown.any():
        if source.asked.gaps is Gaps.MISSING:
            total[unknown] = np.nan
        words = "taken as not known" if source.asked.gaps is Gaps.MISSING else "taken as no sales"
        notes.append(f"{int(unknown.sum())} periods without a row or number for each account were {words}")
    if np.any(np.diff(source.rows.lines[np.argsort(place, kind="stable")]) < 0) and len(source.rows.accounts) == 1:
        notes.append("rows were not in order of time; they were sorted")
    return Flow(total, when, first, [*when.notes, *notes, *_uneven(source, place, size)])


def _unknown(source: Source, place: Integers, size: int) -> np.ndarray:
    """Return in which periods an account lacks its row or number between its first and last, shape (periods,)."""
    rows = source.rows
    unknown = np.zeros(size, dtype=bool)
    unknown[place[~np.isfinite(source.values)]] = True
    order = np.lexsort((place, rows.account))
    account, ordinal = rows.account[order], place[order]
    for hole in np.flatnonzero((account[1:] == account[:-1]) & (np.diff(ordinal) > 1)).tolist():
        unknown[ordinal[hole] + 1 : ordinal[hole + 1]] = True
    return unknown


def _uneven(source: Source, place: Integers, size: int) -> list[str]:
    """Return a note where accounts come or go."""
    counts = np.bincount(place, minlength=size)
    low, high = int(counts.min()), int(counts.max())
    if low == high or len(source.rows.accounts) == 1 or source.asked.account is not None:
        return []
    return [f"between {low} and {high} accounts have a row in a period: some of the change is theirs"]


def _changes(source: Source, flow: Flow) -> Flow:
    """Return the changes of a stock or cumulated figure; one that begins again with the year counts from there."""
    steps = np.diff(flow.values)
    kept = flow.values[:1]
    if source.flow.role is Role.CUMULATED:
        restarts = steps < 0.0
        steps = np.where(restarts, flow.values[1:], steps)
        if not kept[0] <= _FIRST * np.nanmax(steps, initial=0.0):
            kept = kept[:0]
    else:
        kept = kept[:0]
    first = flow.first + (1 - kept.size)
    note = f"sales are the changes of {source.flow.name!r}"
    return Flow(np.concatenate([kept, steps]), flow.when, first, [*flow.notes, note])


def _without_returns(source: Source, flow: Flow) -> Flow:
    """Return sales without the few periods in which returns exceed them. Errors: InputError for more than that."""
    known = np.isfinite(flow.values)
    negative = known & (flow.values < 0.0)
    if not negative.any():
        return flow
    usual = float(np.median(flow.values[known & (flow.values > 0.0)])) if np.any(flow.values[known] > 0.0) else 0.0
    small = bool(np.all(-flow.values[negative] <= RETURNS * usual))
    if not small or negative.sum() > max(1, RETURNED * known.sum()):
        raise _negative(source, flow, int(np.argmax(negative)))
    flow.notes.append(f"{int(negative.sum())} periods in which returns exceed sales count as 0")
    return replace(flow, values=np.where(negative, 0.0, flow.values))


def _negative(source: Source, flow: Flow, place: int) -> InputError:
    if source.flow.role is not Role.SALES:
        message = (
            f"changes by {flow.values[place]:g} in {flow.when.label(flow.first + place)}; sales cannot be told from it"
        )
        return refused(source.file, message, HEADER, source.flow.place + 1, source.flow.name)
    mine = np.flatnonzero(flow.when.ordinals == flow.first + place)
    line = int(source.rows.lines[mine[int(np.argmin(source.values[mine]))]])
    message = f"{flow.values[place]:g} is negative, and more than returns of a few periods"
    return refused(source.file, message, line, source.flow.place + 1, source.flow.name)
