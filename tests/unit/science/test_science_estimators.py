"""Estimators recover what made the data, and published estimates from published series."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.science.estimators import bass_nls, forecast_scores, koyck, loglog, ols
from mktsim.science.theory import bass
from oracles import adstock

# First purchases in the United States, thousand units a year, from 1949, 1963 and 1949 on
# (trade statistics used by Bass 1969 and by Srinivasan & Mason 1986).
ROOM_AIR_CONDITIONERS = [96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800, 1580, 1500]
COLOUR_TELEVISION = [747, 1480, 2646, 5118, 5777, 5982, 5962, 4631]
CLOTHES_DRYERS = [106, 319, 492, 635, 737, 890, 1397, 1523, 1294, 1240, 1425, 1260, 1236]

# Lydia E. Pinkham Medicine Company 1907-60, thousand dollars a year (Palda 1964).
PINKHAM_ADVERTISING = """
608 451 529 543 525 549 525 578 609 504 752 613 862 866 1016 1360 1482 1608 1800 1941 1229 1373 1611 1568 983
1046 1453 1504 807 339 562 745 749 862 1034 1054 1164 1102 1145 1012 836 941 981 974 766 920 964 811 789 802
770 639 644 564
"""
PINKHAM_SALES = """
1016 921 934 976 930 1052 1184 1089 1087 1154 1330 1980 2223 2203 2514 2726 3185 3351 3438 2917 2359 2240 2196
2111 1806 1644 1814 1770 1518 1103 1266 1473 1423 1767 2161 2336 2602 2518 2637 2177 1920 1910 1984 1787 1689
1866 1896 1684 1633 1657 1569 1390 1387 1289
"""


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


@pytest.mark.parametrize(
    ("series", "p", "q", "m"),
    [
        (ROOM_AIR_CONDITIONERS, 0.0094, 0.3748, 18_710),
        (COLOUR_TELEVISION, 0.0185, 0.6159, 39_660),
        (CLOTHES_DRYERS, 0.0136, 0.3267, 16_500),
    ],
)
def test_published_bass_estimates_are_reproduced(series, p, q, m):
    fit = bass_nls.fit(series)
    assert (fit.p, fit.q) == pytest.approx((p, q), abs=6e-5)
    assert fit.m == pytest.approx(m, rel=5e-4)
    assert fit.r2 > 0.9
    assert not fit.at_bound


@pytest.mark.parametrize(("p", "q", "m"), [(0.03, 0.38, 1000.0), (0.0005, 0.9, 2e7), (0.2, 0.05, 3.0)])
def test_bass_fit_recovers_an_exact_curve(p, q, m):
    flows = bass.yearly_flows(p, q, m, 15)
    fit = bass_nls.fit(flows)
    assert (fit.p, fit.q, fit.m) == pytest.approx((p, q, m), rel=1e-4)
    assert bass_nls.predict(fit, 15) == pytest.approx(flows, rel=1e-3)


@pytest.mark.slow
def test_bass_standard_errors_match_repeated_samples():
    truth = bass.yearly_flows(0.02, 0.4, 1000.0, 14)
    fits = [bass_nls.fit(truth + luck(seed).normal(0.0, 3.0, 14)) for seed in range(60)]
    spread = np.std([(fit.p, fit.q, fit.m) for fit in fits], axis=0)
    claimed = np.mean([fit.se for fit in fits], axis=0)
    assert claimed == pytest.approx(spread, rel=0.4)


def test_bass_fit_says_when_the_series_has_no_end_in_sight():
    assert bass_nls.fit([1.0, 2.0, 4.0, 8.0, 16.0, 32.0]).at_bound


@pytest.mark.parametrize("series", [[1.0, 2.0, 3.0], [1.0, float("nan"), 2.0, 3.0], [0.0] * 6])
def test_bass_fit_refuses_what_it_cannot_fit(series):
    with pytest.raises(ValueError, match="flows"):
        bass_nls.fit(series)


def test_ols_agrees_with_the_textbook_formula():
    x = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 3.0], [1.0, 4.0]])
    y = np.array([1.0, 2.9, 5.2, 6.8, 9.1])
    fit = ols.fit(y, x)
    slope, intercept = np.polyfit(x[:, 1], y, 1)
    assert fit.coefficients == pytest.approx([intercept, slope])
    residuals = y - x @ fit.coefficients
    variance = residuals @ residuals / 3.0
    assert fit.se[1] == pytest.approx(np.sqrt(variance / 10.0))
    assert fit.df == 3
    assert fit.interval(0.95)[1] == pytest.approx(slope + np.array([-1, 1]) * 3.182446305 * fit.se[1])


def test_absorbed_effects_equal_dummies():
    random = luck(3)
    rows, first, second = 200, random.integers(0, 5, 200), random.integers(0, 7, 200)
    x = random.normal(size=(rows, 2))
    y = x @ [1.5, -0.5] + first * 0.7 - second * 0.2 + random.normal(size=rows)
    dummies = np.column_stack([x, first[:, None] == np.arange(5), second[:, None] == np.arange(1, 7)])
    whole = ols.fit(y, dummies.astype(float))
    short = ols.fit(y, x, effects=np.column_stack([first, second]))
    assert short.coefficients == pytest.approx(whole.coefficients[:2])
    assert short.se == pytest.approx(whole.se[:2])
    assert short.df == whole.df == rows - 2 - 11


def test_clustered_errors_see_dependence_that_classical_ones_miss():
    random, slopes, claimed, robust = luck(5), [], [], []
    clusters = np.repeat(np.arange(40), 20)
    for _ in range(60):
        x = random.normal(size=40)[clusters]
        y = random.normal(size=40)[clusters] + random.normal(size=800)
        design = np.column_stack([np.ones(800), x])
        slopes.append(ols.fit(y, design).coefficients[1])
        claimed.append(ols.fit(y, design).se[1])
        robust.append(ols.fit(y, design, clusters=clusters).se[1])
    assert np.mean(robust) == pytest.approx(np.std(slopes), rel=0.25)
    assert np.mean(claimed) < 0.5 * np.std(slopes)


def test_clustered_error_of_a_mean_by_hand():
    y, clusters = np.array([1.0, 2.0, 4.0, 5.0, 9.0]), np.array([0, 0, 1, 1, 2])
    fit = ols.fit(y, np.ones((5, 1)), clusters=clusters)
    sums = np.array([3.0 - 2 * 4.2, 9.0 - 2 * 4.2, 9.0 - 4.2])
    assert fit.se[0] ** 2 == pytest.approx(3.0 / 2.0 * 4.0 / 4.0 * np.sum(sums**2) / 25.0)
    assert fit.df == 2


def test_ols_refuses_collinear_and_short_data():
    x = np.column_stack([np.arange(6.0), 2.0 * np.arange(6.0)])
    with pytest.raises(ValueError, match="collinear"):
        ols.fit(np.arange(6.0), x)
    with pytest.raises(ValueError, match="parameters"):
        ols.fit(np.arange(2.0), np.eye(2))
    with pytest.raises(ValueError, match="collinear"):
        ols.fit(np.arange(6.0), np.repeat([1.0, 2.0], 3)[:, None], effects=np.repeat([0, 1], 3))
    with pytest.raises(ValueError, match="clusters"):
        ols.fit(np.arange(6.0), np.arange(6.0)[:, None], clusters=np.zeros(6, dtype=int))


def test_loglog_recovers_elasticities_and_counts_empty_rows():
    random = luck(9)
    market = np.repeat(np.arange(20), 104)
    price = np.exp(random.normal(0.0, 0.1, market.size))
    stock = np.exp(random.normal(0.0, 0.3, market.size))
    display = random.uniform(size=market.size) < 0.1
    noise = random.normal(0.0, 0.2, market.size)
    units = np.exp(3.0 + 0.3 * market - 2.62 * np.log(price) + 0.12 * np.log(stock) + 0.87 * display + noise)
    units[:5] = 0.0
    fit = loglog.fit(
        loglog.Panel(units, np.column_stack([price, stock]), market, display[:, None].astype(float), market)
    )
    assert fit.dropped == 5
    assert np.all(np.abs(fit.values - [-2.62, 0.12]) < 4.0 * fit.se)
    assert np.all(fit.se < 0.08)
    assert fit.control_effects == pytest.approx([0.87], abs=0.06)
    with pytest.raises(ValueError, match="above 0"):
        loglog.fit(loglog.Panel(units, np.zeros(units.size), market))


def test_koyck_on_pinkham_gives_the_known_long_duration():
    advertising = np.array(PINKHAM_ADVERTISING.split(), dtype=float)
    fit = koyck.fit(np.array(PINKHAM_SALES.split(), dtype=float), advertising)
    assert advertising.size == 54
    assert (fit.short_run, fit.short_run_se) == pytest.approx((0.329, 0.156), abs=6e-4)
    assert (fit.carry_over, fit.carry_over_se) == pytest.approx((0.759, 0.091), abs=6e-4)
    assert (fit.short_elasticity, fit.long_elasticity) == pytest.approx((0.17, 0.70), abs=6e-3)
    assert fit.duration_90 == pytest.approx(8.4, abs=0.06)


def test_koyck_recovers_an_exact_model_and_its_interval_bias():
    spending = luck(1).uniform(0.0, 2.0, 52 * 40)
    sales = 10.0 * 0.1 / 0.9 + 0.5 * adstock.path(spending, 0.9)
    weekly = koyck.fit(sales, spending)
    assert (weekly.short_run, weekly.carry_over) == pytest.approx((0.5, 0.9))
    assert weekly.long_run == pytest.approx(5.0)
    noisy = sales + luck(2).normal(0.0, 0.05, sales.size)
    quarters = koyck.fit(noisy.reshape(-1, 13).sum(axis=1), spending.reshape(-1, 13).sum(axis=1))
    assert 13.0 * quarters.duration_90 > weekly.duration_90


def test_koyck_without_an_end_has_no_duration():
    fit = koyck.KoyckFit(0.1, 0.1, 1.05, 0.1, 1.0, 1.0, 0.9)
    assert np.isnan(fit.duration_90)
    assert np.isnan(fit.long_run)
    assert koyck.KoyckFit(0.1, 0.1, -0.2, 0.1, 1.0, 1.0, 0.9).duration_90 == 0.0
    with pytest.raises(ValueError, match="periods"):
        koyck.fit(np.arange(4.0), np.arange(4.0))


def test_forecast_scores_by_hand():
    actual, forecast = np.array([100.0, 200.0, 50.0]), np.array([110.0, 180.0, 50.0])
    assert forecast_scores.mape(actual, forecast) == pytest.approx((0.1 + 0.1 + 0.0) / 3.0)
    assert forecast_scores.wape(actual, forecast) == pytest.approx(30.0 / 350.0)
    assert forecast_scores.mase(actual, forecast, [10.0, 20.0, 40.0]) == pytest.approx(10.0 / 15.0)
    assert forecast_scores.mase(actual, forecast, [10.0, 20.0, 40.0], season=2) == pytest.approx(10.0 / 30.0)
    assert forecast_scores.skill(actual, forecast, [160.0, 200.0, 50.0]) == pytest.approx(0.5)
    assert forecast_scores.coverage(actual, [90.0, 150.0, 40.0], [100.0, 199.5, 60.0]) == pytest.approx(2.0 / 3.0)


def test_forecast_scores_refuse_what_has_no_meaning():
    with pytest.raises(ValueError, match="WAPE"):
        forecast_scores.mape([0.0, 1.0], [1.0, 1.0])
    with pytest.raises(ValueError, match="scale"):
        forecast_scores.mase([1.0], [1.0], [2.0, 2.0])
    with pytest.raises(ValueError, match="too short"):
        forecast_scores.mase([1.0], [1.0], [2.0])
    with pytest.raises(ValueError, match="shapes"):
        forecast_scores.wape([1.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="lower bound"):
        forecast_scores.coverage([1.0], [2.0], [0.0])
