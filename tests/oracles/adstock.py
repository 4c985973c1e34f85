"""Geometric carry-over of advertising (adstock, Koyck lag).

`decay` is the share of the stock that survives a period, between 0 and 1; weekly
values of 0.915 to 0.943 give the 6 to 9 months of Leone 1995 (Marketing Science
14:G141).

Sources: Koyck 1954; Broadbent 1979; Clarke 1976, JMR 13:345.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mktsim.science.domain import require_inside_unit, require_positive

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from mktsim.science.arrays import Floats


def path(pressure: ArrayLike, decay: float, initial: float = 0.0) -> Floats:
    """Return the stock after each period, shape (periods,).

    stock[t] = pressure[t] + decay * stock[t-1], with `initial` before the first.
    """
    require_inside_unit("decay", decay)
    received = np.asarray(pressure, dtype=np.float64)
    stocks = np.empty_like(received)
    stock = initial
    for period, amount in enumerate(received):
        stock = float(amount) + decay * stock
        stocks[period] = stock
    return stocks


def half_life(decay: float) -> float:
    """Return the number of periods after which half of the effect has passed."""
    return duration(0.5, decay)


def duration(share: float, decay: float) -> float:
    """Return the number of periods in which the given share of the effect occurs."""
    require_inside_unit("share", share)
    require_inside_unit("decay", decay)
    return math.log(1.0 - share) / math.log(decay)


def decay_for_duration(share: float, periods: float) -> float:
    """Return the decay with which the share of the effect occurs in the periods."""
    require_inside_unit("share", share)
    require_positive("periods", periods)
    return float((1.0 - share) ** (1.0 / periods))


def long_run_multiplier(decay: float) -> float:
    """Return the ratio of the long-run to the immediate effect, 1/(1 - decay)."""
    require_inside_unit("decay", decay)
    return 1.0 / (1.0 - decay)
