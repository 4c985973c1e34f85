"""Choices of households among brands with prices and deals, read from a file and checked."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.cells import Complaints
from mktsim.evidence.history.columns import Role, Taken
from mktsim.evidence.history.lexicon import WORDS
from mktsim.evidence.history.lines import HEADER, Row, opened, refused
from mktsim.evidence.history.names import heading
from mktsim.evidence.history.speaking import by_words
from mktsim.science.arrays import Floats, Integers

MOST_CHOICES = 200_000
"""Longest choice panel read; a longer one is refused at this row."""
FEWEST_CHOICES = 30
"""Shortest choice panel that anything can be said about."""
DEALS = (Role.DISPLAY, Role.FEATURE)
_TELLING = 8.0
"""Points of a name that is that of households; assumption."""
_MOST_UNPRICED = 0.05
"""Share of choices that may lack a price (a zero) before the file is refused."""


@dataclass(frozen=True, eq=False)
class HouseholdChoices:
    """Purchases of households, one brand each, rows in order of time within a household."""

    file: str
    """The file as the user named it."""
    brands: tuple[str, ...]
    """Alternatives."""
    household: Integers
    """Household of each purchase, shape (purchases,)."""
    chosen: Integers
    """Place of the brand chosen, shape (purchases,)."""
    price: Floats
    """Prices, shape (purchases, brands), above 0."""
    deals: tuple[tuple[Role, Floats], ...]
    """Display and feature as far as there are such columns, each of shape (purchases, brands)."""
    notes: tuple[str, ...]
    """Which columns were taken and why."""


@dataclass(frozen=True)
class _Wide:
    """The columns of a wide table: one a brand for each of price, display and feature."""

    household: Taken
    choice: Taken
    brands: tuple[str, ...]
    blocks: tuple[tuple[Role, tuple[Taken, ...]], ...]


def read_choices(path: str | Path) -> HouseholdChoices:
    """Read the choices of one file: household, choice, and columns such as ``price.heinz`` for each brand.

    Errors: InputError, with file, line and column, for anything else.
    """
    name = str(path)
    with opened(path) as table:
        wide = _wide(name, table.header)
        households, chosen, blocks = _read(name, table.rows, wide)
    shape = (len(chosen), len(wide.brands))
    arrays = [(role, np.array(block).reshape(shape)) for (role, _), block in zip(wide.blocks, blocks, strict=True)]
    priced = (arrays[0][1] > 0.0).all(axis=1)
    lacking = int((~priced).sum())
    if lacking > _MOST_UNPRICED * priced.size:
        raise refused(
            name,
            f"{lacking} of {priced.size} choices have a price of 0 for some brand; every brand needs a price",
            HEADER,
        )
    if priced.sum() < FEWEST_CHOICES:
        raise refused(name, f"has {priced.sum()} choices; at least {FEWEST_CHOICES} are needed", HEADER)
    notes = [wide.household.text, wide.choice.text]
    notes += [f"{role.name.lower()}: columns {', '.join(one.name for one in taken)}" for role, taken in wide.blocks]
    notes += [f"{lacking} choices with a price of 0 for some brand were left out"] if lacking else []
    return HouseholdChoices(
        file=name,
        brands=wide.brands,
        household=np.array(households, dtype=np.int64)[priced],
        chosen=np.array(chosen, dtype=np.int64)[priced],
        price=arrays[0][1][priced],
        deals=tuple((role, block[priced]) for role, block in arrays[1:]),
        notes=tuple(notes),
    )


def has_choices(path: str | Path) -> bool:
    """Return whether a file has a choice and prices of several brands. Errors: InputError when it cannot be read."""
    with opened(path) as table:
        choice = _column(Role.CHOICE, table.header, frozenset())
        households = any(by_words(heading(name), Role.HOUSEHOLD) >= _TELLING for name in table.header)
        return choice is not None and (len(alternatives(table.header, Role.PRICE)) > 1 or households)


def alternatives(header: tuple[str, ...], role: Role) -> dict[str, int]:
    """Return the columns such as ``price.heinz`` of a role by the name after the first word, with their places."""
    found = {}
    for place, name in enumerate(header):
        parts = re.split(r"[._: ]", name.strip(), maxsplit=1)
        if len(parts) == 2 and parts[0].lower() in WORDS[role] and parts[1]:
            found[parts[1]] = place
    return found


def _column(role: Role, header: tuple[str, ...], used: frozenset[int]) -> Taken | None:
    """Return the column whose name speaks most for a role; None where none does."""
    points = {place: by_words(heading(name), role) for place, name in enumerate(header) if place not in used}
    best = max(points, key=lambda place: points[place], default=None)
    if best is None or points[best] <= 0.0:
        return None
    return Taken(role, header[best], best, "its name says so")


def _wide(file: str, header: tuple[str, ...]) -> _Wide:
    choice = _column(Role.CHOICE, header, frozenset())
    prices = alternatives(header, Role.PRICE)
    used = frozenset({choice.place}) if choice else frozenset()
    household = _column(Role.HOUSEHOLD, header, used | frozenset(prices.values()))
    if choice is None or household is None or len(prices) < 2:
        message = "choices need a household column, a choice column, and a column such as price.NAME for each brand"
        raise InputError((Problem(file, 1, 0, "", message, header),))
    brands = tuple(prices)
    blocks = [(Role.PRICE, tuple(Taken(Role.PRICE, header[prices[one]], prices[one], "") for one in brands))]
    for role in DEALS:
        found = alternatives(header, role)
        if set(brands) <= set(found):
            blocks.append((role, tuple(Taken(role, header[found[one]], found[one], "") for one in brands)))
        elif found:
            lacking = next(one for one in brands if one not in found)
            raise refused(file, f"has {role.name.lower()} columns for some brands but none for {lacking}", 1)
    return _Wide(household, choice, brands, tuple(blocks))


def _read(file: str, rows: Iterator[Row], wide: _Wide) -> tuple[array[int], array[int], list[array[float]]]:
    complaints = Complaints(file)
    names: dict[str, int] = {}
    households, chosen = array("q"), array("q")
    blocks = [array("d") for _ in wide.blocks]
    for row in rows:
        if len(chosen) >= MOST_CHOICES:
            raise refused(file, f"has more than {MOST_CHOICES:,} choices; take a sample of households", row.line)
        cell = row.cells[wide.choice.place]
        if cell not in wide.brands:
            complaints.add(row, wide.choice, f"{cell!r} has no price column; brands are {', '.join(wide.brands)}")
        households.append(names.setdefault(row.cells[wide.household.place], len(names)))
        chosen.append(wide.brands.index(cell) if cell in wide.brands else 0)
        for block, (_, columns) in zip(blocks, wide.blocks, strict=True):
            block.extend(complaints.number(row, one) for one in columns)
    complaints.tell()
    return households, chosen, blocks
