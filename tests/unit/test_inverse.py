"""Inverse transforms against scipy's distributions."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats
from scipy.special import ndtri

from mktsim import inverse
from mktsim.streams import Address, uniforms

U = uniforms(Address(1, "inverse/0", 0), "study.design", "u", 0, 2000, 1)[:, 0]
EXTREMES = (2.0**-53, 1e-12, 1e-6, 0.5, 1.0 - 1e-6, 1.0 - 1e-12, 1.0 - 2.0**-53)


def test_continuous_laws_match_scipy():
    np.testing.assert_allclose(inverse.normal(U), scipy.stats.norm.ppf(U), rtol=1e-12)
    np.testing.assert_allclose(
        inverse.lognormal(U, 0.4), scipy.stats.lognorm.ppf(U, 0.4, scale=np.exp(-0.08)), rtol=1e-12
    )
    np.testing.assert_allclose(inverse.exponential(U, 3.0), scipy.stats.expon.ppf(U, scale=3.0), rtol=1e-12)
    np.testing.assert_allclose(
        inverse.triangular(U, 1.0, 2.0, 5.0), scipy.stats.triang.ppf(U, 0.25, loc=1.0, scale=4.0), rtol=1e-12
    )


def test_lognormal_factors_have_mean_one():
    grid = (np.arange(200_000) + 0.5) / 200_000
    assert inverse.lognormal(grid, 0.8).mean() == pytest.approx(1.0, abs=1e-3)
    assert inverse.lognormal(grid, 0.0).tolist() == [1.0] * grid.size


def test_triangles_may_have_their_peak_at_an_end_or_no_width():
    assert inverse.triangular([0.25], 0.0, 0.0, 1.0)[0] == pytest.approx(1.0 - np.sqrt(0.75))
    assert inverse.triangular([0.25], 0.0, 1.0, 1.0)[0] == pytest.approx(0.5)
    assert inverse.triangular([0.1, 0.9], 2.0, 2.0, 2.0).tolist() == [2.0, 2.0]


def test_scalar_normal_quantile_matches_scipy_into_the_tails():
    points = [*U[:500].tolist(), *EXTREMES]
    ours = [inverse.normal_quantile(u) for u in points]
    np.testing.assert_allclose(ours, ndtri(points), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("mean", [1e-9, 0.01, 0.5, 1.0, 3.7, 10.0, 55.5, 199.9])
def test_poisson_is_exact_below_the_threshold(mean):
    assert [inverse.poisson_quantile(u, mean) for u in U] == scipy.stats.poisson.ppf(U, mean).tolist()


@pytest.mark.slow
@pytest.mark.parametrize("mean", [201.0, 3e3, 1e4, 1e6, 1e9])
def test_large_poisson_is_right_up_to_one_unit_in_a_thousand_draws(mean):
    gap = np.array([inverse.poisson_quantile(u, mean) for u in U]) - scipy.stats.poisson.ppf(U, mean)
    assert np.abs(gap).max() <= 1
    assert np.count_nonzero(gap) <= 2


@pytest.mark.parametrize(
    ("n", "p"),
    [(1, 0.5), (10, 0.1), (10, 0.95), (1000, 0.01), (790, 0.5), (10**9, 1e-7), (10**9, 1.0 - 1e-7), (2**33, 1e-9)],
)
def test_binomial_is_exact_below_the_threshold(n, p):
    assert [inverse.binomial_quantile(u, n, p) for u in U] == scipy.stats.binom.ppf(U, n, p).tolist()


@pytest.mark.parametrize(("n", "p"), [(1000, 0.3), (810, 0.5), (10**6, 0.999), (10**9, 0.4), (2**40, 1e-6)])
def test_large_binomial_is_right_up_to_one_unit_in_a_thousand_draws(n, p):
    gap = np.array([inverse.binomial_quantile(u, n, p) for u in U]) - scipy.stats.binom.ppf(U, n, p)
    assert np.abs(gap).max() <= 1
    assert np.count_nonzero(gap) <= 2


@pytest.mark.parametrize("mean", [0.0, 0.3, 150.0, 250.0, 1e7])
def test_counts_never_fall_as_luck_rises(mean):
    points = sorted([*U[:200].tolist(), *EXTREMES])
    counts = [inverse.poisson_quantile(u, mean) for u in points]
    assert counts == sorted(counts)
    shares = [inverse.binomial_quantile(u, 10**8, min(1.0, mean / 10**8)) for u in points]
    assert shares == sorted(shares)


def test_certain_outcomes_are_certain():
    for u in EXTREMES:
        assert inverse.poisson_quantile(u, 0.0) == 0
        assert inverse.binomial_quantile(u, 0, 0.5) == 0
        assert inverse.binomial_quantile(u, 7, 0.0) == 0
        assert inverse.binomial_quantile(u, 7, 1.0) == 7
        assert 0 <= inverse.binomial_quantile(u, 801, 0.5) <= 801


@pytest.mark.parametrize("mean", [-1e-12, float("nan"), float("inf"), 1e16])
def test_impossible_means_are_refused(mean):
    with pytest.raises(ValueError, match="mean"):
        inverse.poisson_quantile(0.5, mean)


@pytest.mark.parametrize(("n", "p"), [(-1, 0.5), (5, -0.1), (5, 1.1), (5, float("nan"))])
def test_impossible_binomials_are_refused(n, p):
    with pytest.raises(ValueError, match="binomial"):
        inverse.binomial_quantile(0.5, n, p)


def test_impossible_spreads_are_refused():
    with pytest.raises(ValueError, match="negative"):
        inverse.lognormal(U, -0.1)
    with pytest.raises(ValueError, match="low <= mode <= high"):
        inverse.triangular(U, 1.0, 3.0, 2.0)


@pytest.mark.slow
def test_compiled_counts_are_the_same_numbers(monkeypatch):
    from numba import njit

    plain = [
        [inverse.poisson_quantile(u, mean) for u in U[:200] for mean in (0.5, 80.0, 500.0)],
        [inverse.binomial_quantile(u, n, 0.3) for u in U[:200] for n in (5, 300, 10_000)],
    ]
    for name in ("normal_quantile", "_searched", "_expanded"):
        monkeypatch.setattr(inverse, name, njit(getattr(inverse, name)))
    poisson, binomial = njit(inverse.poisson_quantile), njit(inverse.binomial_quantile)
    assert [poisson(u, mean) for u in U[:200] for mean in (0.5, 80.0, 500.0)] == plain[0]
    assert [binomial(u, n, 0.3) for u in U[:200] for n in (5, 300, 10_000)] == plain[1]
