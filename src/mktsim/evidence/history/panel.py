"""A panel of sales with what may have driven them, read from a file and checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.asked import Asked
from mktsim.evidence.history.columns import Role, Taken
from mktsim.evidence.history.lines import HEADER, refused
from mktsim.evidence.history.rows import Limit, Rows, read_rows
from mktsim.evidence.history.spans import Numbered, Span
from mktsim.evidence.history.survey import Survey, surveyed
from mktsim.evidence.history.timed import timed
from mktsim.science.arrays import Flags, Floats, Integers

MOST_ROWS = 1_000_000
"""Longest panel read; a longer one is refused at this row, so that memory stays below 100 MB."""
FEWEST_ROWS = 10
"""Shortest panel that anything can be said about."""
_ASKED_FOR = (Role.SALES, Role.PRICE, Role.UNIT, Role.DISPLAY, Role.FEATURE, Role.DISTRIBUTION, Role.ADVERTISING)
_ONE = (Role.PRICE, Role.DISTRIBUTION, Role.DISPLAY, Role.FEATURE)
_NO_PERIODS = "its cells are not all periods written in one way, or are years alone"


@dataclass(frozen=True, eq=False)
class SalesPanel:
    """Sales by account and row with drivers."""

    file: str
    """The file as the user named it."""
    accounts: tuple[str, ...]
    """Names of stores or accounts, in order of appearance."""
    account: Integers
    """Account of each row, shape (rows,)."""
    sales: Floats
    """Sales, shape (rows,), none negative."""
    drivers: tuple[tuple[Role, Floats], ...]
    """Price, advertising, distribution, display, feature, price and deals of others as far as there are such columns,
    each of shape (rows,)."""
    notes: tuple[str, ...]
    """Which columns were taken and why."""
    period: Integers | None = None
    """Number of each row's period from 0, shape (rows,); None where the file has none that can be read."""
    calendar: Numbered | None = None
    """The periods as they were numbered; None where `period` is."""
    scale: float = 1.0
    """Units that one unit of the column of sales stands for."""
    names: tuple[tuple[Role, str], ...] = ()
    """Columns of the drivers."""

    def driver(self, role: Role) -> Floats | None:
        """Return one driver, shape (rows,); None when the file has none."""
        return dict(self.drivers).get(role)

    def name(self, role: Role) -> str:
        """Return the column of a driver as the file names it; the role where it has none."""
        return dict(self.names).get(role, role.value)


def read_panel(path: str | Path, sales: str | None = None, asked: Asked | None = None) -> SalesPanel:
    """Read the panel of one file; `sales` names the column of sales where the file leaves a choice.

    Errors: InputError, with file, line and column, for anything that is no panel.
    """
    wishes = asked or Asked()
    if sales is not None:
        others = tuple(one for one in wishes.columns if one[0] is not Role.SALES)
        wishes = replace(wishes, columns=(*others, (Role.SALES, (sales,))))
    survey = surveyed(path, wishes)
    if survey.sample.rows < FEWEST_ROWS:
        raise refused(str(path), f"has {survey.sample.rows} rows; a panel needs at least {FEWEST_ROWS}", HEADER)
    wanted = panel_columns(survey)
    limit = Limit(MOST_ROWS, f"has more than {MOST_ROWS:,} rows; cut it to the accounts or weeks that matter")
    rows = read_rows(survey, wishes, wanted, limit)
    rows.must_be_full()
    if rows.lines.size < FEWEST_ROWS:
        raise refused(str(path), f"has {rows.lines.size} rows; a panel needs at least {FEWEST_ROWS}", HEADER)
    return _panel(survey, wishes, rows)


def panel_columns(survey: Survey) -> tuple[Taken, ...]:
    """Return the columns of numbers that a panel has, sales first. Errors: InputError when one is missing."""
    lacking = [role.value for role in (Role.SALES,) if survey.one(role) is None]
    if survey.one(Role.PRICE) is None and survey.one(Role.REVENUE) is None:
        survey.ask(Role.PRICE)
        lacking.append(Role.PRICE.value)
    if lacking:
        message = f"a panel needs columns of sales and price; found none for: {', '.join(lacking)}"
        raise InputError((Problem(survey.file, 1, 0, "", message, survey.header),))
    survey.ask(*_ASKED_FOR)
    money = () if survey.one(Role.PRICE) else (Role.REVENUE,)
    return survey.all(Role.SALES, *_ONE, *money, Role.ADVERTISING, Role.RIVAL_PRICE, Role.RIVAL_FEATURE)


def _panel(survey: Survey, asked: Asked, rows: Rows) -> SalesPanel:
    sold = survey.all(Role.SALES)[0]
    drivers, said = _drivers(survey, rows)
    sales = rows.numbers[sold.place]
    good, left = _usable(sales, drivers)
    if not np.any(sales[good] > 0.0):
        raise refused(
            survey.file, "is 0 in every row; there is nothing to learn from it", HEADER, sold.place + 1, sold.name
        )
    when = timed(survey, rows, asked) if survey.all(Role.PERIOD) else None
    period = _periods(when)
    if period is not None:
        _once(survey.file, rows, period)
    accounts = rows.accounts if survey.all(Role.UNIT) else ("all rows",)
    money = () if survey.one(Role.PRICE) else (Role.REVENUE,)
    used = (Role.UNIT, sold.role, *_ONE, *money, Role.ADVERTISING, Role.RIVAL_PRICE, Role.RIVAL_FEATURE)
    return SalesPanel(
        file=survey.file,
        accounts=accounts,
        account=rows.account[good],
        sales=sales[good],
        drivers=tuple((role, values[good]) for role, values in drivers.items()),
        notes=(*_told(survey, used, when, period), *rows.notes, *said, *left),
        period=None if period is None else period[good],
        calendar=when if period is not None and isinstance(when, Numbered) else None,
        scale=sold.scale,
        names=tuple((role, " + ".join(one.name for one in survey.all(role))) for role in drivers),
    )


def _told(survey: Survey, used: tuple[Role, ...], when: object, period: Integers | None) -> tuple[str, ...]:
    """Return what was taken for what; the period only where it can be used."""
    if period is None and survey.all(Role.PERIOD):
        name = survey.all(Role.PERIOD)[0].name
        return (*survey.notes(*used), f"period: column {name!r} is not used: {_NO_PERIODS}")
    notes = when.notes if isinstance(when, Numbered) else ()
    return (*survey.notes(Role.PERIOD, Role.PART, *used), *notes)


def _drivers(survey: Survey, rows: Rows) -> tuple[dict[Role, Floats], list[str]]:
    """Return the drivers by role, each of shape (rows,), and what was made of them in sentences."""
    said: list[str] = []
    found = {role: rows.numbers[taken.place] for role in _ONE if (taken := survey.one(role)) is not None}
    if Role.PRICE not in found:
        sold, money = survey.all(Role.SALES)[0], survey.all(Role.REVENUE)[0]
        found = {Role.PRICE: _implied(rows, sold, money), **found}
        said.append(f"price: {money.name!r} over {sold.name!r}, what a unit sold for on average")
    for role in (Role.DISPLAY, Role.FEATURE):
        if role in found:
            found[role], note = _as_share(survey, role, found[role])
            said += note
    for role, how in ((Role.ADVERTISING, np.sum), (Role.RIVAL_PRICE, _geometric), (Role.RIVAL_FEATURE, np.mean)):
        if survey.all(role):
            found[role] = how(np.stack([rows.numbers[one.place] for one in survey.all(role)]), axis=0)
    return found, said


def _implied(rows: Rows, sold: Taken, money: Taken) -> Floats:
    """Return money over units by row; NaN where nothing was sold."""
    units, value = rows.numbers[sold.place] * sold.scale, rows.numbers[money.place] * money.scale
    good = (units > 0.0) & (value > 0.0)
    return np.where(good, value / np.where(good, units, 1.0), np.nan)


def _geometric(values: Floats, axis: int) -> Floats:
    return np.asarray(np.exp(np.log(values).mean(axis=axis)))


def _as_share(survey: Survey, role: Role, values: Floats) -> tuple[Floats, list[str]]:
    """Return a display or feature as a share. Errors: InputError for numbers that are none."""
    top = float(np.nanmax(values, initial=0.0))
    taken = survey.all(role)[0]
    if top <= 1.0:
        return values, []
    if survey.sample.columns[taken.place].codes and top <= 4.0:
        return np.where(values > 0.0, 1.0, 0.0), [f"{taken.name!r} holds codes; any but 0 counts as {role.value}"]
    if top <= 100.0:
        return values / 100.0, [f"{taken.name!r} is in percent"]
    message = f"holds {top:g}, which is no share and no flag; leave it out with --columns {role.value}=none"
    raise refused(survey.file, message, HEADER, taken.place + 1, taken.name)


def _usable(sales: Floats, drivers: dict[Role, Floats]) -> tuple[Flags, list[str]]:
    """Return which rows have all numbers and no returns beyond sales."""
    whole = np.isfinite(sales)
    for values in drivers.values():
        whole &= np.isfinite(values)
    negative = sales < 0.0
    notes = []
    if (~whole).any():
        notes.append(f"rows left out because they lack a number: {int((~whole).sum())}")
    if negative.any():
        notes.append(f"rows left out because returns exceed sales: {int(negative.sum())}")
    return whole & ~negative, notes


def _periods(when: object) -> Integers | None:
    """Return the number of each row's period from 0; None when there were none or they tell years only."""
    if not isinstance(when, Numbered) or when.span is Span.YEAR or np.unique(when.ordinals).size < 2:
        return None
    return np.asarray(when.ordinals - when.ordinals.min())


def _once(file: str, rows: Rows, period: Integers) -> None:
    """Refuse an account that has a period twice. Errors: InputError."""
    both = rows.account * (int(period.max()) + 1) + period
    _, first, counts = np.unique(both, return_index=True, return_counts=True)
    if (counts > 1).any():
        row = int(first[counts > 1].min())
        twice = int((counts > 1).sum())
        message = (
            f"account {rows.accounts[rows.account[row]]!r} has the same period more than once (in {twice} cases); "
            "sum such rows, or let the account name store and product"
        )
        raise refused(file, message, int(rows.lines[row]))
