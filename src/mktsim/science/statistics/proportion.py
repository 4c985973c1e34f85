"""An interval for a share that holds at every look, for decisions on chances.

Each observation lies between 0 and 1: 0 or 1 for an event, anything between for a mean over worlds. The interval
holds every p against which the observations have not yet won a bet: the wealth of betting by a beta mixture of
likelihood ratios is at most 1 on average when p is true, so it ever exceeds 1/alpha with probability at most alpha
(Ville's inequality), whatever the rule for stopping.

Sources: Robbins 1970, Annals of Mathematical Statistics 41:1397 (beta mixture); Waudby-Smith & Ramdas 2024, Journal
of the Royal Statistical Society B 86:1 (observations between 0 and 1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, xlog1py, xlogy

from mktsim.science.domain import require_inside_unit

_PRIOR = 0.5
"""Both parameters of the mixture (Jeffreys): assumption, it moves the width and never the coverage."""
_HALVINGS = 60


@dataclass(frozen=True)
class ShareBounds:
    """Bounds of a share, valid at every look together."""

    lower: float
    upper: float


def share_bounds(total: float, trials: int, alpha: float) -> ShareBounds:
    """Bounds of the mean of `trials` observations between 0 and 1 whose sum is `total`.

    Raises ValueError for a sum that so many observations cannot have.

    >>> bounds = share_bounds(0.0, 100, 0.05)
    >>> bounds.lower, round(bounds.upper, 3)
    (0.0, 0.057)
    """
    require_inside_unit("alpha", alpha)
    if not 0.0 <= total <= trials:
        message = f"{trials} observations between 0 and 1 cannot sum to {total!r}"
        raise ValueError(message)
    if trials == 0:
        return ShareBounds(0.0, 1.0)
    seen = total / trials
    limit = -np.log(alpha)
    return ShareBounds(
        lower=0.0 if total == 0.0 else _edge(total, trials, limit, (seen, 0.0)),
        upper=1.0 if total == trials else _edge(total, trials, limit, (seen, 1.0)),
    )


def _edge(total: float, trials: int, limit: float, ends: tuple[float, float]) -> float:
    """Where the log wealth reaches the limit between what was seen and an end, on the far side of it."""
    near, far = ends
    for _ in range(_HALVINGS):
        middle = (near + far) / 2.0
        if _log_wealth(middle, total, trials) < limit:
            near = middle
        else:
            far = middle
    return far


def _log_wealth(p: float, total: float, trials: int) -> float:
    rest = trials - total
    mixture = betaln(_PRIOR + total, _PRIOR + rest) - betaln(_PRIOR, _PRIOR)
    return float(mixture - xlogy(total, p) - xlog1py(rest, -p))
