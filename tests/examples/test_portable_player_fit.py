"""The committed parameters of the portable player scenario, held against the published series: a whole life cycle."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mktsim.evidence.calibration.life_cycle import BASS, compare, published, quiet_cell, simulated_years
from mktsim.inputs.paths import get_path, set_path

LARGEST_ERROR = 0.10
"""Mean absolute error over mean sales, all years (measured: 5.5%)."""


@pytest.fixture(scope="module")
def cell():
    return quiet_cell("scenarios/portable_player_2001.yaml")


@pytest.fixture(scope="module")
def shown(cell):
    return compare(cell)


def test_the_series_is_one_brands_by_fiscal_years(cell):
    series = published(cell.scenario)
    assert (series.counts, series.first_year, series.first_month) == ("focal_brand", 2002, 10)
    assert sum(series.per_year[:9]) == pytest.approx(278.545e6, rel=1e-4), (
        "the maker's cumulated units by September 2010"
    )


@pytest.mark.slow
def test_decline_is_foretold_from_what_was_known_before_it(shown):
    late = shown.observed.fitted_years
    assert shown.error(shown.simulated) <= LARGEST_ERROR, shown.text()
    assert shown.error(shown.simulated, late) < 0.5 * min(shown.error(shown.bass, late), shown.error(shown.naive, late))


@pytest.mark.slow
def test_the_market_passes_through_all_four_stages(shown):
    years, sales = shown.years, shown.simulated
    peak = years[int(np.argmax(sales))]
    assert peak in (2007, 2008, 2009)
    assert sales[0] < 0.05 * sales.max()
    assert sales[-1] < 0.5 * sales.max()


@pytest.mark.long
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
