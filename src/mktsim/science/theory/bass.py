"""Bass diffusion of a new product in closed form.

Parameters throughout: `p` coefficient of innovation (per year, above 0, typical
0.0001 to 0.04), `q` coefficient of imitation (per year, at least 0, typical 0.3 to
0.6), `m` market potential (adopters, above 0). Any other unit of time may be used
as long as `p`, `q` and `t` share it.

Source: Bass 1969, Management Science 15:215; typical values from Sultan, Farley &
Lehmann 1990, JMR 27:70.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mktsim.science.domain import (
    require_inside_unit,
    require_non_negative,
    require_positive,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from mktsim.science.arrays import Floats


def cumulative_share(t: ArrayLike, p: float, q: float) -> Floats:
    """Return F(t), the share of the potential that has adopted by time t.

    `t` in years since launch, any shape; zero before launch. The result has the
    shape of `t` and lies in [0, 1].
    """
    _check(p, q)
    since = np.maximum(np.asarray(t, dtype=np.float64), 0.0)
    decay = np.exp(-(p + q) * since)
    return np.asarray(-np.expm1(-(p + q) * since) / (1.0 + (q / p) * decay))


def adoption_density(t: ArrayLike, p: float, q: float) -> Floats:
    """Return f(t), the rate of adoption per year as a share of the potential."""
    share = cumulative_share(t, p, q)
    launched = np.asarray(t, dtype=np.float64) >= 0.0
    return np.asarray(np.where(launched, (p + q * share) * (1.0 - share), 0.0))


def cumulative(t: ArrayLike, p: float, q: float, m: float) -> Floats:
    """Return N(t), the adopters up to time t (years); the shape of `t`."""
    require_positive("m", m)
    return m * cumulative_share(t, p, q)


def rate(t: ArrayLike, p: float, q: float, m: float) -> Floats:
    """Return the adoption rate at time t, in adopters per year; the shape of `t`."""
    require_positive("m", m)
    return m * adoption_density(t, p, q)


def yearly_flows(p: float, q: float, m: float, years: int) -> Floats:
    """Return the adopters in each of the first `years` years, shape (years,).

    These are the differences N(t) - N(t-1), which Srinivasan & Mason 1986
    (Marketing Science 5:169) fit to yearly sales.
    """
    return np.diff(cumulative(np.arange(years + 1), p, q, m))


def peak_time(p: float, q: float) -> float:
    """Return the time of the highest adoption rate in years, 0 where q <= p."""
    _check(p, q)
    return math.log(q / p) / (p + q) if q > p else 0.0


def peak_rate(p: float, q: float, m: float) -> float:
    """Return the highest adoption rate, in adopters per year."""
    _check(p, q)
    require_positive("m", m)
    return m * (p + q) ** 2 / (4.0 * q) if q > p else m * p


def cumulative_at_peak(p: float, q: float, m: float) -> float:
    """Return the adopters at the moment of the highest rate, 0 where q <= p."""
    _check(p, q)
    require_positive("m", m)
    return m * (q - p) / (2.0 * q) if q > p else 0.0


def time_to_share(share: float, p: float, q: float) -> float:
    """Return the time (years) at which the given share of the potential adopted."""
    _check(p, q)
    require_inside_unit("share", share)
    return math.log((1.0 + share * q / p) / (1.0 - share)) / (p + q)


def advance(share: ArrayLike, step: ArrayLike, p: float, q: float) -> Floats:
    """Return F(t + step) given F(t), exactly and without knowing t.

    `share` is F(t) in [0, 1] and `step` the advance of the diffusion clock in years;
    both broadcast. From (p + qF)/(1 - F) growing by the factor exp((p + q) step), so
    a sequence of steps of any length meets the closed form without Euler error. A
    negative step runs the clock back; whether that is allowed is the caller's matter.

    >>> start = cumulative_share(2.0, 0.03, 0.38)
    >>> bool(np.isclose(advance(start, 3.0, 0.03, 0.38), cumulative_share(5.0, 0.03, 0.38)))
    True
    """
    _check(p, q)
    adopted = np.asarray(share, dtype=np.float64)
    remaining = (1.0 - adopted) * np.exp(
        -(p + q) * np.asarray(step, dtype=np.float64),
    )
    pull = p + q * adopted
    return np.asarray((pull - p * remaining) / (pull + q * remaining))


def _check(p: float, q: float) -> None:
    require_positive("p", p)
    require_non_negative("q", q)
