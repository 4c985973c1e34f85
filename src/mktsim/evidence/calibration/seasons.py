"""A season in a panel: two harmonics of what prices and deals leave unexplained, period by period.

Kept where they explain more than chance would (F test at 5%), from two years of a calendar on.
"""

from __future__ import annotations

import numpy as np
from scipy.special import fdtrc

from mktsim.evidence.calibration.estimates import Z90, Estimate
from mktsim.evidence.history.panel import SalesPanel
from mktsim.science.arrays import Floats

FEWEST_YEARS = 2.0
"""Years from which a season is told from other change."""
PARTS = 4
"""Periods a year from which a season by months can be told: quarters."""
_CHANCE = 0.05
_WAVES = (("cos", 1), ("sin", 1), ("cos", 2), ("sin", 2))


def season_of_panel(panel: SalesPanel, left: Floats) -> tuple[Estimate, ...]:
    """Return the harmonics of a season, from residuals in logarithms by row, NaN where nothing sold; or nothing."""
    when = panel.calendar
    if panel.period is None or when is None or when.month == 0 or when.per_year < PARTS:
        return ()
    good = np.isfinite(left)
    sizes = np.bincount(panel.period[good], minlength=int(panel.period.max()) + 1)
    means = np.bincount(panel.period[good], left[good], sizes.size) / np.maximum(sizes, 1)
    known = np.flatnonzero(sizes)
    waves = [(name, k) for name, k in _WAVES if k == 1 or when.per_year > PARTS]
    if sizes.size < FEWEST_YEARS * when.per_year or known.size < len(waves) + 3:
        return ()
    angle = 2.0 * np.pi * (known + 0.5) / when.per_year
    columns = [np.cos(k * angle) if name == "cos" else np.sin(k * angle) for name, k in waves]
    return _fitted(np.stack([np.ones(known.size), *columns], axis=1), means[known], waves)


def _fitted(design: Floats, values: Floats, waves: list[tuple[str, int]]) -> tuple[Estimate, ...]:
    found, *_ = np.linalg.lstsq(design, values, rcond=None)
    spare = values.size - design.shape[1]
    lost = float(np.sum((values - design @ found) ** 2))
    total = float(np.sum((values - values.mean()) ** 2))
    if lost <= 0.0 or total <= lost:
        return ()
    f = ((total - lost) / len(waves)) / (lost / spare)
    if float(fdtrc(len(waves), spare, f)) > _CHANCE:
        return ()
    errors = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * lost / spare)
    return tuple(
        Estimate(f"season_{name}{k}", "log", float(v), float(v - Z90 * e), float(v + Z90 * e), float(v), float(e))
        for (name, k), v, e in zip(waves, found[1:], errors[1:], strict=True)
    )
