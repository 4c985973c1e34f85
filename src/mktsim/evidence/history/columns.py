"""Which column of a table means what, told by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What a column means; each with the words that tell it, the most telling first."""

    PERIOD = ("period", "date", "year", "month", "quarter", "week", "time", "t")
    SALES = ("sales", "units", "volume", "sold", "quantity", "demand", "shipments", "additions", "adopting", "revenue")
    UNIT = ("store", "retailer", "account", "outlet", "shop", "region", "unit", "panel", "id")
    HOUSEHOLD = ("household", "hhid", "hid", "panelist", "customer", "shopper", "id")
    PRICE = ("price",)
    DISPLAY = ("display", "disp")
    FEATURE = ("feature", "feat", "promotion", "promo", "deal")
    ADVERTISING = ("advertising", "adverts", "adspend", "ad", "media")
    DISTRIBUTION = ("distribution", "acv", "outlets", "availability")
    CHOICE = ("choice", "chosen", "bought", "brand")


_MULTIPLES = {"thousand": 1e3, "thousands": 1e3, "million": 1e6, "millions": 1e6, "billion": 1e9}


@dataclass(frozen=True)
class Taken:
    """A column that was taken, and why."""

    role: Role
    name: str
    """Name in the file."""
    place: int
    """Place in the file, from 0."""
    why: str
    """The reason in words."""

    @property
    def text(self) -> str:
        """One sentence for people."""
        return f"{self.role.name.lower()}: column {self.name!r} ({self.why})"


def words(name: str) -> list[str]:
    """Return the words of a column's name in small letters.

    >>> words("ipod_units.Million2")
    ['ipod', 'units', 'million2']
    """
    return [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word]


def column_for(role: Role, header: tuple[str, ...], used: frozenset[int] = frozenset()) -> Taken | None:
    """Return the column whose name tells the role, the most telling word first; None without one."""
    for word in role.value:
        for place, name in enumerate(header):
            if place not in used and word in words(name):
                return Taken(role, name, place, f"its name says {word!r}")
    return None


def named(role: Role, header: tuple[str, ...], asked: str) -> Taken | None:
    """Return the column that the user named; None when there is none of that name."""
    lower = [name.lower() for name in header]
    if asked.lower() not in lower:
        return None
    place = lower.index(asked.lower())
    return Taken(role, header[place], place, "you named it")


def multiple(name: str) -> float:
    """Return what one unit of a column stands for by its name.

    >>> multiple("sales_thousand"), multiple("units")
    (1000.0, 1.0)
    """
    return next((_MULTIPLES[word] for word in words(name) if word in _MULTIPLES), 1.0)


def alternatives(header: tuple[str, ...], role: Role) -> dict[str, int]:
    """Return the columns such as ``price.heinz`` of a role by the name after the first word, with their places."""
    found = {}
    for place, name in enumerate(header):
        parts = re.split(r"[._: ]", name.strip(), maxsplit=1)
        if len(parts) == 2 and parts[0].lower() in role.value and parts[1]:
            found[parts[1]] = place
    return found
