"""Shares of the variance of an answer by factor, after Sobol; pure.

First order: what is gone if the factor were known; total: what is left if all others were. Design and estimators:
Saltelli et al. 2010, Computer Physics Communications 181:259, by scipy; intervals from resampled rows of the design.
Resampling counts nothing of how evenly the rows are spread, so that an interval holds the truth at least as often as
its level says, from FEWEST rows on (docs/coverage.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mktsim.science.statistics import resampling
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.sampling import Design, points

Floats = NDArray[np.float64]
MOST = 8
"""Factors at most: the design needs two dimensions a factor, and the points have sixteen."""
FEWEST = 32
"""Rows below which intervals are rough: an answer that jumps is held half as often as they say."""
_RESAMPLES = 1000


@dataclass(frozen=True)
class Share:
    """Shares of one factor."""

    name: str
    first: Interval
    total: Interval


def design(names: Sequence[str], count: int, seed: int) -> Floats:
    """Return points in the unit cube, shape (count · (factors + 2), factors): A, B, then A with one column of B each.

    `count` a power of two spreads best.
    """
    both = points(Design.SOBOL, count, [f"{side} {name}" for side in "AB" for name in names], seed)
    first, second = both[:, : len(names)], both[:, len(names) :]
    mixed = []
    for column in range(len(names)):
        page = first.copy()
        page[:, column] = second[:, column]
        mixed.append(page)
    return np.concatenate([first, second, *mixed])


def shares(names: Sequence[str], values: Floats, confidence: float, seed: int) -> tuple[Share, ...]:
    """Return the shares of each factor; `values`, shape (points,), in the order of the design.

    Without any variance all shares are zero.
    """
    from scipy.stats import sobol_indices

    table = np.asarray(values, dtype=np.float64).reshape(len(names) + 2, -1)
    if not np.ptp(table) > 0.0:
        nothing = Interval(0.0, 0.0, 0.0)
        return tuple(Share(name, nothing, nothing) for name in names)
    # A page is given twice and its second indices dropped, since scipy fails with a single one; it writes into
    # what it is given, hence the copies.
    mixed = np.concatenate([table[2:], table[2:3]])[:, None, :]
    found = sobol_indices(func={"f_A": table[:1].copy(), "f_B": table[1:2].copy(), "f_AB": mixed}, n=table.shape[1])
    first, total = np.ravel(found.first_order), np.ravel(found.total_order)
    drawn, is_rough = _resampled(table, seed), table.shape[1] < FEWEST
    return tuple(
        Share(
            name,
            *(
                replace(_interval(float(share[place]), drawn[:, kind, place], confidence), is_rough=is_rough)
                for kind, share in enumerate((first, total))
            ),
        )
        for place, name in enumerate(names)
    )


def _resampled(table: Floats, seed: int) -> Floats:
    """Both shares of each factor from resampled rows of the design, shape (resamples, 2, factors)."""
    centred = table - table[:2].mean()
    one, other, pages = centred[0], centred[1], centred[2:]
    rows = np.column_stack([one, other, one**2, other**2, (other * (pages - one)).T, ((one - pages) ** 2).T])
    means = resampling.means(rows, _RESAMPLES, seed, "sobol indices")
    variance = (means[:, 2] + means[:, 3]) / 2.0 - ((means[:, 0] + means[:, 1]) / 2.0) ** 2
    count = len(pages)
    kept = variance > 0.0
    first = means[kept, 4 : 4 + count] / variance[kept, None]
    total = 0.5 * means[kept, 4 + count :] / variance[kept, None]
    return np.stack([first, total], axis=1)


def _interval(value: float, drawn: Floats, confidence: float) -> Interval:
    """Return a share with its interval, both kept between none and all, where a share lies: an estimate need not."""
    ends = np.quantile(drawn, [0.5 - confidence / 2.0, 0.5 + confidence / 2.0])
    low, high = np.clip(ends, 0.0, 1.0)
    return Interval(float(np.clip(value, 0.0, 1.0)), float(low), float(high))
