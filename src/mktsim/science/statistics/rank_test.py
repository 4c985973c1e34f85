"""Do named items rank higher than all others, over several blocks: an exact permutation test over the items.

Within a block (a world) items are ranked by their score, the largest first, ties sharing the mean of their ranks. The
statistic is the sum over blocks of the named items' ranks. Under the hypothesis that the names mean nothing, every set
of items of the same size is as likely to be the named one, the same set in all blocks: that keeps the dependence of an
item's ranks between blocks. The distribution is counted exactly, by dynamic programming over the doubled rank sums.

Source: Wilcoxon 1945, Biometrics Bulletin 1:80 (rank sums); Lehmann 1975, Nonparametrics, ch. 1 and 3 (ties, blocks).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats


@dataclass(frozen=True)
class RankTest:
    """How named items rank."""

    named: float
    """Mean rank of the named items, 1 for the largest score."""
    others: float
    """Mean rank of the others."""
    p_value: float
    """Share of all sets of that size that rank as high or higher (one-sided)."""


def ranks(scores: Floats) -> Floats:
    """Ranks of scores, shape (items,), 1 for the largest; ties share the mean of their ranks.

    >>> ranks(np.array([5.0, 0.0, 0.0])).tolist()
    [1.0, 2.5, 2.5]
    """
    values = np.asarray(scores, dtype=np.float64)
    above = (values[None, :] > values[:, None]).sum(axis=1)
    equal = (values[None, :] == values[:, None]).sum(axis=1)
    return np.asarray(above + (equal + 1.0) / 2.0)


def rank_test(scores: Floats, named: tuple[int, ...]) -> RankTest:
    """Test whether `named` items rank higher than the others; `scores` has shape (blocks, items), all finite.

    Errors: ValueError without blocks, without named items or without others, and for scores that are no numbers.
    """
    table = np.atleast_2d(np.asarray(scores, dtype=np.float64))
    items = table.shape[1]
    if not table.size or not np.all(np.isfinite(table)):
        raise ValueError("a rank test needs blocks of items with finite scores")
    if not 0 < len(set(named)) < items:
        raise ValueError("a rank test needs named items and others")
    ranked = np.stack([ranks(row) for row in table])
    doubled = np.rint(2.0 * ranked.sum(axis=0)).astype(np.int64)
    chosen = sorted(set(named))
    counts = _subset_sums(doubled, len(chosen))
    observed = int(doubled[chosen].sum())
    others = [item for item in range(items) if item not in chosen]
    return RankTest(
        named=float(ranked[:, chosen].mean()),
        others=float(ranked[:, others].mean()),
        p_value=float(counts[: observed + 1].sum() / counts.sum()),
    )


def _subset_sums(values: np.ndarray[tuple[int], np.dtype[np.int64]], size: int) -> Floats:
    """Count subsets of `size` values by their sum, shape (largest sum + 1,)."""
    width = int(np.sort(values)[-size:].sum()) + 1
    counts = np.zeros((size + 1, width))
    counts[0, 0] = 1.0
    for value in values.tolist():
        for taken in range(size, 0, -1):
            counts[taken, value:] += counts[taken - 1, : width - value]
    return np.asarray(counts[size])
