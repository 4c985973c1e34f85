"""Shares of the variance of an outcome by source of luck.

Each source is switched on alone, or fixed at its expectation while the others stay on,
with the same luck otherwise. The first gives what a source does by itself (first
order), the second what would be saved by removing it (total). What the first-order
shares leave over is the rest: interplay of sources, negative when they offset.

Source: variance decomposition after Sobol 1993 and Saltelli et al. 2008, with sources
set to their expectation instead of conditional means, so that shares of a strongly
nonlinear model are those of the model at expected luck.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.statistics import resampling
from mktsim.science.statistics.complete import require_complete

DRAWS = 1000
"""Default number of resamples for the standard errors: an assumption."""


@dataclass(frozen=True, eq=False)
class VarianceShares:
    """Shares of the variance with all luck on."""

    share: Floats
    """Share of each source, shape (sources,)."""
    se: Floats
    """Bootstrap standard errors, shape (sources,)."""
    rest: float
    """One less the sum of the shares."""
    rest_se: float
    """Its bootstrap standard error."""
    variance: float
    """Variance with all luck on, in squared units of the outcome."""


def first_order(all_on: Floats, only_one: Floats, seed: int, draws: int = DRAWS) -> VarianceShares:
    """Shares from runs with all luck on and with only one source on.

    `all_on` has shape (replications,), `only_one` (sources, replications), paired by
    replication. Raises ValueError when the outcome does not vary.
    """
    table = _paired(all_on, only_one)
    return _shares(table, seed, draws, is_total=False)


def total(all_on: Floats, one_fixed: Floats, seed: int, draws: int = DRAWS) -> VarianceShares:
    """Shares from runs with all luck on and with one source fixed at its expectation.

    The share of a source is what its fixing takes off the variance; shapes as for
    first order. The rest is negative where sources reinforce each other.
    """
    table = _paired(all_on, one_fixed)
    return _shares(table, seed, draws, is_total=True)


def _paired(all_on: Floats, by_source: Floats) -> Floats:
    table = require_complete(np.column_stack([np.asarray(all_on), np.asarray(by_source).T]))
    if not np.var(table[:, 0]) > 0.0:
        message = "the outcome does not vary with all luck on"
        raise ValueError(message)
    return table


def _shares(table: Floats, seed: int, draws: int, *, is_total: bool) -> VarianceShares:
    centred = table - table.mean(axis=0)
    first = resampling.means(centred, draws, seed, "variance share")
    second = resampling.means(centred**2, draws, seed, "variance share")
    drawn = second - first**2
    usable = drawn[:, 0] > 0.0
    resampled = _relative(drawn[usable], is_total=is_total)
    share = _relative((centred**2).mean(axis=0)[None, :], is_total=is_total)[0]
    return VarianceShares(
        share=share,
        se=resampled.std(axis=0, ddof=1),
        rest=float(1.0 - share.sum()),
        rest_se=float(resampled.sum(axis=1).std(ddof=1)),
        variance=float(np.var(table[:, 0], ddof=1)),
    )


def _relative(variances: Floats, *, is_total: bool) -> Floats:
    ratio = variances[:, 1:] / variances[:, :1]
    return 1.0 - ratio if is_total else ratio
