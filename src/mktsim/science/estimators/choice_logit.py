"""Logit models by Newton's method: choice between alternatives, and yes or no.

Sources: McFadden 1974; Guadagni & Little 1983, Marketing Science 2:203; Gupta 1988, JMR 25:342.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats, Integers

_ROUNDS = 60
"""Most Newton steps: a numerical choice; the likelihood is concave."""
_TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class LogitFit:
    """Estimates of a logit model."""

    coefficients: Floats
    """Shape (regressors,)."""
    se: Floats
    """Standard errors, same shape."""
    log_likelihood: float


def choice_probabilities(attributes: Floats, coefficients: Floats) -> Floats:
    """Return the probabilities of alternatives, shape (n, alternatives); attributes (n, alternatives, k)."""
    utility = attributes @ coefficients
    weight = np.exp(utility - utility.max(axis=1, keepdims=True))
    chance: Floats = weight / weight.sum(axis=1, keepdims=True)
    return chance


def fit_choice(attributes: Floats, chosen: Integers) -> LogitFit:
    """Fit a conditional logit to chosen alternatives, shape (n,), with attributes of shape (n, alternatives, k).

    Raises ValueError when it does not converge (attributes that separate choices, or collinear ones).
    """
    beta = np.zeros(attributes.shape[2])
    rows = np.arange(chosen.size)
    for _ in range(_ROUNDS):
        chance = choice_probabilities(attributes, beta)
        mean = np.einsum("nj,njk->nk", chance, attributes)
        gradient = (attributes[rows, chosen] - mean).sum(axis=0)
        information = np.einsum("nj,njk,njl->kl", chance, attributes, attributes, optimize=True) - mean.T @ mean
        step = _solved(information, gradient)
        beta = beta + step
        if np.abs(step).max() < _TOLERANCE:
            fitted = choice_probabilities(attributes, beta)[rows, chosen]
            return LogitFit(beta, _errors(information), float(np.log(fitted).sum()))
    raise ValueError(f"the logit did not converge in {_ROUNDS} rounds")


def yes_probabilities(regressors: Floats, coefficients: Floats) -> Floats:
    """Return the probabilities of yes, shape (n,); regressors (n, k) hold their own constant."""
    chance: Floats = 1.0 / (1.0 + np.exp(-(regressors @ coefficients)))
    return chance


def fit_yes(regressors: Floats, answers: Floats) -> LogitFit:
    """Fit a binary logit to answers of 0 or 1, shape (n,). Raises ValueError when it does not converge."""
    beta = np.zeros(regressors.shape[1])
    for _ in range(_ROUNDS):
        chance = yes_probabilities(regressors, beta)
        information = (regressors * (chance * (1.0 - chance))[:, None]).T @ regressors
        step = _solved(information, regressors.T @ (answers - chance))
        beta = beta + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < _TOLERANCE:
            likely = np.where(answers > 0.5, chance, 1.0 - chance)
            return LogitFit(beta, _errors(information), float(np.log(likely).sum()))
    raise ValueError(f"the logit did not converge in {_ROUNDS} rounds")


def _solved(information: Floats, gradient: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(information, gradient))
    except np.linalg.LinAlgError as error:
        raise ValueError("regressors are collinear or separate the answers") from error


def _errors(information: Floats) -> Floats:
    return np.asarray(np.sqrt(np.diag(np.linalg.inv(information))))
