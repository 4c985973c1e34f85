"""Expected value of partial perfect information (EVPPI) about one parameter of the world, by regression; pure.

The value of each arm is regressed on the parameter over the drawn worlds, and the best fitted arm of each world is
compared with the best arm on average (Strong & Oakley 2013, Medical Decision Making 33:755, by polynomials). Choosing
the best of fitted values flatters even where nothing can be learnt: the mean over worlds shuffled at random is taken
off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.inverse import normal
from mktsim.science.statistics import resampling
from mktsim.streams import Address, Domain, uniforms
from mktsim.study.runs.interval import Interval

Floats = NDArray[np.float64]
_DEGREE = 3
_WORLDS_A_TERM = 8
"""Worlds that a term of the polynomial needs at least: assumption."""
_SHUFFLES = 200
_DRAWS = 400
_NOISES = 40


@dataclass(frozen=True)
class ParameterValue:
    """Worth of knowing one parameter."""

    name: str
    perfect: Interval
    """Known exactly, money; never below zero."""
    research: float
    """Known by research that explains a given share of its variance, money."""
    p_value: float
    """Share of shuffles in which nothing worth less was found: small, and there is something to learn."""


@dataclass(frozen=True)
class EvppiOptions:
    """How it is worked out."""

    reliability: float
    """Share of a parameter's variance that research explains, above 0 to 1."""
    confidence: float
    seed: int


def parameter_value(name: str, values: Floats, means: Floats, asked: EvppiOptions) -> ParameterValue:
    """Work out one parameter; `values` has shape (worlds,), `means` (worlds, arms), larger is better.

    Worlds count alike.
    """
    degree = max(1, min(_DEGREE, values.size // _WORLDS_A_TERM - 1))
    found = worth(values, means, degree)
    shuffled = _shuffled(name, values, means, degree, asked.seed)
    bias = float(shuffled.mean())
    drawn = _resampled(name, values, means, degree, asked.seed)
    low, high = np.quantile(drawn, [0.5 - asked.confidence / 2.0, 0.5 + asked.confidence / 2.0])
    centre = max(0.0, found - bias)
    perfect = Interval(
        centre, max(0.0, min(centre, 2.0 * found - float(high) - bias)), max(centre, 2.0 * found - float(low) - bias)
    )
    noisy = _noisy(name, values, asked)
    research = float(np.mean([worth(signal, means, degree) for signal in noisy])) - bias
    share = float((np.count_nonzero(shuffled >= found) + 1) / (_SHUFFLES + 1))
    return ParameterValue(name, perfect, min(centre, max(0.0, research)), share)


def world_value(means: Floats, bias: float, asked: EvppiOptions) -> Interval:
    """Worth of knowing the world exactly; `means` has shape (worlds, arms), larger is better.

    `bias` is what picking the best by looking at so many replications adds; the interval is from resampled worlds.
    """
    found = float(means.max(axis=1).mean() - means.mean(axis=0).max())
    drawn = []
    for block in resampling.weights(len(means), _DRAWS, asked.seed, "knowing the world"):
        best = np.einsum("bw,w->b", block, means.max(axis=1))
        drawn.append(best - np.einsum("bw,wa->ba", block, means).max(axis=1))
    low, high = np.quantile(np.concatenate(drawn), [0.5 - asked.confidence / 2.0, 0.5 + asked.confidence / 2.0])
    centre = max(0.0, found - bias)
    least, most = 2.0 * found - float(high) - bias, 2.0 * found - float(low) - bias
    return Interval(centre, max(0.0, min(centre, least)), max(centre, most))


def worth(values: Floats, means: Floats, degree: int) -> float:
    """Mean of the best fitted arm of each world less the best mean."""
    fitted = fit(values, means - means[:, :1], degree)
    return float(fitted.max(axis=1).mean() - fitted.mean(axis=0).max())


def fit(values: Floats, outcomes: Floats, degree: int) -> Floats:
    """Fit a polynomial in the values to each column by least squares; shape of `outcomes`."""
    fitted = np.zeros_like(outcomes)
    basis: list[Floats] = []
    span = float(np.ptp(values))
    scaled = (values - values.mean()) / span if span > 0.0 else np.zeros_like(values)
    for power in range(degree + 1):
        column = scaled**power
        for known in basis:
            column = column - known * float(np.einsum("w,w->", known, column))
        length = float(np.sqrt(np.einsum("w,w->", column, column)))
        if length <= 1e-9:
            continue
        column = column / length
        basis.append(column)
        fitted = fitted + column[:, None] * np.einsum("w,wa->a", column, outcomes)
    return fitted


def _shuffled(name: str, values: Floats, means: Floats, degree: int, seed: int) -> Floats:
    address = Address(seed, "", 0, Domain.BOOTSTRAP)
    luck = uniforms(address, "study.bootstrap", f"shuffle {name}", 0, _SHUFFLES, values.size)
    return np.array([worth(values[np.argsort(row, kind="stable")], means, degree) for row in luck])


def _resampled(name: str, values: Floats, means: Floats, degree: int, seed: int) -> Floats:
    found = []
    for block in resampling.weights(values.size, _DRAWS, seed, f"knowing {name}"):
        for row in block:
            rows = np.repeat(np.arange(values.size), np.round(row * values.size).astype(np.int64))
            found.append(worth(values[rows], means[rows], degree))
    return np.array(found)


def _noisy(name: str, values: Floats, asked: EvppiOptions) -> Floats:
    """What research would show, shape (noises, worlds): the parameter with normal error."""
    address = Address(asked.seed, "", 0, Domain.BOOTSTRAP)
    luck = uniforms(address, "study.bootstrap", f"research {name}", 0, _NOISES, values.size)
    spread = float(values.std()) * np.sqrt(1.0 / asked.reliability - 1.0)
    return np.asarray(values + spread * normal(luck))
