"""Numbers and lists as sentences write them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.study.runs.interval import Interval


@dataclass(frozen=True)
class Wording:
    """Names and unit that sentences on a result are written with."""

    arms: tuple[str, ...]
    metric: str
    unit: str
    """Unit in words; the currency for money."""
    confidence: float = 0.95
    """Of intervals."""


_SCALES = ((1e9, " bn"), (1e6, " M"), (1e3, " k"))


def amount(value: float, unit: str) -> str:
    """Write a number as a person reads it: three significant digits, thousands, millions, billions.

    >>> amount(-1_234_567.0, "USD")
    '-1.23 M USD'
    """
    if not math.isfinite(value):
        return f"unknown {unit}".strip()
    for scale, name in _SCALES:
        if abs(value) >= scale * 0.9995:
            return f"{_digits(value / scale)}{name} {unit}".strip()
    return f"{_digits(value)} {unit}".strip()


def _digits(value: float) -> str:
    if value == 0.0:
        return "0"
    rounded = float(f"{value:.3g}")
    places = max(0, 2 - math.floor(math.log10(abs(rounded))))
    return f"{rounded:,.{places}f}"


def listed(names: Sequence[str]) -> str:
    """Write names as a list in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def between(interval: Interval, unit: str) -> str:
    """Write a mean with the ends of its interval, and whether it is rough."""
    rough = ", rough" if interval.is_rough else ""
    return f"{amount(interval.mean, unit)} ({amount(interval.low, unit)} to {amount(interval.high, unit)}{rough})"
