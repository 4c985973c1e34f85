"""Back-tests: only the past is used, and scores are those of the textbook."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import mktsim.evidence.backtest as backtest_module
from mktsim.errors import InputError
from mktsim.evidence.backtest import ORIGINS, backtest, from_origin, pooled
from mktsim.evidence.history.series import read_series
from mktsim.science.theory.bass import yearly_flows


@pytest.fixture
def series(yearly):
    return read_series(yearly(yearly_flows(0.01, 0.5, 1000.0, 16).round(3)))


def test_what_comes_after_an_origin_does_not_move_its_forecast(series, quick):
    changed = replace(series, sales=np.concatenate([series.sales[:8], series.sales[8:] * 3.0]))
    one, other = (from_origin(given, 0.5, 1, quick) for given in (series, changed))
    assert one is not None
    assert other is not None
    assert np.array_equal(one.quantiles, other.quantiles)
    assert not np.array_equal(one.actual, other.actual)


def test_every_origin_is_scored_and_pooled(series, quick):
    results = backtest(series, 1, quick)
    assert [one.share for one in results] == list(ORIGINS)
    assert [one.known + one.actual.size for one in results] == [16] * 4
    together = pooled(results)
    inside = sum(one.coverage_90 * one.actual.size for one in results) / sum(one.actual.size for one in results)
    assert together.coverage_90 == pytest.approx(inside)
    assert together.better_than_both <= min(together.better_than_naive, together.better_than_bass)


def test_scores_and_skill_are_those_of_the_textbook(series, monkeypatch, quick):
    known = series.sales[:8]
    actual = series.sales[8:]
    monkeypatch.setattr(backtest_module, "plain_bass", lambda past, horizon: actual + 10.0)
    found = from_origin(series, 0.5, 1, quick)
    assert found is not None
    assert found.bass.wape == pytest.approx(80.0 / actual.sum())
    assert found.bass.mape == pytest.approx(float(np.mean(10.0 / actual)))
    assert found.bass.mase == pytest.approx(10.0 / float(np.mean(np.abs(np.diff(known)))))
    assert found.skill_bass == pytest.approx(1.0 - float(np.abs(found.quantiles[2] - actual).sum()) / 80.0)
    assert found.naive.wape == pytest.approx(float(np.abs(actual - known[-1]).sum() / actual.sum()))


def test_a_zero_in_the_hold_out_leaves_mape_without_meaning(series, quick):
    ending = replace(series, sales=np.concatenate([series.sales[:-1], [0.0]]))
    found = from_origin(ending, 0.75, 1, quick)
    assert found is not None
    assert np.isnan(found.forecast.mape)
    assert np.isfinite(found.forecast.wape)


def test_a_series_without_a_hold_out_is_refused(yearly):
    with pytest.raises(InputError, match="more than 4"):
        backtest(read_series(yearly([1, 2, 3, 4])))
