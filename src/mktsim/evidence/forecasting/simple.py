"""The simple forecasts that any other must beat: the last period carried forward, and a plain Bass curve."""

from __future__ import annotations

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.estimators import bass_nls


def naive(sales: Floats, horizon: int) -> Floats:
    """Return the last of the sales, shape (periods,), for every period ahead, shape (horizon,)."""
    return np.full(horizon, float(sales[-1]))


def plain_bass(sales: Floats, horizon: int) -> Floats:
    """Return a Bass curve fitted by least squares to sales from launch, at least four, shape (horizon,).

    Raises ValueError as the fit does.
    """
    return bass_nls.predict(bass_nls.fit(sales), sales.size + horizon)[sales.size :]
