"""The expected sales of a life cycle, for many parameter sets at once.

From launch: first purchases by the Bass law, replacement of what was bought after a life (Weibull, shape 2.5), and,
from the substitution date on, a decline at a rate of its own, not tied to q. Without a launch in the data: a level
with a trend and the same decline. A season multiplies both.

Sources: Bass 1969, Management Science 15:215; Norton & Bass 1987, Management Science 33:1069 (a later generation
takes over); G06 (decline).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gamma

import numpy as np

from mktsim.evidence.forecasting import priors
from mktsim.evidence.forecasting.priors import Prior
from mktsim.science.arrays import Floats

_LIFE_SHAPE = 2.5
"""Weibull shape of lives: wear rather than accident; assumption."""
_ONSET_YEARS = 0.5
_ONSET_SHARE = 0.1
"""Width of the turn into decline: a tenth of the time to it, half a year at most; assumptions."""
_EARLIEST_PEAK = 0.5
"""Least time to the peak, in units of 1/(p + q), for products that sell most at once; assumption."""
LAUNCH_SHARE = 0.25
"""A series whose first period is at most this share of its largest is seen from its launch; assumption."""


@dataclass(frozen=True)
class Shape:
    """Which parameters a series is given, in the order of the columns of a parameter array."""

    per_year: float
    """Periods a year."""
    from_launch: bool
    """Whether the series begins with the launch."""
    table: tuple[Prior, ...]
    """Parameters with their priors."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the order of the columns."""
        return tuple(prior.name for prior in self.table)

    def natural(self, draws: Floats, name: str) -> Floats:
        """Return one parameter in natural units, shape (draws,), from an array of shape (draws, parameters)."""
        place = self.names.index(name)
        return self.table[place].scale.outward(draws[:, place])


def shape_of(sales: Floats, per_year: float) -> Shape:
    """Return the shape for a series, shape (periods,), of which only these values are known."""
    from_launch = bool(sales[0] <= LAUNCH_SHARE * sales.max())
    if from_launch:
        rows = [priors.P, priors.Q, priors.potential(float(sales.sum())), priors.LIFE, priors.REPLACED]
        rows += [priors.DECLINE_START, priors.DECLINE_RATE]
    else:
        rows = [priors.level(float(sales.mean()) * per_year), priors.GROWTH, priors.FALL_START, priors.FALL_RATE]
    if sales.size > per_year:
        rows += priors.harmonics(per_year)
    return Shape(per_year, from_launch, (*rows, priors.SIGMA, priors.PHI))


def expected(shape: Shape, draws: Floats, periods: int) -> Floats:
    """Return expected sales by period, shape (draws, periods), for parameters of shape (draws, parameters)."""
    total = _from_launch(shape, draws, periods) if shape.from_launch else _established(shape, draws, periods)
    middles = (np.arange(periods) + 0.5) / shape.per_year
    start, rate = (one[:, None] for one in decline_of(shape, draws))
    onset = np.minimum(_ONSET_SHARE * start, _ONSET_YEARS)
    since = np.clip((middles[None, :] - start) / onset, -50.0, 500.0)
    decline = rate * onset * np.logaddexp(0.0, since)
    return np.asarray(total * np.exp(season(shape, draws, periods) - np.minimum(decline, 50.0)))


def decline_of(shape: Shape, draws: Floats) -> tuple[Floats, Floats]:
    """Return when the decline begins, in years from the first period, and its yearly rate, both of shape (draws,).

    From launch both follow the product's speed: the start is a multiple of the time to the peak of first purchases,
    the rate a share of p + q.
    """
    if not shape.from_launch:
        return shape.natural(draws, "fall_start"), shape.natural(draws, "fall_rate")
    p, q = shape.natural(draws, "p"), shape.natural(draws, "q")
    peak = np.maximum(np.log(q / p) / (p + q), _EARLIEST_PEAK / (p + q))
    return shape.natural(draws, "decline_start") * peak, shape.natural(draws, "decline_rate") * (p + q)


def season(shape: Shape, draws: Floats, periods: int) -> Floats:
    """Return the logarithm of the season by period, shape (draws, periods); zeros without one."""
    angle = 2.0 * np.pi * (np.arange(periods) + 0.5) / shape.per_year
    total = np.zeros((draws.shape[0], periods))
    for place, name in enumerate(shape.names):
        if name.startswith("season_"):
            wave = np.cos if name[7:10] == "cos" else np.sin
            total += draws[:, place, None] * wave(int(name[10:]) * angle)
    return total


def _from_launch(shape: Shape, draws: Floats, periods: int) -> Floats:
    first = first_purchases(shape, draws, periods)
    replaced = shape.natural(draws, "replaced")
    mean_life = shape.natural(draws, "life") * shape.per_year
    # From the middle of one period to the middle of another; what ends within its first period counts to the next.
    since = np.concatenate([[0.0], np.arange(1, periods + 1) + 0.5])
    ages = since[None, :] * gamma(1.0 + 1.0 / _LIFE_SHAPE) / mean_life[:, None]
    ends = np.diff(-np.expm1(-(np.minimum(ages, 30.0) ** _LIFE_SHAPE)), axis=1)
    total = first.copy()
    for period in range(1, periods):
        # What was bought k periods ago is replaced now with the chance that its life is k periods.
        total[:, period] += replaced * np.einsum("dk,dk->d", total[:, :period], ends[:, period - 1 :: -1])
    return total


def first_purchases(shape: Shape, draws: Floats, periods: int) -> Floats:
    """Return first purchases by period, shape (draws, periods), by the Bass law from launch."""
    p, q, m = (shape.natural(draws, name)[:, None] for name in ("p", "q", "m"))
    decay = np.exp(-np.minimum((p + q) * np.arange(periods + 1) / shape.per_year, 600.0))
    return np.asarray(m * np.diff((1.0 - decay) / (1.0 + (q / p) * decay), axis=1))


def _established(shape: Shape, draws: Floats, periods: int) -> Floats:
    years = (np.arange(periods) + 0.5) / shape.per_year
    rate = shape.natural(draws, "level")[:, None] / shape.per_year
    return np.asarray(rate * np.exp(np.clip(shape.natural(draws, "growth")[:, None] * years, -50.0, 50.0)))
