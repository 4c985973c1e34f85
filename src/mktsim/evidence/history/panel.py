"""A panel of sales with what may have driven them, read from a file and checked."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.cells import Complaints
from mktsim.evidence.history.columns import Role, Taken, column_for, named
from mktsim.evidence.history.lines import Row, opened, refused
from mktsim.evidence.history.periods import moment
from mktsim.science.arrays import Floats, Integers

MOST_ROWS = 1_000_000
"""Longest panel read; a longer one is refused at this row, so that memory stays below 100 MB."""
FEWEST_ROWS = 10
"""Shortest panel that anything can be said about."""
_IN_LOGS = (Role.PRICE, Role.ADVERTISING, Role.DISTRIBUTION)
_NO_PERIODS = "its cells are not all periods written in one way, or are years alone"
_ABOVE_ZERO = (Role.PRICE, Role.DISTRIBUTION)
_AS_THEY_ARE = (Role.DISPLAY, Role.FEATURE)


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
    """Price, advertising, distribution, display, feature as far as there are such columns, each of shape (rows,)."""
    notes: tuple[str, ...]
    """Which columns were taken and why."""
    period: Integers | None = None
    """Number of each row's period from 0, shape (rows,); None where the file has none that can be read."""

    def driver(self, role: Role) -> Floats | None:
        """Return one driver, shape (rows,); None when the file has none."""
        return dict(self.drivers).get(role)


def read_panel(path: str | Path, sales: str | None = None) -> SalesPanel:
    """Read the panel of one file; `sales` names the column of sales where the file leaves a choice.

    Errors: InputError, with file, line and column, for anything that is no panel.
    """
    name = str(path)
    with opened(path) as (header, rows):
        account, wanted = panel_columns(name, header, sales)
        time = column_for(Role.PERIOD, header, frozenset({account.place, *(one.place for one in wanted)}))
        names, codes, columns, moments = _read(name, rows, (account, time), wanted)
    if len(codes) < FEWEST_ROWS:
        raise refused(name, f"has {len(codes)} rows; a panel needs at least {FEWEST_ROWS}")
    sold = np.array(columns[0])
    if sold.sum() <= 0.0:
        raise refused(name, "is 0 in every row; there is nothing to learn from it", 0, 0, wanted[0].name)
    drivers = tuple((taken.role, np.array(column)) for taken, column in zip(wanted[1:], columns[1:], strict=True))
    account_of = np.array(codes, dtype=np.int64)
    period = _periods(moments)
    notes = [taken.text for taken in (account, *wanted)]
    if time is not None:
        notes.append(time.text if period is not None else f"period: column {time.name!r} is not used: {_NO_PERIODS}")
    if period is not None:
        _once(name, names, account_of, period)
    return SalesPanel(name, names, account_of, sold, drivers, tuple(notes), period)


def _periods(moments: array[int]) -> Integers | None:
    """Return the place of each row's period among all; None when there were none or they tell years only."""
    found = np.unique(np.array(moments, dtype=np.int64), return_inverse=True)
    return np.asarray(found[1], dtype=np.int64) if len(moments) and found[0].size > 1 else None


def _once(file: str, names: tuple[str, ...], account: Integers, period: Integers) -> None:
    """Refuse an account that has a period twice. Errors: InputError."""
    both = account * (int(period.max()) + 1) + period
    _, first, counts = np.unique(both, return_index=True, return_counts=True)
    if (counts > 1).any():
        row = int(first[counts > 1].min())
        twice = int((counts > 1).sum())
        message = (
            f"account {names[account[row]]!r} has the same period more than once (in {twice} cases); "
            "sum such rows, or let the account name store and product"
        )
        raise refused(file, message)


def panel_columns(file: str, header: tuple[str, ...], asked: str | None) -> tuple[Taken, list[Taken]]:
    """Return the columns of account and of sales and drivers, sales first. Errors: InputError when one is missing."""
    account = column_for(Role.UNIT, header)
    used = frozenset({account.place}) if account else frozenset()
    sales = named(Role.SALES, header, asked) if asked else column_for(Role.SALES, header, used)
    price = column_for(Role.PRICE, header)
    missing = {"store or account": account, asked or "sales": sales, "price": price}
    lacking = [what for what, found in missing.items() if found is None]
    if account is None or sales is None or price is None:
        message = f"a panel needs columns of account, sales and price; found none for: {', '.join(lacking)}"
        raise InputError((Problem(file, 1, 0, "", message, header),))
    wanted = [sales]
    for role in (*_IN_LOGS, *_AS_THEY_ARE):
        taken = column_for(role, header, frozenset({account.place, *(one.place for one in wanted)}))
        if taken is not None:
            wanted.append(taken)
    return account, wanted


def _read(
    file: str, rows: Iterator[Row], keys: tuple[Taken, Taken | None], wanted: list[Taken]
) -> tuple[tuple[str, ...], array[int], list[array[float]], array[int]]:
    """Return accounts, each row's account, sales and drivers, and each row's period; no periods unless all are told."""
    account, time = keys
    complaints = Complaints(file)
    names: dict[str, int] = {}
    codes, moments, kind = array("q"), array("q"), ""
    columns = [array("d") for _ in wanted]
    for row in rows:
        if len(codes) >= MOST_ROWS:
            raise refused(
                file, f"has more than {MOST_ROWS:,} rows; cut it to the accounts or weeks that matter", row.line
            )
        codes.append(names.setdefault(row.cells[account.place], len(names)))
        for column, taken in zip(columns, wanted, strict=True):
            column.append(complaints.number(row, taken, positive=taken.role in _ABOVE_ZERO))
        when = moment(row.cells[time.place]) if time is not None else None
        kind = kind or (when.kind if when is not None else "")
        if when is None or when.kind != kind or kind == "year":
            time = None
        else:
            moments.append(when.ordinal)
    complaints.tell()
    return tuple(names), codes, columns, moments if time is not None else array("q")
