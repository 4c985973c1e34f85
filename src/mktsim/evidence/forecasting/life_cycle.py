"""Fit a life cycle to a sales series: the most believable curve, and draws of all that could be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.evidence.forecasting.curve import Shape, shape_of
from mktsim.evidence.forecasting.posterior import Target
from mktsim.evidence.forecasting.sampler import STREAM, Draws, Effort, sample
from mktsim.inverse import normal
from mktsim.science.arrays import Floats
from mktsim.streams import Address, uniforms

FEWEST = 4
"""Fewest periods that a life cycle is fitted to."""
_CANDIDATES = 600
"""Draws of the prior among which starts are looked for: a numerical choice."""
_STARTS = 4
"""Starts that are refined: a numerical choice."""
_ROUNDS = 80
"""Most rounds of the search from one start; the draws start nearby, not exactly at the mode: a numerical choice."""
_NUDGE = 1e-4
"""Step of central differences on the scale of fitting: a numerical choice."""


@dataclass(frozen=True, eq=False)
class LifeCycleFit:
    """A series, its most believable parameters and draws from all that are believable."""

    target: Target
    best: Floats
    """Parameters with the highest posterior, on the scale of fitting, shape (parameters,)."""
    draws: Draws
    """Draws on the scale of fitting."""

    @property
    def shape(self) -> Shape:
        """Which parameters there are."""
        return self.target.shape

    def natural(self, name: str) -> Floats:
        """Draws of one parameter in natural units, shape (draws,)."""
        return self.shape.natural(self.draws.values, name)


def fit(sales: Floats, per_year: float, luck: Address, effort: Effort | None = None) -> LifeCycleFit:
    """Fit a series of shape (periods,), at least four, none negative, with a positive sum, from `per_year` a year.

    Raises ValueError for anything else.
    """
    target = Target(shape_of(checked(sales), per_year), np.asarray(sales, dtype=np.float64))
    modes = _modes(target, luck)
    walk = effort or Effort()
    starts = _walkers(target, modes, luck, walk.walkers)
    return LifeCycleFit(target, modes[0], sample(target.log_posterior, starts, luck, walk))


def checked(sales: Floats) -> Floats:
    """Return the series as floats. Raises ValueError for one that cannot be fitted."""
    series = np.asarray(sales, dtype=np.float64)
    if series.ndim != 1 or series.size < FEWEST:
        raise ValueError(f"need at least {FEWEST} periods, got shape {series.shape}")
    if not np.all(np.isfinite(series)) or series.min() < 0.0 or series.sum() <= 0.0:
        raise ValueError("sales must be finite, not negative, and not all zero")
    return series


def _modes(target: Target, luck: Address) -> Floats:
    """Return refined parameters from several starts, best first, shape (starts, parameters)."""
    from scipy.optimize import minimize

    size = len(target.shape.table)
    centres = np.array([prior.centre for prior in target.shape.table])
    spreads = np.array([prior.spread for prior in target.shape.table])
    chance = normal(uniforms(luck, STREAM, "starts", 0, _CANDIDATES, size))
    candidates = centres + spreads * chance
    order = np.argsort(-target.log_posterior(candidates), kind="stable")[:_STARTS]

    def cost(place: Floats) -> tuple[float, Floats]:
        nudges = np.concatenate([np.zeros((1, size)), _NUDGE * np.eye(size), -_NUDGE * np.eye(size)])
        height = -target.log_posterior(place + nudges)
        height = np.where(np.isfinite(height), height, 1e10)
        return float(height[0]), (height[1 : size + 1] - height[size + 1 :]) / (2.0 * _NUDGE)

    found = [
        minimize(cost, candidates[row], jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}) for row in order
    ]
    found.sort(key=lambda one: float(one.fun))
    return np.stack([np.asarray(one.x, dtype=np.float64) for one in found])


def _walkers(target: Target, modes: Floats, luck: Address, count: int) -> Floats:
    """Return where walkers begin: around the modes, spread as the prior on a smaller scale."""
    spreads = np.array([prior.spread for prior in target.shape.table])
    chance = normal(uniforms(luck, STREAM, "walkers.first", 0, count, modes.shape[1]))
    return np.asarray(modes[np.arange(count) % modes.shape[0]] + 0.3 * spreads * chance)
