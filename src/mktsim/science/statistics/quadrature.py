"""Nodes and weights for expectations over normal, chi-square and t variables.

Gauss-Legendre on the bulk of each distribution; the mass left out is below 1e-13.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import chdtri, gammaln

from mktsim.science.arrays import Floats

_NODES = 240
"""Nodes of a rule: a numerical choice; 400 change no digit of the tables tested."""
_TAIL = 1e-14
"""Mass cut off at each end of the chi-square distribution: a numerical choice."""
_NORMAL_REACH = 8.5
"""Reach of the normal rule in standard deviations: a numerical choice."""


@lru_cache(maxsize=1)
def normal_rule() -> tuple[Floats, Floats]:
    """Nodes and weights with sum(weights * g(nodes)) = E[g(Z)], Z standard normal."""
    nodes, weights = _legendre(-_NORMAL_REACH, _NORMAL_REACH)
    return nodes, weights * np.exp(-0.5 * nodes**2) / np.sqrt(2.0 * np.pi)


@lru_cache(maxsize=32)
def chi_square_rule(df: int) -> tuple[Floats, Floats]:
    """Nodes and weights with sum(weights * g(nodes)) = E[g(X)], X chi-square.

    `df` at least 1. The rule is laid over the square root, where the density is smooth.
    """
    if df < 1:
        message = f"df must be at least 1, got {df}"
        raise ValueError(message)
    low, high = np.sqrt(chdtri(df, 1.0 - _TAIL)), np.sqrt(chdtri(df, _TAIL))
    roots, weights = _legendre(float(low), float(high))
    log_density = (df - 1.0) * np.log(roots) - roots**2 / 2.0 - (df / 2.0 - 1.0) * np.log(2.0) - gammaln(df / 2.0)
    return roots**2, weights * np.exp(log_density)


def _legendre(low: float, high: float) -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    half = (high - low) / 2.0
    return half * nodes + (high + low) / 2.0, half * weights
