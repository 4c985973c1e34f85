"""Numbers as people write them: decimal point or comma, separators of thousands, currencies, percent, flags.

A file has one convention. It is found from all its cells: what only one convention can read decides, and what both
read differently ("1,234") is settled by the rest or asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum


class Decimal(Enum):
    """Sign that stands before the decimals."""

    POINT = "point"
    COMMA = "comma"

    @property
    def other(self) -> Decimal:
        """The other convention."""
        return Decimal.COMMA if self is Decimal.POINT else Decimal.POINT


MISSING = frozenset({"", "na", "n/a", "n.a.", "nan", "null", "none", "-", "--", "–", ".", "..", "?", "#n/a", "k.a."})
"""Cells that hold no number, in small letters."""
_YES = frozenset({"yes", "y", "true", "t", "x", "ja", "oui", "si", "sí", "on", "promo", "1"})
_NO = frozenset({"no", "n", "false", "f", "", "nein", "non", "none", "off", "-", "0", "na", "n/a"})
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f\u2009'’](?=\d{3})")
_CURRENCY = re.compile(
    r"^(?:[€$£¥₹₽]|(?:eur|usd|gbp|chf|us\$|r\$|kr|zł|rs\.?)\b\.?)\s*|\s*(?:[€$£¥₹₽]|\b(?:eur|usd|gbp|chf|kr|zł))$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"-?\d+\.\d+")
_SUFFIX = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "bn": 1e9, "b": 1e9, "tsd": 1e3}
_SHAPE = (
    r"(?P<whole>\d{{1,3}}(?:{t}\d{{2,3}})*{t}\d{{3}}|\d+)?(?P<rest>{d}\d*)?(?P<power>e[+-]?\d{{1,3}})?"
    r"(?P<suffix>k|mn|mio|m|bn|b|tsd)?"
)
_SHAPES = {
    Decimal.POINT: re.compile(_SHAPE.format(t=",", d=r"\."), re.IGNORECASE),
    Decimal.COMMA: re.compile(_SHAPE.format(t=r"\.", d=","), re.IGNORECASE),
}


def number(cell: str, decimal: Decimal) -> float | None:
    """Return a cell as a number in a convention; None where it is none. Percent are returned as they stand.

    >>> number("€ 9,415.68", Decimal.POINT), number("1.234,5", Decimal.COMMA), number("(12)", Decimal.POINT)
    (9415.68, 1234.5, -12.0)
    >>> number("1,23,456", Decimal.POINT), number("0,123", Decimal.POINT), number("1_0", Decimal.POINT)
    (123456.0, None, None)
    """
    if cell.isdigit() or (decimal is Decimal.POINT and _PLAIN.fullmatch(cell)):
        return float(cell)
    sign, text = _bare(cell)
    found = _SHAPES[decimal].fullmatch(text)
    if found is None or not (found["whole"] or len(found["rest"] or "") > 1):
        return None
    whole = (found["whole"] or "0").replace(",", "").replace(".", "")
    if len(whole) > 1 and whole != found["whole"] and whole.startswith("0"):
        return None
    rest = (found["rest"] or "").replace(",", ".")
    return sign * float(f"{whole}{rest}{found['power'] or ''}") * _SUFFIX.get((found["suffix"] or "").lower(), 1.0)


def _bare(cell: str) -> tuple[float, str]:
    """Return the sign and the rest of a cell without currency, percent sign, blanks and signs."""
    text = cell.strip().replace("\u2212", "-")
    sign = 1.0
    if text.startswith("(") and text.endswith(")"):
        sign, text = -1.0, text[1:-1].strip()
    for _ in range(2):
        if text.startswith(("-", "+")):
            sign, text = (-sign if text[0] == "-" else sign), text[1:].strip()
        text = _CURRENCY.sub("", text, count=1).strip()
    if text.endswith("-") and len(text) > 1:
        sign, text = -sign, text[:-1].strip()
    return sign, _SPACES.sub("", text.removesuffix("%").strip())


def is_missing(cell: str) -> bool:
    """Return whether a cell holds no number on purpose."""
    return cell.strip().lower() in MISSING


def has_currency(cell: str) -> bool:
    """Return whether a cell is a sum of money by its own mark.

    >>> has_currency("€ 9,415.68"), has_currency("9415.68")
    (True, False)
    """
    return any(c.isdigit() for c in cell) and bool(_CURRENCY.search(cell.strip()))


def flag(cell: str) -> float | None:
    """Return a yes or no as 1 or 0; None for anything else."""
    text = cell.strip().lower()
    return 1.0 if text in _YES else 0.0 if text in _NO else None


@dataclass
class Tally:
    """Counts of cells that speak for each number convention of a file."""

    only: dict[Decimal, int] = field(default_factory=lambda: dict.fromkeys(Decimal, 0))
    """Cells that one convention alone can read."""
    open: dict[Decimal, int] = field(default_factory=lambda: dict.fromkeys(Decimal, 0))
    """Cells that both read and differ on, by the convention for which they are thousands."""
    longer: int = 0
    """Whole numbers of a thousand and more without a separator."""
    example: dict[Decimal, tuple[int, int, str]] = field(default_factory=dict)
    """First open cell by the convention for which it is thousands: line, place and text."""

    def add(self, line: int, cells: Iterable[tuple[int, str]]) -> None:
        """Count the cells of a line, given with their places."""
        for place, cell in cells:
            if cell.isdigit():
                self.longer += len(cell) > 3
            elif "," in cell or "." in cell:
                self._separated(line, place, cell)

    def _separated(self, line: int, place: int, cell: str) -> None:
        point, comma = number(cell, Decimal.POINT), number(cell, Decimal.COMMA)
        if point is None and comma is None:
            return
        if point is None or comma is None:
            self.only[Decimal.COMMA if point is None else Decimal.POINT] += 1
        elif point != comma:
            thousands = Decimal.POINT if point > comma or point < 0.0 else Decimal.COMMA
            self.open[thousands] += 1
            self.example.setdefault(thousands, (line, place, cell))

    def convention(self, semicolons: bool = False) -> Decimal | None:  # noqa: FBT001, FBT002 - how columns are parted
        """Return the convention of the file; None where it has to be asked for.

        A cell that only one convention reads decides, the majority where they contradict each other. Without one,
        separated numbers are thousands when there are three or more of them and no longer number goes without a
        separator; a point in a file parted by commas is the decimal point of machines.
        """
        point, comma = (self.only[one] for one in (Decimal.POINT, Decimal.COMMA))
        if point != comma:
            return Decimal.POINT if point > comma else Decimal.COMMA
        if not any(self.open.values()):
            return Decimal.POINT
        if self.open[Decimal.POINT] and not self.open[Decimal.COMMA]:
            return Decimal.POINT if self._thousands(Decimal.POINT) else None
        if self.open[Decimal.COMMA] and not self.open[Decimal.POINT]:
            if not semicolons:
                return Decimal.POINT
            return Decimal.COMMA if self._thousands(Decimal.COMMA) else None
        return None

    def _thousands(self, one: Decimal) -> bool:
        return self.open[one] >= 3 and self.longer == 0
