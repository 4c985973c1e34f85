from __future__ import annotations

import numpy as np
import pytest

from mktsim.outcomes.stages import HIGH_BASE, LOW_BASE, Dated, stages, takeoff_threshold, year_sums

MARKET = 60e6


def test_thresholds_fall_from_400_to_50_per_cent():
    found = takeoff_threshold(np.array([LOW_BASE / 10, LOW_BASE, np.sqrt(LOW_BASE * HIGH_BASE), HIGH_BASE, 1.0]))
    assert found == pytest.approx([4.0, 4.0, np.sqrt(2.0), 0.5, 0.5])


def test_year_sums_are_sums_of_52_weeks():
    units = np.arange(60.0)
    assert year_sums(units)[3] == units[3:55].sum()
    assert year_sums(units[:51]).size == 0


def _yearly(*millions):
    return np.repeat(np.array(millions) * 1e6 / 52.0, 52)


def test_a_slow_start_takes_off_then_slows_and_declines():
    found = stages(_yearly(0.05, 0.06, 0.07, 0.6, 2.0, 4.0, 5.0, 4.3, 4.2, 4.1, 3.0, 2.0, 1.0, 0.5), MARKET)
    order = [int(stage) for stage in dict.fromkeys(found)]
    assert order == [Dated.INTRODUCTION, Dated.GROWTH, Dated.MATURITY, Dated.DECLINE]
    starts = [int(np.argmax(found == stage)) / 52 for stage in order]
    assert 2.0 < starts[1] <= 3.5
    assert 6.0 <= starts[2] <= 7.5
    assert 7.0 < starts[3] < 11.0


def test_dating_scales_with_the_market():
    units = _yearly(0.05, 0.06, 0.07, 0.6, 2.0, 4.0, 5.0, 4.0, 3.9)
    assert (stages(units * 1e-3, MARKET * 1e-3) == stages(units, MARKET)).all()


def test_an_established_brand_opens_in_maturity_and_a_growing_one_in_growth():
    assert set(stages(_yearly(5.0, 5.0, 5.1), MARKET)) == {Dated.MATURITY}
    assert set(stages(_yearly(5.0, 6.0, 7.1), MARKET)) == {Dated.GROWTH}


def test_a_product_nobody_wants_never_takes_off():
    assert set(stages(_yearly(0.01, 0.011, 0.012, 0.011), MARKET)) == {Dated.INTRODUCTION}


@pytest.mark.parametrize("weeks", [0, 1, 51, 52, 103])
def test_short_records_stay_in_their_opening(weeks):
    found = stages(np.full(weeks, 1.0), MARKET)
    assert found.shape == (weeks,)
    assert set(found) <= {Dated.INTRODUCTION}


def test_a_seasonal_dip_is_no_slowdown():
    weeks = np.arange(52 * 6)
    units = 1e5 * 1.3 ** (weeks / 52) * (1.0 + 0.8 * np.sin(2 * np.pi * weeks / 52))
    assert set(stages(units, MARKET)) == {Dated.GROWTH}


def test_growth_ends_where_all_to_come_is_less_than_what_a_year_ago_had_been_and_not_on_a_plateau():
    """Whole numbers, so that equal sums are equal: what is as large as before is no fall."""
    rise = np.repeat([1000.0, 1200.0, 1400.0, 12_000.0, 40_000.0, 40_000.0, 40_000.0], 52)
    assert set(stages(rise, MARKET)[-104:]) == {Dated.GROWTH}
    fall = np.concatenate([rise[: 5 * 52], np.repeat([38_000.0, 36_000.0, 34_000.0], 52)])
    sums, found = year_sums(fall), int(np.argmax(stages(fall, MARKET) == Dated.MATURITY))
    assert sums[found:].max() < sums[: found - 51].max()
    assert sums[found - 1 :].max() >= sums[: found - 52].max()
    assert found == 257


@pytest.mark.parametrize(("growth", "stage"), [(0.0, Dated.MATURITY), (0.09, Dated.MATURITY), (0.11, Dated.GROWTH)])
def test_a_series_that_opens_past_take_off_opens_by_its_growth(growth, stage):
    first = 2.0 * HIGH_BASE * 60.0  # millions a year
    assert stages(_yearly(first, first * (1.0 + growth), first * (1.0 + growth)), MARKET)[0] == stage


def test_a_decline_needs_years_below_four_fifths_of_the_peak():
    up = (0.05, 0.06, 0.6, 2.0, 4.0, 5.0)
    assert Dated.DECLINE not in stages(_yearly(*up, 4.9, 4.8, 4.7, 4.6), MARKET)
    assert stages(_yearly(*up, 4.6, 4.2, 3.8, 3.4, 3.0), MARKET)[-1] == Dated.DECLINE
