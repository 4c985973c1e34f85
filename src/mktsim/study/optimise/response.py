"""What the trials of a search tell of each number: a quadratic response surface, judged by leave-one-out prediction.

A second-order polynomial in the numbers tuned (each with its square, and products of pairs where trials are many
enough) is fitted by least squares. Predictive R squared comes from leave-one-out residuals, which a linear smoother has
in closed form, so that a surface that only follows the noise of few trials says so. A number's importance is what is
lost of it when all terms of that number are left out. Trials gather near the best, so both describe the region that was
searched.

Sources: Box & Wilson 1951, Journal of the Royal Statistical Society B 13:1; Allen 1974, Technometrics 16:125 (PRESS).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mktsim.study.optimise.result import Trial
from mktsim.study.optimise.variables import DecisionVariable

Floats = NDArray[np.float64]
Term = tuple[int, ...]
"""Variables that are multiplied, by place; () for the constant."""
TRIALS_A_TERM = 2.0
"""Trials that products of pairs need for each term of the surface. Assumption."""
TELLS = 0.1
"""Predictive R squared from which a surface tells something: noise alone has that in fewer than one search of fifty."""
_ALL_OF_IT = 1e-9
"""Leverage this close to one: the trial alone decides a term."""


@dataclass(frozen=True, eq=False)
class ResponseSurface:
    """A fitted surface, larger is better."""

    variables: tuple[DecisionVariable, ...]
    terms: tuple[Term, ...]
    coefficients: Floats
    """Of the terms in variables scaled to -1 to 1, shape (terms,)."""
    predictive: float
    """Predictive R squared by leaving one trial out; at most 1, 0 or less where the mean predicts as well."""
    importance: tuple[float, ...]
    """Predictive R squared lost without each variable."""
    trials: int

    @property
    def tells(self) -> bool:
        """Whether it predicts better than luck lets the mean of the trials do."""
        return self.predictive > TELLS

    @property
    def order(self) -> tuple[int, ...]:
        """Places of the variables, the most important first."""
        return tuple(sorted(range(len(self.variables)), key=lambda place: -self.importance[place]))

    def at(self, values: Floats) -> Floats:
        """Return the surface at values of the variables, shape (points, variables)."""
        return np.asarray(_columns(_scaled(self.variables, values), self.terms) @ self.coefficients)


def response_surface(variables: Sequence[DecisionVariable], trials: Sequence[Trial]) -> ResponseSurface | None:
    """Return the surface through the trials that could be run; None where they are too few to judge one."""
    known = [(trial.values, trial.good) for trial in trials if trial.good is not None]
    terms = _terms(len(variables), len(known))
    if len(known) <= len(terms) + 1:
        return None
    places = _scaled(variables, np.array([values for values, _ in known], dtype=np.float64))
    goods = np.array([good for _, good in known], dtype=np.float64)
    predictive = _predictive(_columns(places, terms), goods)
    if predictive is None:
        return None
    without = [_predictive(_columns(places, _without(terms, place)), goods) for place in range(len(variables))]
    importance = tuple(max(predictive - (left if left is not None else predictive), 0.0) for left in without)
    coefficients = np.asarray(np.linalg.pinv(_columns(places, terms)) @ goods, dtype=np.float64)
    return ResponseSurface(tuple(variables), terms, coefficients, predictive, importance, len(known))


def _terms(variables: int, trials: int) -> tuple[Term, ...]:
    """Return constant, linear and square terms, with products of pairs where trials are many enough."""
    alone: list[Term] = [(), *((v,) for v in range(variables)), *((v, v) for v in range(variables))]
    pairs = list(combinations(range(variables), 2))
    return (*alone, *pairs) if trials >= TRIALS_A_TERM * (len(alone) + len(pairs)) else tuple(alone)


def _without(terms: Sequence[Term], variable: int) -> tuple[Term, ...]:
    return tuple(term for term in terms if variable not in term)


def _scaled(variables: Sequence[DecisionVariable], values: Floats) -> Floats:
    low = np.array([one.low for one in variables])
    high = np.array([one.high for one in variables])
    return np.asarray(2.0 * (values - low) / (high - low) - 1.0)


def _columns(places: Floats, terms: Sequence[Term]) -> Floats:
    return np.stack([np.prod(places[:, list(term)], axis=1) for term in terms], axis=1)


def _predictive(columns: Floats, goods: Floats) -> float | None:
    """Return R squared of leave-one-out prediction; None where a trial cannot be left out, or nothing varies."""
    hat = columns @ np.linalg.pinv(columns)
    left = 1.0 - np.diag(hat)
    count = goods.size
    spread = float((((goods - goods.mean()) * count / (count - 1)) ** 2).sum())
    if spread <= 0.0 or left.min() <= _ALL_OF_IT:
        return None
    return 1.0 - float((((goods - hat @ goods) / left) ** 2).sum()) / spread
