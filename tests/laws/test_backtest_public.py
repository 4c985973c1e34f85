"""Back-tests on public series: what the forecasts reach, so that nobody loses it unseen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from public_series import shared

from mktsim.evidence.backtest import backtest, pooled
from mktsim.evidence.history.series import read_series

SERIES = (
    ("cable_tv_us.csv", None),
    ("clothes_dryers_us.csv", None),
    ("color_tv_us.csv", None),
    ("room_air_conditioners_us.csv", None),
    ("foreign_language_schools.csv", None),
    ("ipod_annual.csv", None),
    ("lydia_pinkham_annual.csv", None),
    ("dietary_weight_control_monthly.csv", None),
    *(("ibm_mainframe_generations.csv", f"SIU{generation}") for generation in (1, 2, 3, 4)),
)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_forecasts_of_public_series_keep_their_promises():
    results = [one for name, column in SERIES for one in backtest(read_series(shared(name), column))]
    late = pooled([one for one in results if one.share >= 0.6])
    assert 0.85 <= pooled(results).coverage_90 <= 0.95
    assert 0.85 <= late.coverage_90 <= 0.95
    assert late.better_than_naive > 0.5 * late.series
    assert late.better_than_bass > 0.5 * late.series
    # Skill over both at once is reached in most of them, though not by much.
    assert late.better_than_both > 0.5 * late.series
    assert late.relative["naive"] < 0.8
    assert late.relative["bass"] < 0.5
    assert max(late.relative[name] for name in ("damped", "theta", "mean")) < 0.8
