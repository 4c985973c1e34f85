"""G16: split-market tests of half as much advertising again often find nothing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mktsim.evidence.validation.experiments.design import Designer
from mktsim.evidence.validation.experiments.e1_newcomer import E1_NEWCOMER
from mktsim.evidence.validation.experiments.e1_shock import FOCAL, YEAR, Shocks
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats

TESTS = 60
NOISE = 0.05
"""Coefficient of variation of each market's yearly sales (EVIDENCE G16)."""
_ONE_SIDED_80 = 0.8416
"""Normal quantile of an 80% test."""


def estimate(shocks: Shocks) -> Mapping[str, float]:
    """Return the share of tests significant at 80%, mature brand and newcomer."""
    noise = NOISE * np.sqrt(2.0) * Designer("G16", shocks.seed).normal(("noise",), TESTS)
    new = shocks.units("heavy")[:YEAR, FOCAL], shocks.units("base")[:YEAR, FOCAL]
    return {
        "mature": _significant(shocks.mature["heavy"], shocks.mature["base"], noise),
        "new": _significant(*new, noise),
    }


def _significant(treated: Floats, control: Floats, noise: Floats) -> float:
    effect = float(np.log(treated.sum() / control.sum()))
    return float(np.mean(effect + noise > _ONE_SIDED_80 * NOISE * np.sqrt(2.0)))


ROW = Row(
    id="G16",
    tier=Tier.B,
    kind="E",
    category=Category.STORABLE,
    text="Weight tests: more advertising alone often does nothing",
    source="Aaker & Carman 1982; Lodish et al. 1995, JMR 32:125",
    experiment=E1_NEWCOMER,
    statistics=(
        Statistic("mature", "share of 60 tests significant at 80%, +50% for a year, mature brand", (0.30, 0.65)),
        Statistic("new", "the same, brand in its first year", (0.50, 0.80)),
    ),
    estimate=estimate,
)
