"""The multinomial logit of brand choice with loyalty, by maximum likelihood.

Utility = brand + price · ln(price) + display + feature + loyalty · past purchases, past purchases being smoothed by
household: next = memory · now + (1 - memory) · bought. Source: Guadagni & Little 1983, Marketing Science 2:203.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logsumexp

from mktsim.evidence.history.choices import HouseholdChoices
from mktsim.science.arrays import Floats

_MEMORY_LOGITS = (-1.0, 4.6)
"""Range searched for the logit of the memory: 0.27 to 0.99."""
_ROUNDS = 60
_TOLERANCE = 1e-9
_NUDGE = 1e-3
_WITHOUT_ERROR = 1e-4
"""Loss of log likelihood a choice below which the model tells choices without error: a numerical choice."""


@dataclass(frozen=True, eq=False)
class ChoiceFit:
    """A fitted choice model."""

    names: tuple[str, ...]
    """price, deals, loyalty, memory; then constants of the brands but the first."""
    values: Floats
    """Estimates, shape (k,); the memory as its logit."""
    covariance: Floats
    """Their covariance, shape (k, k)."""
    log_likelihood: float
    """Logarithm of the likelihood."""
    log_likelihood_shares: float
    """The same if every household chose by the brands' shares."""
    hit_share: float
    """Share of choices that went to the brand thought most likely."""
    at_bound: bool
    """Whether the memory ran into the edge of its range."""


def fit(choices: HouseholdChoices, rows: np.ndarray | None = None) -> ChoiceFit:
    """Fit the model to all choices, or to those chosen by a mask of shape (purchases,); past ones always count.

    Raises ValueError when the data cannot tell the coefficients apart.
    """
    from scipy.optimize import minimize_scalar

    used = np.ones(choices.chosen.size, dtype=bool) if rows is None else rows

    def cost(logit: float) -> float:
        return -_best(design(choices, float(expit(logit)))[used], choices.chosen[used])[1]

    searched = minimize_scalar(cost, bounds=_MEMORY_LOGITS, method="bounded", options={"xatol": 1e-3})
    logit = float(searched.x)
    x, chosen = design(choices, float(expit(logit)))[used], choices.chosen[used]
    beta, likelihood = _best(x, chosen)
    nearby = [design(choices, float(expit(logit + step)))[used] for step in (-_NUDGE, _NUDGE)]
    information = _information(beta, x, chosen, nearby)
    if np.linalg.cond(information) > 1e12:
        raise ValueError("the choices cannot tell the coefficients apart")
    shares = np.bincount(chosen, minlength=len(choices.brands)) / chosen.size
    named = _named(choices)
    place = named.index("memory")
    order = [*range(place), len(beta), *range(place, len(beta))]
    return ChoiceFit(
        names=named,
        values=np.append(beta, logit)[order],
        covariance=np.asarray(np.linalg.inv(information)[np.ix_(order, order)], dtype=np.float64),
        log_likelihood=likelihood,
        log_likelihood_shares=float(np.log(shares[chosen]).sum()),
        hit_share=float(np.mean((x @ beta).argmax(axis=1) == chosen)),
        at_bound=min(logit - _MEMORY_LOGITS[0], _MEMORY_LOGITS[1] - logit) < 0.05,
    )


def log_likelihood(choices: HouseholdChoices, found: ChoiceFit, rows: np.ndarray) -> float:
    """Return the log likelihood of the choices in a mask under a fit made elsewhere."""
    place = found.names.index("memory")
    x = design(choices, float(expit(found.values[place])))[rows]
    return _likelihood(np.delete(found.values, place), x, choices.chosen[rows])[0]


def design(choices: HouseholdChoices, memory: float) -> Floats:
    """Return what utility is made of, shape (purchases, brands, k): price, deals, loyalty, brands but the first."""
    constants = np.broadcast_to(np.eye(len(choices.brands))[:, 1:], (*choices.price.shape, len(choices.brands) - 1))
    parts = [np.log(choices.price), *(deal for _, deal in choices.deals), past_purchases(choices, memory)]
    return np.concatenate([np.stack(parts, axis=2), constants], axis=2)


def past_purchases(choices: HouseholdChoices, memory: float) -> Floats:
    """Return smoothed past purchases before each choice, shape (purchases, brands); equal at the first."""
    brands = len(choices.brands)
    bought = np.eye(brands)[choices.chosen]
    states = {int(one): np.full(brands, 1.0 / brands) for one in np.unique(choices.household)}
    found = np.empty(choices.price.shape)
    for row, household in enumerate(choices.household.tolist()):
        found[row] = states[household]
        states[household] = memory * states[household] + (1.0 - memory) * bought[row]
    return found


def _named(choices: HouseholdChoices) -> tuple[str, ...]:
    deals = [role.name.lower() for role, _ in choices.deals]
    return ("price", *deals, "loyalty", "memory", *(f"brand_{name}" for name in choices.brands[1:]))


def _best(x: Floats, chosen: np.ndarray) -> tuple[Floats, float]:
    """Return the coefficients of highest likelihood by Newton's method, which a logit always allows."""
    beta = np.zeros(x.shape[2])
    height, slope, curvature = _likelihood(beta, x, chosen)
    for _ in range(_ROUNDS):
        try:
            step = np.linalg.solve(curvature, slope)
        except np.linalg.LinAlgError as error:
            raise ValueError("the choices cannot tell the coefficients apart") from error
        length = 1.0
        while (new := _likelihood(beta + length * step, x, chosen))[0] < height and length > 1e-6:
            length *= 0.5
        beta = beta + length * step
        gain, (height, slope, curvature) = new[0] - height, new
        if height > -_WITHOUT_ERROR * chosen.size:
            break
        if abs(gain) < _TOLERANCE * max(1.0, abs(height)):
            return beta, height
    raise ValueError("the likelihood has no highest point: prices and deals tell the choices without error")


def _likelihood(beta: Floats, x: Floats, chosen: np.ndarray) -> tuple[float, Floats, Floats]:
    """Return log likelihood, its slope and its negative curvature."""
    utility = x @ beta
    logs = utility - logsumexp(utility, axis=1, keepdims=True)
    share = np.exp(logs)
    mean = np.einsum("nj,njk->nk", share, x)
    taken = x[np.arange(chosen.size), chosen]
    curvature = np.einsum("nj,njk,njl->kl", share, x, x, optimize=True) - mean.T @ mean
    return float(logs[np.arange(chosen.size), chosen].sum()), (taken - mean).sum(axis=0), curvature


def _information(beta: Floats, x: Floats, chosen: np.ndarray, nearby: list[Floats]) -> Floats:
    """Return the negative curvature with the memory's logit as the last row."""
    height, _, curvature = _likelihood(beta, x, chosen)
    (low, low_slope, _), (high, high_slope, _) = (_likelihood(beta, one, chosen) for one in nearby)
    cross = -(high_slope - low_slope) / (2.0 * _NUDGE)
    own = -(high - 2.0 * height + low) / _NUDGE**2
    return np.block([[curvature, cross[:, None]], [cross[None, :], np.array([[max(own, 1e-9)]])]])
