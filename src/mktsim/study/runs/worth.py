"""Which difference is worth acting on: an amount of the metric, or a share of the baseline's mean."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mktsim.errors import InputError, Problem

_HALF_A_PERCENT = 0.005


@dataclass(frozen=True)
class Worth:
    """The smallest difference between arms that is worth acting on."""

    value: float = _HALF_A_PERCENT
    """At least 0."""
    is_share: bool = True
    """Whether it is a share of the baseline's mean; otherwise it has the unit of the metric."""

    def amount(self, baseline: float) -> float:
        """Return it in the unit of the metric, where the baseline's mean is `baseline`."""
        return self.value * abs(baseline) if self.is_share else self.value

    def __str__(self) -> str:
        """Write it as `worth_of` reads it."""
        return f"{100.0 * self.value:.6g}%" if self.is_share else repr(self.value)


def worth_of(text: str) -> Worth:
    """Read `250000` or `0.5%`. Errors: InputError for anything else, and below 0.

    >>> worth_of("0.5%"), worth_of("250000")
    (Worth(value=0.005, is_share=True), Worth(value=250000.0, is_share=False))
    """
    is_share = text.strip().endswith("%")
    try:
        value = float(text.strip().removesuffix("%"))
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0.0):
        told = f"{text!r} is neither an amount of the metric (250000) nor a share of the baseline's mean (0.5%)"
        raise InputError((Problem("command line", 0, 0, "--worth", told),))
    return Worth(value / 100.0 if is_share else value, is_share)
