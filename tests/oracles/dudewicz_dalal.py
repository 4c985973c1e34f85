"""Constant of the two-stage selection of Dudewicz and Dalal (independent sampling).

Source: Dudewicz & Dalal 1975, Sankhya B37:28; tabulated in Law 2015, section 10.4.
"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtr

from mktsim.science.statistics.bechhofer import require_selection
from mktsim.science.statistics.quadrature import chi_square_rule, normal_rule


def constant(arms: int, probability: float, first_stage: int) -> float:
    """Return h with E[F(T + h)^(arms - 1)] = probability.

    T and F are of the t distribution with n0 - 1 degrees of freedom, `first_stage` n0
    at least 2.
    """
    from scipy.optimize import brentq

    require_selection(arms, probability)
    df = first_stage - 1
    squares, square_weights = chi_square_rule(df)
    normals, normal_weights = normal_rule()
    # T = Z/sqrt(X/df): the expectation runs over both.
    nodes = normals[:, None] / np.sqrt(squares[None, :] / df)
    weights = normal_weights[:, None] * square_weights[None, :]

    def excess(h: float) -> float:
        return float(np.sum(weights * stdtr(df, nodes + h) ** (arms - 1))) - probability

    upper = 8.0
    while excess(upper) < 0.0:
        upper *= 2.0
    return float(brentq(excess, 0.0, upper, xtol=1e-9))
