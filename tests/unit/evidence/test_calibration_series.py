"""Calibration on sales series: published parameters come back, and what is unknown is said."""

from __future__ import annotations

import numpy as np
import pytest
from public_series import COLOUR_TELEVISION, PUBLISHED

from mktsim.evidence.calibration.sales_series import calibrate_series
from mktsim.evidence.history.series import read_series
from mktsim.science.estimators import bass_nls


@pytest.mark.parametrize("name", PUBLISHED)
def test_plain_least_squares_gives_the_published_parameters(name):
    sales, published = PUBLISHED[name]
    found = bass_nls.fit(np.array(sales, dtype=float))
    assert (found.p, found.q, found.m) == pytest.approx(published, rel=0.05)


@pytest.mark.parametrize("name", PUBLISHED)
def test_intervals_with_priors_contain_the_published_parameters(name, yearly):
    sales, published = PUBLISHED[name]
    found = calibrate_series(read_series(yearly(sales, "sales_thousand")))
    for parameter, value in zip(("p", "q", "m"), published, strict=True):
        estimate = found.estimate(parameter)
        assert estimate is not None
        natural = value * (1000.0 if parameter == "m" else 1.0)
        assert estimate.low <= natural <= estimate.high, parameter


def test_a_short_history_leans_on_what_is_published_and_says_so(yearly, quick):
    found = calibrate_series(read_series(yearly(COLOUR_TELEVISION[:4])), 1, quick)
    q = found.estimate("q")
    assert q is not None
    assert 0.15 < q.value < 0.9
    assert any(line.startswith("life:") for line in found.unknown)
    assert any("still rising" in line for line in found.unknown)


def test_without_a_launch_there_is_no_p_q_or_m(yearly, quick):
    found = calibrate_series(read_series(yearly([90, 95, 100, 98, 93, 96, 101, 99])), 1, quick)
    assert {"p", "q", "m"}.isdisjoint(one.name for one in found.estimates)
    assert any("launch is not in the data" in line for line in found.unknown)
    level = found.estimate("level")
    assert level is not None
    assert level.low < 97 < level.high


def test_the_last_quarter_is_held_out_and_correlations_are_correlations(yearly, quick):
    found = calibrate_series(read_series(yearly(COLOUR_TELEVISION)), 1, quick)
    assert {"r2", "holdout_wape", "holdout_wape_naive", "r_hat"} <= {one.name for one in found.checks}
    size = len(found.estimates)
    assert found.correlations.shape == (size, size)
    assert np.diag(found.correlations) == pytest.approx(np.ones(size))
    assert np.abs(found.correlations).max() <= 1.0 + 1e-12
