"""Exponential smoothing and Theta: closed forms, and the same numbers as a well-kept library."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from mktsim.science.estimators.smoothing import damped_trend, fit_damped, season, theta

RANDOM = np.random.default_rng(3)
SERIES = (
    100.0 + 3.0 * np.arange(40) + RANDOM.normal(0.0, 8.0, 40),
    50.0 * np.exp(np.cumsum(RANDOM.normal(0.0, 0.1, 30))),
    np.array([106.0, 319, 492, 635, 737, 890, 1397, 1523, 1294, 1240, 1425, 1260, 1236]),
)


def test_a_level_stays_and_a_line_goes_on_by_half():
    assert damped_trend(np.full(8, 7.0), 3) == pytest.approx([7.0] * 3)
    assert theta(np.full(8, 7.0), 3) == pytest.approx([7.0] * 3)
    line = 10.0 + 2.0 * np.arange(60)
    assert np.diff(theta(line, 4)) == pytest.approx(1.0)
    ahead = damped_trend(line, 3)
    assert 2.0 > ahead[1] - ahead[0] > ahead[2] - ahead[1] > 0.0


@pytest.mark.slow
def test_units_do_not_matter():
    for values in SERIES:
        assert damped_trend(1e6 * values, 4) == pytest.approx(1e6 * damped_trend(values, 4), rel=1e-4)
        assert theta(1e6 * values, 4) == pytest.approx(1e6 * theta(values, 4), rel=1e-6)


def test_too_short_a_series_is_refused():
    for method in (damped_trend, theta):
        with pytest.raises(ValueError, match="at least 3"):
            method(np.array([1.0, 2.0]), 1)


def test_a_season_is_found_where_there_is_one():
    wave = np.tile([0.5, 1.0, 1.5, 1.0], 8)
    assert season(100.0 * wave, 4) == pytest.approx([0.5, 1.0, 1.5, 1.0])
    assert season(np.exp(RANDOM.normal(0.0, 0.1, 32)), 4) == pytest.approx(np.ones(4))
    assert season(np.array([1.0, 2.0, 3.0, 2.0, 1.0]), 4) == pytest.approx(np.ones(4))


@pytest.mark.parametrize("values", SERIES, ids=["trend", "walk", "dryers"])
def test_forecasts_are_those_of_a_library(values):
    models = pytest.importorskip("statsforecast.models", reason="statsforecast is a development extra: not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        known = models.Theta(season_length=1).forecast(values, h=5)["mean"]
        ets = models.AutoETS(season_length=1, model="AAN", damped=True).fit(values)
    assert theta(values, 5) == pytest.approx(known, rel=0.02)
    # Weights of the level are searched from 0.05 on here and from nearly 0 there, which costs a little of the fit.
    assert fit_damped(values).sse <= 1.06 * float(np.sum((values - ets.model_["fitted"]) ** 2))
