"""Answers as people type them: regions, rivals and seasons in a line."""

from __future__ import annotations

from collections.abc import Iterable

from mktsim.errors import InputError, Problem

EVERYWHERE = "all"
"""Name of the region where there is one."""


def number_of(text: str) -> float:
    """Return a number with blanks or underscores between its digits. Raises ValueError for what is none."""
    return float(text.replace("_", "").replace(" ", ""))


def numbers_of(text: str) -> list[float]:
    """Return numbers with commas between them. Errors: InputError."""
    try:
        return [float(one) for one in text.split(",")] if text else []
    except ValueError:
        raise _wrong("season", "expected numbers with commas between them", text) from None


def regions_of(rows: Iterable[str], households: float | None = None) -> dict[str, float]:
    """Return households by region from rows ``NAME=HOUSEHOLDS``, or of the one region. Errors: InputError."""
    found = {} if households is None else {EVERYWHERE: households}
    for row in rows:
        name, _, number = row.partition("=")
        try:
            found[name.strip()] = number_of(number)
        except ValueError:
            raise _wrong("regions", "expected NAME=HOUSEHOLDS", row) from None
    return found


def rivals_of(rows: Iterable[str]) -> list[dict[str, object]]:
    """Return rivals from rows ``NAME=PRICE:SHARE``. Errors: InputError."""
    found: list[dict[str, object]] = []
    for row in rows:
        name, _, figures = row.partition("=")
        price, _, share = figures.partition(":")
        try:
            found.append({"name": name.strip(), "price_money": number_of(price), "share": number_of(share)})
        except ValueError:
            raise _wrong("rivals", "expected NAME=PRICE:SHARE", row) from None
    return found


def _wrong(field: str, expected: str, found: str) -> InputError:
    return InputError((Problem("", 0, 0, field, f"{expected}, found {found!r}"),))
