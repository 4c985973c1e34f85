"""Regression of launches' success on what product, market and organisation were drawn as."""

from __future__ import annotations

import numpy as np

from mktsim.evidence.validation.experiments.e3_organisations import ORGANISATION, OrganisedLaunches
from mktsim.science.arrays import Floats
from mktsim.science.estimators import ols


def correlation(table: OrganisedLaunches, name: str) -> float:
    """Return the correlation of an attribute with value."""
    return float(np.corrcoef(table.drawn[name], table.value)[0, 1])


def explained(table: OrganisedLaunches) -> float:
    """Return the share of variance that the organisation's attributes explain together, chance taken out."""
    drawn = table.columns(*ORGANISATION)
    rows, columns = len(drawn), len(ORGANISATION)
    found = ols.fit(scaled(table.value), np.column_stack([np.ones(rows), drawn]))
    left = 1.0 - found.r2
    return 1.0 - left * (rows - 1.0) / (rows - columns - 1.0)


def scaled(value: Floats) -> Floats:
    """Return values with mean 0 and standard deviation 1."""
    return np.asarray((value - value.mean()) / value.std())
