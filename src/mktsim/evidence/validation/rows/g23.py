"""G23: feature and display multiply sales, by dummies in the field regression."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.e2_field import E2, Field
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.evidence.validation.rows.store_regression import regressions


def estimate(field: Field) -> Mapping[str, float]:
    """Return multiples of feature and display, mean of brands, and that of both with a 20% cut over the cut alone."""
    fitted = regressions(field)
    feature = float(np.mean([one.control_effects[0] for one in fitted]))
    display = float(np.mean([one.control_effects[1] for one in fitted]))
    return {"feature": np.exp(feature), "display": np.exp(display), "both": np.exp(feature + display)}


ROW = Row(
    id="G23",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Multipliers of feature and display",
    source="Narasimhan, Neslin & Sen 1996; orange-juice and cheese data",
    experiment=E2,
    statistics=(
        Statistic("feature", "multiple of a feature, dummy regression", (1.3, 2.9)),
        Statistic("display", "multiple of a display, dummy regression", (1.3, 3.0)),
        Statistic("both", "multiple of both over the cut alone (above one: super-multiplicative)", (1.3, 9.0)),
    ),
    estimate=estimate,
)
