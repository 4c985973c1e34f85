"""The diffusion clock of the generalised Bass model.

Price and advertising speed the clock of the Bass curve up or down: F is the Bass
share at X(t) = t + b1 ln(P(t)/P(0)) + b2 ln(A(t)/A(0)).
`b1` is the price coefficient (years of clock, negative), `b2` the advertising
coefficient (years of clock, positive).

Source: Bass, Krishnan & Jain 1994, Marketing Science 13:203.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mktsim.science.domain import require_positive
from mktsim.science.theory import bass

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from mktsim.science.arrays import Floats


class ClockStep(NamedTuple):
    """The advance of the clock in one step and the debt left for later steps."""

    advance: float
    """How far the clock moves now, in years, at least 0."""
    debt: float
    """Backward movement still to be repaid, in years, at most 0."""


def clock(
    t: ArrayLike,
    price_ratio: ArrayLike,
    advertising_ratio: ArrayLike,
    b1: float,
    b2: float,
) -> Floats:
    """Return X(t) in years, from levels relative to those at launch.

    `t` in years since launch; both ratios (positive) broadcast with it.
    """
    elapsed = np.asarray(t, dtype=np.float64)
    return np.asarray(
        elapsed + b1 * np.log(price_ratio) + b2 * np.log(advertising_ratio),
    )


def clock_increment(
    step: float,
    log_price_change: float,
    log_advertising_change: float,
    b1: float,
    b2: float,
) -> float:
    """Return the change of X over a step of calendar time (years), of either sign."""
    return step + b1 * log_price_change + b2 * log_advertising_change


def settle(increment: float, debt: float) -> ClockStep:
    """Return the advance after repaying what earlier negative increments owe.

    A price rise may ask the clock to run back; nobody unadopts, so the negative part
    is carried until repaid and X keeps its long-run mean speed.
    """
    total = increment + debt
    return ClockStep(advance=max(total, 0.0), debt=min(total, 0.0))


def advertising_index(advertising: ArrayLike, reference: float) -> Floats:
    """Return ln(1 + A/A_ref), the advertising term that stays finite at no spending.

    Advertising and reference (above 0) in the same money per period.
    """
    require_positive("reference", reference)
    return np.asarray(np.log1p(np.asarray(advertising, dtype=np.float64) / reference))


def clock_speed(
    price_growth: float,
    advertising_growth: float,
    b1: float,
    b2: float,
) -> float:
    """Return x = dX/dt for constant continuous growth rates (shares per year)."""
    return 1.0 + b1 * price_growth + b2 * advertising_growth


def peak_time(p: float, q: float, speed: float) -> float:
    """Return the calendar time of the peak in years under a constant clock speed."""
    require_positive("speed", speed)
    return bass.peak_time(p, q) / speed
