"""Residual diagnostics of a regression: autocorrelation and outliers."""

from __future__ import annotations

import math

import numpy as np

from mktsim.evidence.calibration.estimates import Check
from mktsim.evidence.history.panel import SalesPanel
from mktsim.science.arrays import Floats

FAR = 4.0
"""Robust standard deviations beyond which a row is far off: one in 16,000 of a normal."""
_TO_SD = 1.4826
"""Median absolute deviation to standard deviation of a normal."""


def residual_checks(panel: SalesPanel, left: Floats) -> tuple[Check, ...]:
    """Return the checks; `left` are residuals by row, NaN for rows without one."""
    known = left[np.isfinite(left)]
    if known.size == 0:
        return ()
    spread = _TO_SD * float(np.median(np.abs(known - np.median(known))))
    far = float(np.mean(np.abs(known) > FAR * spread)) if spread > 0.0 else math.nan
    text = "correlation of an account's residual with its last; far from 0, sales have a memory that the fit lacks"
    return (
        Check("residual_memory", _memory(panel, left), text),
        Check("rows_far_off", far, f"share of rows more than {FAR:g} robust standard deviations from the fit"),
    )


def _memory(panel: SalesPanel, left: Floats) -> float:
    """Return the correlation of residuals one period apart within accounts; NaN where periods are not known."""
    if panel.period is None:
        return math.nan
    order = np.lexsort((panel.period, panel.account))
    account, period, values = panel.account[order], panel.period[order], left[order]
    next_to = (account[1:] == account[:-1]) & (period[1:] == period[:-1] + 1)
    early, late = values[:-1][next_to], values[1:][next_to]
    good = np.isfinite(early) & np.isfinite(late)
    if good.sum() < 3 or not (early[good].std() > 0.0 and late[good].std() > 0.0):
        return math.nan
    return float(np.corrcoef(early[good], late[good])[0, 1])
