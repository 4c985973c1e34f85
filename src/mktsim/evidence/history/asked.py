"""Options of reading a history that the file does not show: columns, gaps, decimal sign, order of dates."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from mktsim.errors import InputError, Problem
from mktsim.evidence.history.columns import ASKED_AS, SEVERAL, Role
from mktsim.evidence.history.moments import DayOrder
from mktsim.evidence.history.numbers import Decimal

_ITEM = re.compile(r",(?=\s*[A-Za-z_ ]+=)")
OPTION = "--columns"


class Gaps(Enum):
    """Meaning of a period without a row or without a number."""

    ZERO = "zero"
    """Nothing was sold."""
    MISSING = "missing"
    """Something may have been sold; nobody knows how much."""


@dataclass(frozen=True)
class Asked:
    """How a history is to be read; None or empty where the file has to show it."""

    columns: tuple[tuple[Role, tuple[str, ...]], ...] = ()
    """Columns by role; a role without names is left out of the reading."""
    gaps: Gaps | None = None
    decimal: Decimal | None = None
    dates: DayOrder | None = None
    account: str | None = None
    """The one account whose sales are read as a series; None for the sum of all."""

    def names(self, role: Role) -> tuple[str, ...] | None:
        """Return the columns asked for in a role, () for none of them; None where the role is free."""
        return dict(self.columns).get(role)


def asked_columns(texts: Sequence[str]) -> tuple[tuple[Role, tuple[str, ...]], ...]:
    """Read what `--columns` was given: ``sales=revenue,price=PRICE``; ``media=tv+radio``; ``promo=none``.

    Errors: InputError for a role that does not exist, or one named twice.

    >>> asked_columns(["sales=net sales, week=WEEK", "promo=none"])[1:]
    ((<Role.PERIOD: 'period'>, ('WEEK',)), (<Role.FEATURE: 'feature'>, ()))
    """
    found: dict[Role, tuple[str, ...]] = {}
    for item in (item for text in texts for item in _ITEM.split(text) if item.strip()):
        word, equals, name = (part.strip() for part in item.partition("="))
        role = ASKED_AS.get(word.lower().replace(" ", "_"))
        if role is None or not equals or not name:
            raise InputError((_no_role(word, item),))
        if role in found:
            raise InputError((Problem(OPTION, 0, 0, word, "is given twice"),))
        names = tuple(part.strip() for part in name.split("+")) if role in SEVERAL else (name,)
        found[role] = () if name.lower() == "none" else names
    return tuple(found.items())


def _no_role(word: str, item: str) -> Problem:
    if word.lower().replace(" ", "_") in ASKED_AS:
        return Problem(OPTION, 0, 0, word, f"{item!r} names no column; write {word}=COLUMN")
    close = difflib.get_close_matches(word.lower(), ASKED_AS, 1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return Problem(OPTION, 0, 0, "", f"{word!r} is no role of a column{hint}", tuple(sorted(ASKED_AS)))
