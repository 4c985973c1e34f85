"""The committed parameters of scenarios that were fitted on a published series, held against it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mktsim.evidence.calibration.life_cycle import BASS, compare, published, quiet_cell, simulated_years
from mktsim.inputs.paths import get_path, set_path

LARGEST_ERROR = {"us_color_tv_1963": 0.15, "portable_player_2001": 0.10}
"""Mean absolute error over mean sales, all years (measured: 11.5% and 5.5%)."""
FITTED = pytest.mark.parametrize("name", LARGEST_ERROR)
LONG = [pytest.param(name, marks=pytest.mark.long if name == "portable_player_2001" else ()) for name in LARGEST_ERROR]


@pytest.fixture(scope="module")
def cells():
    return {name: quiet_cell(f"scenarios/{name}.yaml") for name in LARGEST_ERROR}


@pytest.fixture(scope="module")
def shown(cells):
    return {name: compare(cell) for name, cell in cells.items()}


def test_colour_television_is_the_series_of_the_literature(cells):
    series = published(cells["us_color_tv_1963"].scenario)
    assert (series.counts, series.first_year, series.fitted_years) == ("category", 1963, 6)
    assert series.per_year == (747e3, 1480e3, 2646e3, 5118e3, 5777e3, 5982e3, 5962e3, 4631e3)


def test_the_player_is_one_brands_series_by_fiscal_years(cells):
    series = published(cells["portable_player_2001"].scenario)
    assert (series.counts, series.first_year, series.first_month) == ("focal_brand", 2002, 10)
    maker_by_september_2010 = 278.545e6
    assert sum(series.per_year[:9]) == pytest.approx(maker_by_september_2010, rel=1e-4)


@pytest.mark.slow
@FITTED
def test_error_of_the_committed_parameters_is_small_enough(shown, name):
    assert shown[name].error(shown[name].simulated) <= LARGEST_ERROR[name], shown[name].text()


@pytest.mark.slow
def test_years_not_fitted_on_are_told_beside_simpler_forecasts(shown):
    fit = shown["us_color_tv_1963"]
    late = fit.observed.fitted_years
    assert fit.error(fit.bass, late) == pytest.approx(0.36, abs=0.01)
    assert fit.error(fit.naive, late) == pytest.approx(0.129, abs=0.001)
    text = fit.text()
    assert f"{fit.error(fit.simulated, late):.1%} (Bass alone 36.1%" in text
    assert "1969-1970, not fitted on" in text


@pytest.mark.slow
def test_decline_is_foretold_from_what_was_known_before_it(shown):
    fit = shown["portable_player_2001"]
    late = fit.observed.fitted_years
    assert fit.error(fit.simulated, late) < 0.5 * min(fit.error(fit.bass, late), fit.error(fit.naive, late))
    sales = fit.simulated
    assert fit.years[int(np.argmax(sales))] in (2007, 2008, 2009)
    assert sales[0] < 0.05 * sales.max()
    assert sales[-1] < 0.5 * sales.max()


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_committed_parameters_are_where_the_fit_ends(cells, shown, name):
    """No parameter can be moved by a quarter either way and fit the first years better."""
    cell, late = cells[name], shown[name].observed.fitted_years
    actual = np.array(shown[name].observed.per_year)[:late]

    def lost(scenario):
        return float(np.sum((simulated_years(replace(cell, scenario=scenario), late) - actual) ** 2))

    here = lost(cell.scenario)
    for free in BASS:
        value = get_path(cell.scenario, free.path)
        for factor in (0.8, 1.25):
            assert lost(set_path(cell.scenario, free.path, value * factor)) > here, (free.path, factor)
