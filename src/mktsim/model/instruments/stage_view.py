"""The life-cycle stage as a department perceives it: a filter over the sales it holds, late and noisy.

A hidden Markov model with four states: growth of smoothed sales, the multiple of the first sales and the
distance from the peak are read as evidence, tempered because successive estimates share most of their data.
Turning points are assumptions (growth above 10%, maturity within 5%, decline on falls of more than 5%)
and Golder & Tellis 1997, 2004; the shapes around them are assumptions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mktsim.inputs.rules import Stage
from mktsim.sums import moving_mean, total

Probabilities = tuple[float, float, float, float]
"""Of introduction, growth, maturity and decline; they sum to one."""

AT_LAUNCH: Probabilities = (0.97, 0.01, 0.01, 0.01)
"""What is believed when a product is launched."""
GOING_CONCERN: Probabilities = (0.0, 0.10, 0.80, 0.10)
"""What is believed of a business that has been there for years."""

SMOOTHING_WEEKS = 13
"""Weeks of one smoothed figure."""
YEAR_WEEKS = 52
FEWEST_WEEKS = 26
"""Weeks of sales before any evidence counts."""
TEMPER = 0.35
"""Power of the evidence: about a third of an estimate a month apart is news (assumption)."""
SEASON_SD = 0.25
"""Spread of quarterly log sales by an unknown season, until a full year can be compared (assumption)."""
TAKE_OFF = math.log(2.0)
"""Multiple of the first quarter's sales that marks take-off, log (G03: base-dependent; assumption)."""

_TRANSITIONS = np.array(
    [
        [0.96, 0.04, 0.00, 0.00],
        [0.00, 0.95, 0.05, 0.00],
        [0.00, 0.02, 0.94, 0.04],
        [0.00, 0.01, 0.04, 0.95],
    ]
)
_MEANS = np.array([0.25, 0.30, 0.0, -0.15])
"""Typical log growth a year of the stages (G04: 45% in growth, G06: -16 to -20% in decline)."""
_SDS = np.array([0.35, 0.17, 0.06, 0.08])
_FLOOR = 1e-4


@dataclass(frozen=True)
class _Evidence:
    growth: float
    """Log growth a year."""
    growth_se: float
    rise: float
    """Log multiple of the first quarter's sales."""
    retreat: float
    """Log distance below the peak, at most zero."""


def perceive(weekly_units: ArrayLike, rel_se: ArrayLike, previous: Probabilities) -> Probabilities:
    """Return stage probabilities after a further estimate, meant for one estimate a month.

    `weekly_units` are the sales held, shape (W,), oldest first; `rel_se` their relative standard errors,
    scalar or shape (W,); `previous` the probabilities of the last estimate. Pure.
    """
    units = np.asarray(weekly_units, dtype=np.float64)
    expected = (
        (np.asarray(previous)[:, None] * _TRANSITIONS).sum(axis=0)
        if len(units) >= FEWEST_WEEKS
        else np.asarray(previous)
    )
    evidence = _read(units, _last(rel_se, SMOOTHING_WEEKS))
    if evidence is None:
        return _normalised(expected)
    return _normalised(expected * _likelihood(evidence) ** TEMPER)


def _last(rel_se: ArrayLike, weeks: int) -> NDArray[np.float64]:
    """Return the relative standard errors of the last `weeks`, as far as there are so many."""
    errors = np.asarray(rel_se, dtype=np.float64)
    return errors[-weeks:] if errors.ndim else np.full(weeks, errors)


def _read(units: NDArray[np.float64], last_se: NDArray[np.float64]) -> _Evidence | None:
    """Return what the sales say; None where there are too few."""
    if len(units) < FEWEST_WEEKS:
        return None
    k = SMOOTHING_WEEKS
    smooth = np.maximum(moving_mean(units, k), 1e-9)
    now = math.log(smooth[-1])
    if len(units) >= YEAR_WEEKS + k:
        growth, extra = now - math.log(smooth[-1 - YEAR_WEEKS]), 0.0
    else:
        back = len(smooth) - 1 if len(smooth) <= k else k
        per_year = YEAR_WEEKS / back
        growth = (now - math.log(smooth[-1 - back])) * per_year
        extra = SEASON_SD * math.sqrt(2.0) * per_year
    noise = math.sqrt(total(last_se**2) / len(last_se) * 2.0 / k)
    peaks = moving_mean(units, YEAR_WEEKS) if len(units) >= YEAR_WEEKS else smooth
    retreat = math.log(max(float(peaks[-1]), 1e-9) / max(float(peaks.max()), 1e-9))
    return _Evidence(growth, math.hypot(noise, extra), now - math.log(smooth[0]), min(retreat, 0.0))


def _likelihood(evidence: _Evidence) -> NDArray[np.float64]:
    """Return the relative likelihood of each stage, with a floor for surprises."""
    sds = np.hypot(_SDS, evidence.growth_se)
    # Growth far above a growth stage's usual is still growth, a fall far below decline's still decline.
    growth = np.array([evidence.growth] * 4)
    growth[Stage.GROWTH] = min(evidence.growth, _MEANS[Stage.GROWTH])
    growth[Stage.DECLINE] = max(evidence.growth, _MEANS[Stage.DECLINE])
    bells = np.exp(-0.5 * ((growth - _MEANS) / sds) ** 2) / sds
    taken_off = _logistic((evidence.rise - TAKE_OFF) / 0.15)
    below_peak = _logistic((-evidence.retreat - 0.03) / 0.02)
    gates = np.array([1.0 - taken_off, 0.2 + 0.8 * taken_off, 1.0, below_peak])
    return np.asarray(bells * gates + _FLOOR)


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(min(x, 50.0), -50.0)))


def _normalised(weights: NDArray[np.float64]) -> Probabilities:
    p = np.maximum(weights, 0.0) / max(float(np.maximum(weights, 0.0).sum()), 1e-300)
    return float(p[0]), float(p[1]), float(p[2]), float(p[3])
