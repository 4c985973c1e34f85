"""Which columns tell the period and the account: cells that are dates, and what makes rows different."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.lexicon import AGAINST, WORDS
from mktsim.evidence.history.periods import unit_of
from mktsim.evidence.history.sample import Facts, Sample
from mktsim.evidence.history.speaking import by_words

_PARTS = ("week", "month", "quarter", "period")
_MOST_KEYS = 3
"""Columns that together name an account at most."""
_TELLING = 8.0
"""Points of a name that is that of an account even where periods alone tell rows apart; assumption."""
_REPEATED = 0.5
"""Share of rows up to which a column's different cells may name accounts."""


@dataclass(frozen=True)
class When:
    """Columns of the period: one, or the year and its parts."""

    places: tuple[int, ...]
    why: str
    others: tuple[int, ...] = ()
    """Columns of dates that could be it as well."""


def period_of(sample: Sample, without: frozenset[int]) -> When | None:
    """Return the columns of the period; None where no column is one."""
    free = [place for place in range(len(sample.header)) if place not in without]
    dated = [place for place in free if sample.columns[place].dated >= 0.5]
    if found := _dates(sample, dated):
        return found
    named = [place for place in free if _points(sample.columns[place]) > 0.0]
    if pair := _year_and_part(sample, named):
        return pair
    readable = [place for place in named if sample.columns[place].periodic >= 0.5]
    best = max(readable or named, key=lambda place: _points(sample.columns[place]), default=None)
    if best is None:
        return None
    return When((best,), _why(sample.columns[best]))


def _points(facts: Facts) -> float:
    points = by_words(facts.heading, Role.PERIOD)
    said = set(facts.heading.words)
    other = any(one.words & said for one in AGAINST if one.reason in {"a cost", "a plan", "a share"})
    return points - (6.0 if other or "flag" in said or "holiday" in said else 0.0)


def _why(facts: Facts) -> str:
    word = max(
        (word for word in facts.heading.words if word in WORDS[Role.PERIOD]),
        key=lambda one: WORDS[Role.PERIOD][one],
        default="",
    )
    return f"its name says {word!r}" if word else "its cells are dates"


def _dates(sample: Sample, dated: list[int]) -> When | None:
    """Return the column of dates with the most telling name; years alone beside a part of the year are not it."""
    full = [place for place in dated if _points(sample.columns[place]) > 0.0 or sample.columns[place].dated > 0.95]
    full = [place for place in full if not _is_year(sample.columns[place])]
    if not full:
        return None
    best = max(full, key=lambda place: _points(sample.columns[place]))
    rivals = [
        place
        for place in full
        if place != best
        and _points(sample.columns[place]) >= _points(sample.columns[best]) - 1.0
        and not _one_to_one(sample.columns[best], sample.columns[place])
    ]
    return When((best,), _why(sample.columns[best]), tuple(rivals))


def _is_year(facts: Facts) -> bool:
    return unit_of(facts.heading.words) == "year" and facts.distinct < len(facts.cells)


def _one_to_one(one: Facts, other: Facts) -> bool:
    return len(set(zip(one.cells, other.cells, strict=True))) == one.distinct == other.distinct


def _year_and_part(sample: Sample, named: list[int]) -> When | None:
    """Return a column of years that repeat with the finest part of the year beside it; None without such."""
    years = [place for place in named if _is_year(sample.columns[place]) and sample.columns[place].periodic >= 0.5]
    units = {place: unit_of(sample.columns[place].heading.words) for place in named}
    parts = [
        place
        for place in named
        if units[place] in _PARTS and sample.columns[place].periodic >= 0.5 and _small(sample.columns[place])
    ]
    if not years or not parts:
        return None
    best = max(parts, key=lambda place: (sample.columns[place].distinct, -place))
    day = next((place for place in named if units[place] == "day" and _of_month(sample.columns[place])), None)
    month = next((place for place in parts if units[place] == "month"), None)
    if day is not None and month is not None and units[best] != "week" and not _apart(sample, (years[0], month)):
        return When((years[0], month, day), "year, month and day stand in columns of their own")
    return When((years[0], best), f"year and {units[best]} stand in columns of their own")


def _of_month(facts: Facts) -> bool:
    return facts.numeric and facts.varies and bool(facts.known.min() >= 1.0 and facts.known.max() <= 31.0)


def _small(facts: Facts) -> bool:
    """Return whether cells can be parts of a year: at most 53 different ones, none a number above it."""
    return facts.distinct <= 53 and (facts.known.size == 0 or facts.known.max() <= 53)


@dataclass(frozen=True)
class Accounts:
    """Columns that name the account of a row."""

    places: tuple[int, ...]
    why: str


def accounts_of(sample: Sample, when: When | None, taken: frozenset[int]) -> Accounts | None:
    """Return the columns that name stores or other accounts; None where periods alone tell rows apart."""
    free = [place for place in range(len(sample.header)) if place not in taken]
    named = [place for place in free if by_words(sample.columns[place].heading, Role.UNIT) > 0.0]
    keys = sorted(
        (place for place in named if _names_accounts(sample.columns[place])),
        key=lambda place: -by_words(sample.columns[place].heading, Role.UNIT),
    )
    texts = [place for place in free if place not in keys and _text_key(sample.columns[place])]
    if when is None:
        return Accounts((keys[0],), "its name says so") if keys else None
    if _apart(sample, when.places):
        return Accounts((keys[0],), "its name says so") if keys and _is_account(sample.columns[keys[0]]) else None
    for places in _sets(keys):
        if _apart(sample, (*when.places, *places)):
            return Accounts(places, "its name says so" if len(places) == 1 else "together they tell rows apart")
    for place in texts:
        if _apart(sample, (*when.places, place)):
            return Accounts((place,), "rows of one period differ in it")
    return Accounts((keys[0],), "its name says so") if keys else None


def _sets(keys: list[int]) -> Iterator[tuple[int, ...]]:
    """Give sets of columns, the smallest and most telling first."""
    for size in range(1, _MOST_KEYS + 1):
        yield from combinations(keys[:5], size)


def _names_accounts(facts: Facts) -> bool:
    """Return whether cells repeat as names of accounts do, and are no measurements."""
    whole = facts.known.size == 0 or bool(np.all(facts.known == np.rint(facts.known)))
    return whole and 0 < facts.distinct <= max(1.0, _REPEATED * len(facts.cells)) and not facts.flags


def _is_account(facts: Facts) -> bool:
    """Return whether a name leaves no doubt that a column names accounts, or it is the same all over."""
    return by_words(facts.heading, Role.UNIT) >= _TELLING or facts.distinct == 1


def _text_key(facts: Facts) -> bool:
    return facts.known.size == 0 and facts.filled > 0 and _names_accounts(facts)


def _apart(sample: Sample, places: tuple[int, ...]) -> bool:
    """Return whether no two rows agree in all of some columns, but for a few."""
    rows = list(zip(*(sample.columns[place].cells for place in places), strict=True))
    return len(set(rows)) > 0.98 * len(rows)
