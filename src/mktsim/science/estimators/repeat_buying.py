"""Repeat buying from a panel: penetration and frequency, duplication, NBD and Dirichlet.

Sources: Ehrenberg 1988, Repeat-Buying; Goodhardt, Ehrenberg & Chatfield 1984, JRSS A 147:621.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.theory import dirichlet, nbd


@dataclass(frozen=True, eq=False)
class BrandMeasures:
    """Panel measures of each brand: penetration, purchase frequency, repeat."""

    share: Floats
    """Share of purchases, shape (brands,), as the rest."""
    penetration: Floats
    """Share of households that bought it at least once."""
    frequency: Floats
    """Purchases per buyer."""
    requirements: Floats
    """Share of category requirements: its part of its buyers' purchases."""


def brand_measures(purchases: Floats) -> BrandMeasures:
    """Measure brands from purchases per household and brand, shape (households, brands), each bought by somebody."""
    bought = purchases > 0
    category = purchases.sum(axis=1)
    buyers = bought.sum(axis=0)
    if np.any(buyers == 0):
        raise ValueError("a brand was bought by nobody in the panel")
    return BrandMeasures(
        share=purchases.sum(axis=0) / category.sum(),
        penetration=bought.mean(axis=0),
        frequency=purchases.sum(axis=0) / buyers,
        requirements=purchases.sum(axis=0) / (bought * category[:, None]).sum(axis=0),
    )


@dataclass(frozen=True, eq=False)
class DuplicationFit:
    """The duplication of purchase law, fitted."""

    coefficient: float
    """D: duplication over penetration of the other brand, least squares through the origin."""
    correlation: float
    """Between duplications and penetrations."""
    deviation: float
    """Mean absolute deviation from D times penetration, shares."""


def duplication(purchases: Floats) -> DuplicationFit:
    """Fit duplication of purchase to purchases per household and brand."""
    bought = (purchases > 0).astype(np.float64)
    reach = bought.mean(axis=0)
    both = (bought.T @ bought) / len(bought)
    table = both / reach[:, None]
    off = ~np.eye(len(reach), dtype=bool)
    other = np.broadcast_to(reach[None, :], table.shape)[off]
    found = table[off]
    slope = float(found @ other / (other @ other))
    return DuplicationFit(slope, float(np.corrcoef(found, other)[0, 1]), float(np.abs(found - slope * other).mean()))


def fit_dirichlet(purchases: Floats) -> dirichlet.Category:
    """Fit M, K and S: M and K from mean and penetration of the category, S from penetrations of brands.

    Raises ValueError where the category's penetration is not below that of a Poisson market.
    """
    from scipy.optimize import minimize_scalar

    category = purchases.sum(axis=1)
    mean = float(category.mean())
    shape = nbd.shape_from_penetration(mean, float((category > 0).mean()))
    seen = brand_measures(purchases)

    def lost(log_total: float) -> float:
        model = dirichlet.Category(mean, shape, float(np.exp(log_total)))
        return float(((dirichlet.penetration(model, seen.share) - seen.penetration) ** 2).sum())

    best = minimize_scalar(lost, bounds=(-3.0, 6.0), method="bounded")
    return dirichlet.Category(mean, shape, float(np.exp(best.x)))


def nbd_chi2_per_df(counts: Floats, fewest: float = 5.0) -> float:
    """Return chi-squared per degree of freedom of the NBD fitted by mean and penetration to counts, shape (n,).

    Classes from the top are pooled until each expects `fewest` households.
    """
    mean = float(counts.mean())
    shape = nbd.shape_from_penetration(mean, float((counts > 0).mean()))
    top = int(counts.max()) + 1
    expected = nbd.probabilities(np.arange(top), mean, shape) * counts.size
    classes = max(4, int(np.flatnonzero(expected >= fewest).max()) + 1)
    seen = np.bincount(np.minimum(counts.astype(np.int64), classes), minlength=classes + 1).astype(np.float64)
    wanted = np.append(expected[:classes], counts.size - expected[:classes].sum())
    if wanted[-1] < fewest:
        seen[-2:], wanted[-2:] = (0.0, seen[-2:].sum()), (0.0, wanted[-2:].sum())
    kept = wanted > 0.0
    return float(((seen[kept] - wanted[kept]) ** 2 / wanted[kept]).sum() / max(kept.sum() - 3, 1))


def conditional_ratios(first: Floats, second: Floats, fewest: int = 60) -> Floats:
    """Return observed over expected mean purchases in the second of two equal periods, by count in the first.

    Expected of the NBD: M (K + x) / (K + M). Classes with fewer than `fewest` households are left out.
    """
    mean = float(first.mean())
    shape = nbd.shape_from_penetration(mean, float((first > 0).mean()))
    ratios = []
    for x in range(int(first.max()) + 1):
        inside = first == x
        if inside.sum() >= fewest:
            ratios.append(second[inside].mean() / (mean * (shape + x) / (shape + mean)))
    return np.array(ratios)
