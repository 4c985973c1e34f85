"""G13 on field data: the regression estimate, and how many single-brand estimates are significant."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e2_field import E2, Field
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.store_regression import regressions
from mktsim.science.estimators import loglog

_T = 1.96


def estimate(field: Field) -> Mapping[str, float]:
    """Return pooled estimates, and the share of single-brand single-market estimates that are significant."""
    brands = field.units.shape[2]
    short = np.array([one.values[brands] for one in regressions(field)])
    stock = np.array([one.values[brands + 1] for one in regressions(field)])
    return {
        "significant": float(np.mean(np.array(_t_values(field)) > _T)),
        "short": float(short.mean()),
        "long": float((short + stock).mean()),
    }


def _t_values(field: Field) -> list[float]:
    """Return t values of own advertising, brand by brand and market by market."""
    found = []
    count, weeks, brands = field.units.shape
    for m in range(count):
        for b in range(brands):
            drivers = np.column_stack([np.exp(field.log_price[m]), field.pressure[m, :, b]])
            promoted = np.column_stack([field.feature[m, :, b], field.display[m, :, b]])
            controls = promoted[:, [0]] if np.array_equal(promoted[:, 0], promoted[:, 1]) else promoted
            controls = controls[:, controls.any(axis=0)]
            one = loglog.fit(loglog.Panel(field.units[m, :, b], drivers, np.zeros(weeks, np.int64), controls))
            found.append(float(one.values[-1] / one.se[-1]))
    return found


ROW = Row(
    id="G13",
    tier=Tier.A,
    kind="M",
    category=Category.STORABLE,
    text="Advertising elasticity, short and long run",
    source="Sethuraman, Tellis & Briesch 2011, JMR 48:457; Henningsen, Heuke & Clement 2011",
    experiment=E2,
    statistics=(
        Statistic("significant", "share of single-brand estimates significantly above zero", (0.40, 0.70)),
        Statistic("field_short", "pooled weekly regression, this week's advertising", (0.05, 0.20), gates=False),
        Statistic("field_long", "pooled weekly regression, this week's and its stock", (0.12, 0.40), gates=False),
    ),
    estimate=lambda field: {
        name if name == "significant" else f"field_{name}": value for name, value in estimate(field).items()
    },
)
