"""Bass parameters from yearly sales by nonlinear least squares.

Fits flow[t] = m (F(t) - F(t-1)) + error, t = 1, 2, ... The potential m is linear given
p and q, so a grid over (p, q) with the best m at each node finds the starts, and the
best of them are refined in the logarithms of all three. Series cut before their peak
give too small an m and too large a q (Van den Bulte & Lilien 1997, Marketing Science
16:338) or no finite m at all; `at_bound` says so.

Source: Srinivasan & Mason 1986, Marketing Science 5:169.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.theory.bass import yearly_flows

_P_RANGE = (1e-7, 0.9)
"""Range searched for p, per period; wider than any published estimate."""
_Q_RANGE = (1e-4, 3.0)
"""Range searched for q, per period; wider than any published estimate."""
_M_MULTIPLE = 1000.0
"""Largest m, as a multiple of cumulative sales: beyond it the series has no say."""
_GRID = 24
"""Nodes on each side of the grid of starts: a numerical choice."""
_STARTS = 4
"""Starts refined: a numerical choice."""
_FEWEST = 4
"""Fewest flows: one more than the parameters."""


@dataclass(frozen=True)
class BassFit:
    """Estimates of the Bass model on a series of flows."""

    p: float
    """Coefficient of innovation, per period."""
    q: float
    """Coefficient of imitation, per period."""
    m: float
    """Market potential, in the units of the flows."""
    se: tuple[float, float, float]
    """Asymptotic standard errors of p, q and m; NaN where not identified."""
    r2: float
    """One less the residual over the total sum of squares of the flows."""
    at_bound: bool
    """Whether a parameter ran into the edge of the range searched."""


def fit(flows: Floats) -> BassFit:
    """Fit p, q and m to the flows of successive periods from launch, shape (periods,).

    Raises ValueError for fewer than four flows, for values that are not finite, and
    for a series without a positive sum.
    """
    observed = _checked(flows)
    from scipy.optimize import least_squares

    scale = float(np.sqrt(np.mean(observed**2)))
    size = float(observed.sum())
    lower = np.log([_P_RANGE[0], _Q_RANGE[0], size / _M_MULTIPLE])
    upper = np.log([_P_RANGE[1], _Q_RANGE[1], size * _M_MULTIPLE])

    def residual(logs: Floats) -> Floats:
        p, q, m = np.exp(logs)
        return (yearly_flows(p, q, m, observed.size) - observed) / scale

    best = None
    for start in _starts(observed):
        inside = np.clip(np.log(start), lower + 1e-9, upper - 1e-9)
        trial = least_squares(residual, inside, bounds=(lower, upper), xtol=1e-12, ftol=1e-12, gtol=1e-12)
        if best is None or trial.cost < best.cost:
            best = trial
    if best is None:
        message = "no start was found for the fit"
        raise ValueError(message)
    total = float(np.sum((observed - observed.mean()) ** 2))
    lost = 2.0 * float(best.cost) * scale**2
    p, q, m = (float(value) for value in np.exp(best.x))
    return BassFit(
        p=p,
        q=q,
        m=m,
        se=_standard_errors(np.asarray(best.jac) * scale, (p, q, m), lost),
        r2=1.0 - lost / total if total > 0.0 else float("nan"),
        at_bound=bool(np.any((best.x - lower < 1e-3) | (upper - best.x < 1e-3))),
    )


def predict(estimates: BassFit, periods: int) -> Floats:
    """Flows expected in the first `periods` periods from launch, shape (periods,)."""
    return yearly_flows(estimates.p, estimates.q, estimates.m, periods)


def _checked(flows: Floats) -> Floats:
    observed = np.asarray(flows, dtype=np.float64)
    if observed.ndim != 1 or observed.size < _FEWEST:
        message = f"need at least {_FEWEST} flows in one row, got shape {observed.shape}"
        raise ValueError(message)
    if not np.all(np.isfinite(observed)) or observed.sum() <= 0.0:
        message = "flows must be finite and have a positive sum"
        raise ValueError(message)
    return observed


def _starts(observed: Floats) -> Floats:
    # F at 0..n for every node at once; the best m at a node is a regression through 0.
    p = np.geomspace(1e-6, 0.3, _GRID)[:, None, None]
    q = np.geomspace(0.01, 2.0, _GRID)[None, :, None]
    decay = np.exp(-(p + q) * np.arange(observed.size + 1))
    shares = np.diff((1.0 - decay) / (1.0 + (q / p) * decay), axis=2)
    moment = (shares**2).sum(axis=2)
    m = (shares @ observed) / moment
    lost = ((m[..., None] * shares - observed) ** 2).sum(axis=2)
    lost[m <= 0.0] = np.inf
    order = np.argsort(lost, axis=None, kind="stable")[:_STARTS]
    rows, columns = np.unravel_index(order, lost.shape)
    return np.stack([p[rows, 0, 0], q[0, columns, 0], m[rows, columns]], axis=1)


def _standard_errors(
    jacobian: Floats, estimates: tuple[float, float, float], lost: float
) -> tuple[float, float, float]:
    # The fit is in logarithms; d/d(ln x) = x d/dx turns its Jacobian back.
    natural = jacobian / np.asarray(estimates)
    spare = natural.shape[0] - natural.shape[1]
    scaled = np.linalg.norm(natural, axis=0)
    if spare < 1 or np.any(scaled == 0.0):
        return (float("nan"),) * 3
    information = (natural / scaled).T @ (natural / scaled)
    if np.linalg.cond(information) > 1e14:
        return (float("nan"),) * 3
    variance = np.diag(np.linalg.inv(information)) * lost / spare / scaled**2
    first, second, third = np.sqrt(variance)
    return float(first), float(second), float(third)
