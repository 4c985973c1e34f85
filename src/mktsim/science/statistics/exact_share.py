"""Exact bounds of a share that was counted: so many of so many worlds or runs.

Source: Clopper & Pearson 1934, Biometrika 26:404. The level is kept whatever the share; it is exceeded for few trials.
"""

from __future__ import annotations

from scipy.special import betaincinv

from mktsim.science.domain import require_inside_unit


def bounds(count: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """Return the two-sided Clopper-Pearson interval of a share. Raises ValueError for a count beyond the trials.

    >>> low, high = bounds(12, 12)
    >>> round(low, 3), high
    (0.735, 1.0)
    """
    require_inside_unit("level", level)
    if not 0 <= count <= trials or trials < 1:
        message = f"{count} of {trials} is no share"
        raise ValueError(message)
    tail = (1.0 - level) / 2.0
    low = 0.0 if count == 0 else float(betaincinv(count, trials - count + 1, tail))
    high = 1.0 if count == trials else float(betaincinv(count + 1, trials - count, 1.0 - tail))
    return low, high
