"""Expected value of partial perfect information (EVPPI) about one parameter of the world, by regression; pure.

The value of each arm is regressed on the parameter over the drawn worlds (Strong & Oakley 2013, Medical Decision Making
33:755, by polynomials), and in each world the arm is taken that the regression without that world thinks best: leaving
it out means that the rule is judged where it was not learnt. What it earns over the arm that is best on average is a
table of differences, whose mean and interval over worlds and replications are those of every other result. A rule that
few worlds have taught earns less than the best one would, and judged in the worlds that taught it (the usual estimator)
it seems to earn more: the interval reaches from the lower end of the first to the higher of both higher ends, each at
half the error, since either may be the one that misses. Whether there is something to learn is tested against worlds
shuffled at random, for all parameters together: the p value is that of the largest worth any shows in a shuffle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mktsim.inverse import normal
from mktsim.science.statistics import two_level
from mktsim.science.statistics.two_level import Sampling
from mktsim.streams import Address, Domain, uniforms
from mktsim.study.runs.interval import Interval, of_level
from mktsim.study.runs.world_values import worth_of_knowing

Floats = NDArray[np.float64]
_DEGREE = 3
_WORLDS_A_TERM = 8
"""Worlds that a term of the polynomial needs at least: assumption."""
FEWEST_WORLDS = 64
"""Worlds below which the interval is rough, by Monte Carlo: 92% with 16, up to 99% with 32 (docs/coverage.md)."""
_SHUFFLES = 199
_NOISES = 40


@dataclass(frozen=True)
class ParameterValue:
    """Worth of knowing one parameter."""

    name: str
    perfect: Interval
    """Known exactly, money; its own interval, over worlds and replications."""
    together: Interval
    """The same with the interval that holds together with those of all other parameters."""
    research: float
    """Known by research that explains a given share of its variance, money."""
    p_value: float
    """Share of shuffles in which any parameter showed as much: adjusted for all that were looked at."""


@dataclass(frozen=True)
class EvppiOptions:
    """How it is worked out."""

    reliability: float
    """Share of a parameter's variance that research explains, above 0 to 1."""
    confidence: float
    seed: int


def parameter_values(
    names: Sequence[str], values: Floats, good: Floats, asked: EvppiOptions
) -> tuple[ParameterValue, ...]:
    """Work out all parameters, the one most worth knowing first.

    `values` has shape (worlds, parameters), `good` (replications, worlds, arms), larger is better; worlds count alike.
    No interval reaches above that of knowing the whole world, since no part of it is worth more.
    """
    means = good.mean(axis=0)
    bases = [polynomials(column, degree_for(len(means))) for column in values.T]
    largest = _largest_in_shuffles(bases, means, asked.seed)
    found = []
    for place, (name, basis) in enumerate(zip(names, bases, strict=True)):
        own, together = (
            _at_most(worth_of_knowing(good, _even(len(means), level)).high, perfect(basis, good, level))
            for level in (asked.confidence, 1.0 - (1.0 - asked.confidence) / len(names))
        )
        share = float((np.count_nonzero(largest >= worth(basis, means)) + 1) / (_SHUFFLES + 1))
        research = min(own.mean, _by_research(name, values[:, place], means, asked))
        found.append(ParameterValue(name, own, together, research, share))
    return tuple(sorted(found, key=lambda one: (one.p_value, -one.perfect.mean, one.name)))


def perfect(basis: Floats, good: Floats, confidence: float) -> Interval:
    """Worth of knowing one parameter, with its interval; never below zero.

    `basis` holds polynomials in the parameter, `good` has shape (replications, worlds, arms).
    """
    means = good.mean(axis=0)
    best = int(np.argmax(means.mean(axis=0)))
    outside = _gains(good, decisions(basis, means), best)
    inside = _gains(good, np.asarray(_fitted(basis, means).argmax(axis=-1)), best)
    found = _over_worlds(outside, confidence)
    high = max(0.0, *(_over_worlds(one, 1.0 - (1.0 - confidence) / 2.0).high for one in (outside, inside)))
    return Interval(max(0.0, found.mean), max(0.0, found.low), high, found.is_rough or len(means) < FEWEST_WORLDS)


def _at_most(most: float, found: Interval) -> Interval:
    return Interval(min(found.mean, most), min(found.low, most), min(found.high, most), found.is_rough)


def _over_worlds(table: Floats, level: float) -> Interval:
    """Return mean and interval of a table, shape (replications, worlds), of worlds that count alike."""
    return of_level(two_level.interval(table, _even(table.shape[1], level), is_picked=True))


def _even(worlds: int, level: float) -> Sampling:
    return Sampling(np.full(worlds, 1.0 / worlds), are_sampled=True, level=level)


def _gains(good: Floats, taken: NDArray[np.int64], best: int) -> Floats:
    """Return what the arms taken by world earn over the best on average, shape (replications, worlds)."""
    return np.asarray(np.take_along_axis(good, taken[None, :, None], axis=2)[..., 0] - good[..., best])


def _fitted(basis: Floats, means: Floats) -> Floats:
    """Return the regression of each arm less the first, shape of `means`."""
    centred = means - means[..., :1]
    return np.asarray(np.einsum("wd,...da->...wa", basis, np.einsum("wd,...wa->...da", basis, centred)))


def degree_for(worlds: int) -> int:
    """Return the degree of the polynomial that so many worlds can bear."""
    return max(1, min(_DEGREE, worlds // _WORLDS_A_TERM - 1))


def worth(basis: Floats, means: Floats) -> Floats:
    """Mean over worlds of what the arms taken by one parameter earn over the arm that is best on average.

    `means` has shape (..., worlds, arms); the result the shape in front.
    """
    taken = np.take_along_axis(means, decisions(basis, means)[..., None], axis=-1)[..., 0]
    return np.asarray(taken.mean(axis=-1) - means.mean(axis=-2).max(axis=-1))


def decisions(basis: Floats, means: Floats) -> NDArray[np.int64]:
    """Return the arm that the regression without a world thinks best there, shape (..., worlds).

    `basis` holds polynomials in the parameter, `means` has shape (..., worlds, arms).
    """
    centred = means - means[..., :1]
    leverage = np.minimum(np.einsum("wd,wd->w", basis, basis), 1.0 - 1e-9)[:, None]
    without = (_fitted(basis, means) - leverage * centred) / (1.0 - leverage)
    return np.asarray(without.argmax(axis=-1), dtype=np.int64)


def polynomials(values: Floats, degree: int) -> Floats:
    """Return orthonormal polynomials in the values, shape (worlds, at most degree + 1)."""
    span = float(np.ptp(values))
    scaled = (values - values.mean()) / span if span > 0.0 else np.zeros_like(values)
    basis: list[Floats] = []
    for power in range(degree + 1):
        column = scaled**power
        for known in basis:
            column = column - known * float(np.einsum("w,w->", known, column))
        length = float(np.sqrt(np.einsum("w,w->", column, column)))
        if length > 1e-9:
            basis.append(column / length)
    return np.stack(basis, axis=1)


def _largest_in_shuffles(bases: Sequence[Floats], means: Floats, seed: int) -> Floats:
    """Return the largest worth that any parameter shows in each shuffle of the worlds' outcomes."""
    address = Address(seed, "", 0, Domain.BOOTSTRAP)
    luck = uniforms(address, "study.bootstrap", "shuffled worlds", 0, _SHUFFLES, len(means))
    shuffled = means[np.argsort(luck, axis=1, kind="stable")]
    return np.asarray(np.max([worth(basis, shuffled) for basis in bases], axis=0))


def _by_research(name: str, values: Floats, means: Floats, asked: EvppiOptions) -> float:
    """Worth of research that shows the parameter with normal error, mean over errors; never below zero."""
    address = Address(asked.seed, "", 0, Domain.BOOTSTRAP)
    luck = uniforms(address, "study.bootstrap", f"research {name}", 0, _NOISES, values.size)
    spread = float(values.std()) * np.sqrt(1.0 / asked.reliability - 1.0)
    degree = degree_for(values.size)
    seen = [float(worth(polynomials(values + spread * normal(row), degree), means)) for row in luck]
    return max(0.0, float(np.mean(seen)))
