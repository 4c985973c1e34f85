"""Single-stage selection with a known common variance.

Source: Bechhofer 1954, Annals of Mathematical Statistics 25:16.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from mktsim.science.domain import require_inside_unit, require_positive
from mktsim.science.statistics.quadrature import normal_rule


def constant(arms: int, probability: float) -> float:
    """Return h with E[Phi(Z + h)^(arms - 1)] = probability.

    `arms` at least 2, `probability` of correct selection above 1/arms.
    """
    from scipy.optimize import brentq

    require_selection(arms, probability)
    nodes, weights = normal_rule()

    def excess(h: float) -> float:
        return float(weights @ ndtr(nodes + h) ** (arms - 1)) - probability

    return float(brentq(excess, 0.0, 40.0, xtol=1e-12))


def replications(arms: int, probability: float, sd: float, delta: float) -> int:
    """Replications each arm needs, ceil((h sd/delta)^2).

    `sd` of one outcome and `delta`, the smallest difference that matters, in the same
    units, both above 0.
    """
    require_positive("sd", sd)
    require_positive("delta", delta)
    return math.ceil((constant(arms, probability) * sd / delta) ** 2)


def require_selection(arms: int, probability: float) -> None:
    """Raise ValueError unless a selection of one of `arms` can mean anything."""
    require_inside_unit("probability", probability)
    if arms < 2:
        message = f"a selection needs at least 2 arms, got {arms}"
        raise ValueError(message)
    if not probability > 1.0 / arms:
        message = f"probability {probability} is no better than picking one of {arms} blindly"
        raise ValueError(message)


def correct_selection(arms: int, lead: float, replications_each: int) -> float:
    """Probability that the best of `arms` has the highest mean.

    The best leads all others, which are equal, by `lead` standard deviations of one
    outcome (at least 0).
    """
    nodes, weights = normal_rule()
    shift = lead * np.sqrt(replications_each)
    return float(weights @ ndtr(nodes + shift) ** (arms - 1))
