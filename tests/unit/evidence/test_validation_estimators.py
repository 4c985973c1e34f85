"""The estimators of the validation find known truths."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.science.estimators import choice_logit, repeat_buying, stationarity
from mktsim.science.theory import dirichlet


@pytest.fixture(scope="module")
def rng():
    return np.random.default_rng(7)


def test_choice_logit_finds_its_coefficients(rng):
    truth = np.array([-2.0, 0.7, 0.5])
    x = rng.normal(size=(20_000, 4, 3))
    chance = choice_logit.choice_probabilities(x, truth)
    chosen = (rng.random(20_000)[:, None] > chance.cumsum(axis=1)).sum(axis=1)
    fitted = choice_logit.fit_choice(x, chosen)
    assert np.abs((fitted.coefficients - truth) / fitted.se).max() < 4.0
    assert fitted.se.max() < 0.05


def test_binary_logit_finds_its_coefficients(rng):
    truth = np.array([0.8, -1.5])
    x = np.column_stack([rng.normal(size=20_000), np.ones(20_000)])
    said = (rng.random(20_000) < choice_logit.yes_probabilities(x, truth)).astype(float)
    fitted = choice_logit.fit_yes(x, said)
    assert np.abs((fitted.coefficients - truth) / fitted.se).max() < 4.0


def test_collinear_attributes_are_refused(rng):
    x = rng.normal(size=(50, 3, 1))
    with pytest.raises(ValueError, match="collinear"):
        choice_logit.fit_choice(np.concatenate([x, x], axis=2), rng.integers(0, 3, 50))


@pytest.fixture(scope="module")
def households(rng):
    """Purchases of a Dirichlet market: M 6, K 1.2, S 1.5, shares .4 .25 .15 .1 .06 .04."""
    share = np.array([0.40, 0.25, 0.15, 0.10, 0.06, 0.04])
    counts = rng.poisson(rng.gamma(1.2, 6.0 / 1.2, 20_000))
    taste = rng.dirichlet(1.5 * share, 20_000)
    return share, np.array([rng.multinomial(n, p) for n, p in zip(counts, taste, strict=True)]).astype(float)


def test_dirichlet_fit_finds_its_parameters(households):
    fitted = repeat_buying.fit_dirichlet(households[1])
    assert (fitted.mean, fitted.shape, fitted.switching) == pytest.approx((6.0, 1.2, 1.5), rel=0.06)


def test_brand_measures_show_double_jeopardy_as_the_closed_form_says(households):
    share, purchases = households
    seen = repeat_buying.brand_measures(purchases)
    model = dirichlet.Category(6.0, 1.2, 1.5)
    assert seen.penetration == pytest.approx(dirichlet.penetration(model, share), rel=0.06)
    assert seen.frequency == pytest.approx(dirichlet.purchase_frequency(model, share), rel=0.06)


def test_duplication_follows_the_law_on_a_dirichlet_market(households):
    fitted = repeat_buying.duplication(households[1])
    assert fitted.correlation > 0.95
    assert fitted.deviation < 0.04


def test_nbd_fits_its_own_counts_and_not_those_of_regular_buyers(rng):
    counts = rng.poisson(rng.gamma(1.2, 5.0, 5000)).astype(float)
    assert repeat_buying.nbd_chi2_per_df(counts) < 2.0
    assert repeat_buying.nbd_chi2_per_df(np.where(counts > 3, counts + 4, counts)) > 5.0


def test_heavy_buyers_regress_to_the_mean_as_the_nbd_expects(rng):
    rate = rng.gamma(1.2, 2.0, 30_000)
    first, second = rng.poisson(rate).astype(float), rng.poisson(rate).astype(float)
    assert repeat_buying.conditional_ratios(first, second, fewest=400) == pytest.approx(1.0, abs=0.12)
    assert repeat_buying.conditional_ratios(first, first, fewest=400)[-1] > 1.2


def test_unit_root_is_told_from_a_stationary_series(rng):
    steps = rng.normal(size=400)
    walk, steady = np.cumsum(steps), np.empty(400)
    steady[0] = 0.0
    for t in range(1, 400):
        steady[t] = 0.6 * steady[t - 1] + steps[t]
    assert stationarity.is_stationary(steady)
    assert not stationarity.is_stationary(walk)


def test_critical_value_is_the_published_one():
    assert stationarity.critical_value(100) == pytest.approx(-2.8909, abs=1e-3)
