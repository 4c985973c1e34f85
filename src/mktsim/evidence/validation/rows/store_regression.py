"""The log-log regression of brand sales on weekly store data that several rows share."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mktsim.science.arrays import Floats
from mktsim.science.estimators import loglog

if TYPE_CHECKING:
    from mktsim.evidence.validation.experiments.e2_field import Field


@lru_cache(maxsize=4)
def regressions(field: Field) -> tuple[loglog.Elasticities, ...]:
    """Regress each brand's log units on all prices, own advertising and its stock, own and rivals' promotions.

    Market fixed effects; the first two brands' worth of drivers are (price of each brand, own pressure, own stock);
    controls are own feature, own display, rivals' features and displays.
    """
    count, weeks, brands = field.units.shape
    market = np.repeat(np.arange(count), weeks)
    prices = np.exp(field.log_price).reshape(-1, brands)
    stock = advertising_stock(field.pressure, field.retention)
    found = []
    for b in range(brands):
        drivers = np.column_stack([prices, field.pressure[:, :, b].ravel(), stock[:, :, b].ravel()])
        others = [i for i in range(brands) if i != b]
        controls = np.column_stack(
            [
                field.feature[:, :, b].ravel(),
                field.display[:, :, b].ravel(),
                field.feature[:, :, others].sum(axis=2).ravel(),
                field.display[:, :, others].sum(axis=2).ravel(),
            ]
        )
        found.append(loglog.fit(loglog.Panel(field.units[:, :, b].ravel(), drivers, market, controls)))
    return tuple(found)


def price_table(field: Field) -> Floats:
    """Return price elasticities, shape (driver brand, brand)."""
    brands = field.units.shape[2]
    return np.array([one.values[:brands] for one in regressions(field)]).T


def advertising_stock(pressure: Floats, retention: float) -> Floats:
    """Return the geometric stock of pressure of shape (markets, weeks, brands), begun at its mean."""
    stock = np.empty_like(pressure)
    level = pressure.mean(axis=1)
    for week in range(pressure.shape[1]):
        level = retention * level + (1.0 - retention) * pressure[:, week]
        stock[:, week] = level
    return stock
