"""Fits on published series: a market whose parameters are known is found again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from mktsim.errors import InputError
from mktsim.evidence.calibration.life_cycle import BASS, LifeCycleFit, compare, fit, published, simulated_years
from mktsim.inputs.market import Adoption
from mktsim.inputs.paths import set_path
from mktsim.inputs.scenario import Observed
from mktsim.outcomes.published import by_year, weeks_until
from support.plain_market import cell, durable

YEARS = 8
TRUE = (0.02, 0.5, 0.6)


def world(p, q, potential):
    return durable(
        Adoption(p_per_year=p, q_per_year=q, potential_share=potential, affordability=False), households=1e6, weeks=430
    )


def with_series(scenario, values, fitted):
    series = Observed(
        title="t", unit="units", source="s", first_year=scenario.start.year, per_year=values, fitted_years=fitted
    )
    return scenario.model_copy(update={"observed": series})


@pytest.fixture(scope="module")
def series():
    return tuple(simulated_years(cell(world(*TRUE)), YEARS))


def series_of(first_year, years, first_month=1):
    return Observed(
        title="t", unit="units", source="s", first_year=first_year, per_year=(0.0,) * years, first_month=first_month
    )


def test_weeks_are_summed_by_calendar_year_and_split_by_days():
    years = by_year(series_of(2024, 2), dt.date(2024, 1, 1), np.full(60, 7.0))
    np.testing.assert_allclose(years, [366.0, 60 * 7.0 - 366.0])


def test_a_fiscal_year_is_named_after_the_year_in_which_it_ends():
    fiscal, start = series_of(2002, 2, first_month=10), dt.date(2001, 10, 1)
    weeks = weeks_until(fiscal, start, 2)
    assert weeks == -(-730 // 7)
    np.testing.assert_allclose(by_year(fiscal, start, np.full(weeks, 7.0)), [365.0, 365.0])
    np.testing.assert_allclose(by_year(fiscal, dt.date(2002, 9, 30), np.full(1, 7.0)), [1.0, 6.0])


def test_parameters_that_made_a_series_are_found_again(series):
    start = with_series(world(0.01, 0.35, 0.9), series, 6)
    found = fit(cell(start))
    assert found.names == tuple(free.path for free in BASS)
    np.testing.assert_allclose(found.values, TRUE, rtol=0.01)
    assert all(0.0 <= error < 0.05 * value for error, value in zip(found.errors, found.values, strict=True))
    shown = compare(cell(found.scenario))
    assert shown.error(shown.simulated) < 0.005


def test_errors_are_means_over_mean_sales():
    values = (100.0, 200.0, 300.0, 400.0, 500.0, 300.0)
    observed = Observed(title="t", unit="units", source="s", first_year=2000, per_year=values, fitted_years=4)
    shown = LifeCycleFit(observed, np.array(values) + 30.0, np.array(values), np.full(6, 400.0))
    assert shown.error(shown.simulated) == pytest.approx(0.1)
    assert shown.error(shown.bass) == 0.0
    assert shown.error(shown.naive, 4) == pytest.approx(0.25)
    assert shown.years == (2000, 2001, 2002, 2003, 2004, 2005)
    assert "2004-2005, not fitted on: 7.5%" in shown.text()


def test_scenario_without_years_held_out_is_refused(series):
    for scenario in (world(*TRUE), with_series(world(*TRUE), series, YEARS)):
        with pytest.raises(InputError, match="observed"):
            published(scenario)


def test_fit_names_a_path_that_is_not_there(series):
    start = with_series(world(*TRUE), series, 6)
    with pytest.raises(InputError, match="q_per_yeer"):
        fit(cell(start), (replace(BASS[1], path="market.adoption.q_per_yeer"),))
    assert set_path(start, BASS[1].path, 0.4).market.adoption.q_per_year == 0.4
