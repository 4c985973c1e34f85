"""Two-stage selection with unknown, unequal variances (independent sampling).

Not valid under common random numbers, where Kim-Nelson or Nelson-Matejcik belong.

Source: Rinott 1978, Communications in Statistics A7:799.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import ndtr

from mktsim.science.arrays import Floats, Integers
from mktsim.science.domain import require_positive
from mktsim.science.statistics.bechhofer import require_selection
from mktsim.science.statistics.quadrature import chi_square_rule


@lru_cache(maxsize=128)
def constant(arms: int, probability: float, first_stage: int) -> float:
    """Return Rinott's h.

    Solves E_y[(E_x Phi(h/sqrt((n0 - 1)(1/x + 1/y))))^(arms - 1)] = probability, x and y
    chi-square with n0 - 1 degrees of freedom; `first_stage` n0 at least 2.
    """
    from scipy.optimize import brentq

    require_selection(arms, probability)
    df = first_stage - 1
    nodes, weights = chi_square_rule(df)
    spread = np.sqrt(df * (1.0 / nodes[:, None] + 1.0 / nodes[None, :]))

    def excess(h: float) -> float:
        inner = np.einsum("yx,x->y", ndtr(h / spread), weights)
        return float(np.sum(weights * inner ** (arms - 1))) - probability

    upper = 8.0
    while excess(upper) < 0.0:
        upper *= 2.0
    return float(brentq(excess, 0.0, upper, xtol=1e-10))


def replications(sds: Floats, delta: float, h: float, first_stage: int) -> Integers:
    """Total replications of each arm, max(n0, ceil((h s/delta)^2)), shape (arms,).

    `sds` are first-stage standard deviations, `delta` (above 0) in the same units.
    """
    require_positive("delta", delta)
    wanted = np.ceil((h * np.asarray(sds, dtype=np.float64) / delta) ** 2)
    return np.maximum(wanted, first_stage).astype(np.int64)
