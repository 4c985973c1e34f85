"""The committed parameters of the colour television scenario, held against the published series."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mktsim.evidence.calibration.life_cycle import BASS, compare, published, quiet_cell, simulated_years
from mktsim.inputs.paths import get_path, set_path

LARGEST_ERROR = 0.15


@pytest.fixture(scope="module")
def cell():
    return quiet_cell("scenarios/us_color_tv_1963.yaml")


@pytest.fixture(scope="module")
def shown(cell):
    return compare(cell)


def test_published_series_is_the_one_of_the_literature(cell):
    series = published(cell.scenario)
    assert series.first_year == 1963
    assert series.per_year == (747e3, 1480e3, 2646e3, 5118e3, 5777e3, 5982e3, 5962e3, 4631e3)
    assert series.fitted_years == 6


def test_error_of_the_committed_parameters_is_small_enough(shown):
    assert shown.error(shown.simulated) <= LARGEST_ERROR, shown.text()


def test_years_not_fitted_on_are_told_beside_simpler_forecasts(shown):
    late = shown.observed.fitted_years
    assert shown.error(shown.bass, late) == pytest.approx(0.36, abs=0.01)
    assert shown.error(shown.naive, late) == pytest.approx(0.129, abs=0.001)
    text = shown.text()
    assert f"{shown.error(shown.simulated, late):.1%} (Bass alone 36.1%" in text
    assert "1969-1970, not fitted on" in text


def test_committed_parameters_are_where_the_fit_ends(cell, shown):
    """No parameter can be moved by a quarter either way and fit the first years better."""
    late = shown.observed.fitted_years
    actual = np.array(shown.observed.per_year)[:late]

    def lost(scenario):
        return float(np.sum((simulated_years(replace(cell, scenario=scenario), late) - actual) ** 2))

    here = lost(cell.scenario)
    for free in BASS:
        value = get_path(cell.scenario, free.path)
        for factor in (0.8, 1.25):
            assert lost(set_path(cell.scenario, free.path, value * factor)) > here, (free.path, factor)
