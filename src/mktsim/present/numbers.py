"""Numbers as people read them: 1.2 M USD, 34%, p < 0.001."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

MINUS = "\N{MINUS SIGN}"
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
MISSING = "n/a"
_PREFIXES = ((1e12, "T"), (1e9, "bn"), (1e6, "M"), (1e3, "k"))
_MOST_DECIMALS = 4
_SMALLEST_P = 0.001
_NEAR_NONE = 0.001
_SMALL = 0.1


@dataclass(frozen=True)
class Scale:
    """How one column of numbers, or one axis, is written: a divisor, a prefix and decimals shared by all."""

    divisor: float
    prefix: str
    """Letter for the divisor, or the percent sign."""
    decimals: int
    unit: str
    """Unit after the prefix; empty for none."""

    @property
    def label(self) -> str:
        """Return the unit with its prefix, such as ``M USD``."""
        return f"{self.prefix} {self.unit}".strip()

    def bare(self, value: float, *, signed: bool = False) -> str:
        """Return the number without unit, with a sign when asked.

        >>> scale_for((1_234_567.0,), "USD").bare(-1_234_567.0)
        '−1.23'
        """
        if not math.isfinite(value):
            return MISSING
        digits = f"{abs(value) / self.divisor:,.{self.decimals}f}".replace(",", THIN_SPACE)
        if not any(digit in digits for digit in "123456789"):
            return digits
        return f"{MINUS if value < 0 else '+' if signed else ''}{digits}"

    def text(self, value: float, *, signed: bool = False) -> str:
        """Return the number with its unit.

        >>> scale_for((1_234_567.0,), "USD").text(1_234_567.0)
        '1.23 M USD'
        """
        number = self.bare(value, signed=signed)
        if number == MISSING or not self.label:
            return number
        return f"{number}{'' if self.label == '%' else ' '}{self.label}"

    def span(self, low: float, high: float, *, signed: bool = False) -> str:
        """Return an interval with its unit once.

        >>> scale_for((1e6, 2e6), "USD").span(1e6, 2e6)
        '1.00 to 2.00 M USD'
        """
        return f"{self.bare(low, signed=signed)} to {self.text(high, signed=signed)}"


def scale_for(values: Iterable[float], unit: str, finest: float = 0.0) -> Scale:
    """Return the scale on which the largest of `values` has three digits and `finest`, if given, still shows."""
    largest = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    if unit in {"share", "probability"}:
        return Scale(0.01, "%", _decimals(100 * largest, 100 * finest, fewest=0), "")
    divisor, prefix = next(((d, p) for d, p in _PREFIXES if largest >= 0.9995 * d), (1.0, ""))
    return Scale(divisor, prefix, _decimals(largest / divisor, finest / divisor, fewest=0), unit)


def _decimals(largest: float, finest: float, fewest: int) -> int:
    """Return decimals that give three digits to `largest` and one to `finest`."""
    if largest <= 0:
        return fewest
    decimals = 2 - math.floor(math.log10(1.0005 * largest))
    if finest > 0:
        decimals = max(decimals, -math.floor(math.log10(finest)))
    return min(max(decimals, fewest), _MOST_DECIMALS)


def amount(value: float, unit: str, *, signed: bool = False) -> str:
    """Return a single number with its unit, on its own scale.

    >>> amount(-52_300, "USD")
    '−52.3 k USD'
    """
    return scale_for((value,), unit).text(value, signed=signed)


def percent(share: float) -> str:
    """Return a share as a percentage; shares near none and all are not rounded to none and all.

    >>> percent(0.996), percent(0.0004), percent(0.5)
    ('99.6%', '<0.1%', '50%')
    """
    if not math.isfinite(share):
        return MISSING
    if 0 < share < _NEAR_NONE:
        return f"<{100 * _NEAR_NONE:.1f}%"
    if 0 < 1 - share < _NEAR_NONE:
        return f">{100 - 100 * _NEAR_NONE:.1f}%"
    fine = 0 < abs(share) < _SMALL or 0 < 1 - share < _SMALL / 10
    return f"{100 * share:.{1 if fine else 0}f}%".replace("-", MINUS)


def p_value(p: float) -> str:
    """Return a p value.

    >>> p_value(0.00002), p_value(0.0312)
    ('<0.001', '0.031')
    """
    if not math.isfinite(p):
        return MISSING
    return f"<{_SMALLEST_P}" if p < _SMALLEST_P else f"{p:.3f}"


def plain(value: float) -> str:
    r"""Return a number without unit, to three significant digits.

    >>> plain(0.0830001), plain(1250.0)
    ('0.083', '1\u202f250')
    """
    if not math.isfinite(value):
        return MISSING
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    digits = f"{abs(value):,.{decimals}f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{MINUS if value < 0 else ''}{digits.replace(',', THIN_SPACE)}"
