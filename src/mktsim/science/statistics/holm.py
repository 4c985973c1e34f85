"""Several comparisons at once: Holm p values and two kinds of interval.

*Holm p values* control the chance of any false rejection at the family level whatever
the dependence between arms (Holm 1979, Scandinavian Journal of Statistics 6:65).

*Simultaneous intervals* are Bonferroni's, each at 1 - alpha/m: together they cover all
m true differences with probability at least 1 - alpha, whatever the dependence. Holm
rejects whenever Bonferroni does and sometimes more, so an arm may be significant by
Holm while its simultaneous interval still holds zero. No two-sided intervals both keep
this coverage and match Holm's decisions without losing the size of the difference (the
compatible regions of Strassburger & Bretz 2008 and Guilbaud 2008 end at zero for
rejected arms), so none are offered.

*Step-down intervals* match Holm's decisions exactly (zero is outside if and only if Holm
rejects): the arm of rank r is taken at 1 - alpha/(m - r + 1) up to the first that is not
rejected, all others at that one's level. They do **not** cover all differences together
with probability 1 - alpha and must be labelled as the intervals of the step-down test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from mktsim.science.arrays import Floats
from mktsim.science.domain import require_inside_unit
from mktsim.science.statistics.paired import p_values


@dataclass(frozen=True, eq=False)
class Intervals:
    """Intervals of several mean differences."""

    lower: Floats
    """Lower ends, shape (m,)."""
    upper: Floats
    """Upper ends, shape (m,)."""
    level: Floats
    """Coverage of each interval taken alone, shape (m,)."""


def adjusted_p(p: Floats) -> Floats:
    """Holm-adjusted p values in the order given, shape (m,).

    The difference of an arm is significant at the family level alpha when its value is
    at most alpha. Raises ValueError for values outside [0, 1].

    >>> adjusted_p(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.06, 0.06]
    """
    raw = np.asarray(p, dtype=np.float64)
    if not np.all((raw >= 0.0) & (raw <= 1.0)):
        message = "p values must lie between 0 and 1"
        raise ValueError(message)
    order = np.argsort(raw, kind="stable")
    scaled = raw[order] * np.arange(raw.size, 0, -1)
    adjusted = np.empty_like(raw)
    adjusted[order] = np.minimum(np.maximum.accumulate(scaled), 1.0)
    return adjusted


def simultaneous_intervals(mean: Floats, se: Floats, df: int, alpha: float = 0.05) -> Intervals:
    """Bonferroni intervals that cover all true differences together at 1 - alpha."""
    require_inside_unit("alpha", alpha)
    size = np.asarray(mean).size
    return _intervals(mean, se, df, np.full(size, alpha / size))


def step_down_intervals(mean: Floats, se: Floats, df: int, alpha: float = 0.05) -> Intervals:
    """Intervals that agree with Holm's decisions; without simultaneous coverage."""
    require_inside_unit("alpha", alpha)
    raw = p_values(np.asarray(mean), np.asarray(se), df)
    order = np.argsort(raw, kind="stable")
    levels = alpha / np.arange(raw.size, 0, -1)
    missed = np.flatnonzero(raw[order] > levels)
    if missed.size:
        levels[missed[0] :] = levels[missed[0]]
    spent = np.empty_like(raw)
    spent[order] = levels
    return _intervals(mean, se, df, spent)


def _intervals(mean: Floats, se: Floats, df: int, alphas: Floats) -> Intervals:
    half = stdtrit(df, 1.0 - alphas / 2.0) * np.asarray(se)
    centre = np.asarray(mean, dtype=np.float64)
    return Intervals(lower=centre - half, upper=centre + half, level=1.0 - alphas)
