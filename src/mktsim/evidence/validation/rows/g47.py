"""G47: the worse the coordination, the more launches fail."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e3_organisations import E3_ORGANISATIONS, OrganisedLaunches
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier

FAILURES = 0.40
"""Share of launches that count as failures: the published rate (G44); which launches they are is what is measured."""
HALF = 0.5
"""Added to counts so that none is zero (Haldane 1956)."""


def estimate(table: OrganisedLaunches) -> Mapping[str, float]:
    """Compare failures in the worst and best third of integration; the poorest 40% of launches are the failures."""
    failed = table.value < np.quantile(table.value, FAILURES)
    order = np.argsort(table.drawn["integration"])
    severe, mild, harmony = (failed[part] for part in np.array_split(order, 3))
    rates = [(one.sum() + HALF) / (one.size + 2.0 * HALF) for one in (severe, mild, harmony)]
    return {
        "ratio": float(rates[0] / rates[2]),
        "severe": float(severe.mean()),
        "mild": float(mild.mean()),
        "harmony": float(harmony.mean()),
    }


ROW = Row(
    id="G47",
    tier=Tier.B,
    kind="I",
    category=Category.DURABLE,
    text="Harmony and project success",
    source="Souder 1988, JPIM 5:6; Griffin & Hauser 1996, JPIM 13:191",
    experiment=E3_ORGANISATIONS,
    statistics=(
        Statistic("ratio", "failures under the worst over failures under the best coordination", (1.8, 99.0)),
        Statistic("severe", "share that fails, worst third of coordination (published 68%)", (0.0, 1.0), gates=False),
        Statistic("mild", "share that fails, middle third (published 23%)", (0.0, 1.0), gates=False),
        Statistic("harmony", "share that fails, best third (published 13%)", (0.0, 1.0), gates=False),
    ),
    estimate=estimate,
)
