"""Calibration of response: truths come back, short panels stay sane, the cheese panel gives its known values."""

from __future__ import annotations

import numpy as np
import pytest
from public_series import shared

from mktsim.errors import InputError
from mktsim.evidence.calibration.response import PRIORS, calibrate_panel, combined
from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.panel import SalesPanel, read_panel


def panel(accounts=15, rows=60, elasticity=-2.0, display=0.8, noise=0.2, seed=1):
    random = np.random.default_rng(seed)
    code = np.repeat(np.arange(accounts), rows)
    price = np.exp(random.normal(0.0, 0.2, code.size))
    shown = random.uniform(0.0, 1.0, code.size)
    level = random.normal(5.0, 1.0, accounts)[code]
    sales = np.exp(level + elasticity * np.log(price) + display * shown + random.normal(0.0, noise, code.size))
    drivers = ((Role.PRICE, price), (Role.DISPLAY, shown))
    return SalesPanel("made.csv", tuple(map(str, range(accounts))), code, sales, drivers, ())


def value(found, name):
    estimate = found.estimate(name)
    assert estimate is not None
    return estimate


def test_known_response_comes_back_from_many_accounts():
    found = calibrate_panel(panel())
    assert value(found, "price_elasticity").value == pytest.approx(-2.0, abs=0.1)
    assert value(found, "display").value == pytest.approx(0.8, abs=0.06)
    assert any("averaged" in note for note in found.notes)


def test_few_accounts_are_pooled():
    found = calibrate_panel(panel(accounts=3))
    assert value(found, "price_elasticity").value == pytest.approx(-2.0, abs=0.15)
    assert any("pooled" in note for note in found.notes)


def test_a_short_noisy_panel_leans_on_what_is_published():
    found = calibrate_panel(panel(accounts=1, rows=12, noise=1.5, seed=3))
    elasticity = value(found, "price_elasticity")
    assert -4.5 < elasticity.value < -1.0
    assert elasticity.learnt < 0.4
    assert any(line.startswith("display") for line in found.unknown)


def test_prior_and_data_meet_by_precision():
    prior = PRIORS[Role.PRICE]
    centre, covariance = combined(np.array([-1.0]), np.array([[prior.sd**2]]), [prior])
    assert centre[0] == pytest.approx((prior.mean - 1.0) / 2.0)
    assert covariance[0, 0] == pytest.approx(prior.sd**2 / 2.0)


def test_accounts_that_differ_make_the_mean_less_sure():
    alike, other = panel(), panel()
    price = other.driver(Role.PRICE)
    assert price is not None
    turn = np.linspace(-1.5, 1.5, 15)[other.account]
    differing = SalesPanel(
        other.file, other.accounts, other.account, other.sales * price**turn, other.drivers, other.notes
    )
    errors = [value(calibrate_panel(one), "price_elasticity").sd for one in (alike, differing)]
    assert errors[1] > 3.0 * errors[0]


def test_a_driver_that_never_varies_is_said_to_be_unknown():
    made = panel()
    shown = ((Role.PRICE, made.driver(Role.PRICE)), (Role.DISPLAY, np.zeros(made.sales.size)))
    found = calibrate_panel(SalesPanel(made.file, made.accounts, made.account, made.sales, shown, ()))
    assert found.estimate("display") is None
    assert any("never varies" in line for line in found.unknown)


def test_a_panel_in_which_nothing_varies_is_refused():
    made = panel()
    flat = ((Role.PRICE, np.ones(made.sales.size)),)
    with pytest.raises(InputError, match="nothing can be learnt"):
        calibrate_panel(SalesPanel(made.file, made.accounts, made.account, made.sales, flat, ()))


def test_cheese_gives_its_measured_response():
    """88 accounts: elasticity -2.27 on average, display 0.87 (Boatwright, McCulloch & Rossi 1999, JASA 94:1063)."""
    found = calibrate_panel(read_panel(shared("cheese_store.csv")))
    assert value(found, "price_elasticity").value == pytest.approx(-2.27, abs=0.25)
    assert value(found, "display").value == pytest.approx(0.87, abs=0.15)
    holdout = next(one for one in found.checks if one.name == "holdout_r2_within")
    assert holdout.value > 0.4


def timed(made, periods, shock=0.0):
    """Return a panel whose rows are periods of each account, with shocks that reach all accounts alike."""
    period = np.tile(np.arange(periods), len(made.accounts))
    common = np.random.default_rng(9).normal(0.0, shock, periods)[period] if shock else 0.0
    return SalesPanel(made.file, made.accounts, made.account, made.sales * np.exp(common), made.drivers, (), period)


def test_accounts_that_move_together_are_no_witnesses_of_their_own():
    made = panel(accounts=12, rows=60)
    price = np.tile(np.exp(np.random.default_rng(4).normal(0.0, 0.2, 60)), 12)
    drivers = ((Role.PRICE, price),)
    sales = np.exp(5.0 - 2.0 * np.log(price) + np.random.default_rng(5).normal(0.0, 0.1, price.size))
    alike = SalesPanel(made.file, made.accounts, made.account, sales, drivers, ())
    errors = []
    for one in (alike, timed(alike, 60, shock=0.3)):
        found = calibrate_panel(one)
        errors.append(value(found, "price_elasticity").sd)
    assert any("move together" in note for note in found.notes)
    assert errors[1] > 3.0 * errors[0]


def test_residuals_with_a_memory_are_told():
    made = timed(panel(accounts=3, noise=0.05, rows=240), 240)
    slow = np.exp(np.convolve(np.random.default_rng(2).normal(0.0, 0.5, 240), np.ones(8) / 8.0, "same"))
    changed = SalesPanel(
        made.file, made.accounts, made.account, made.sales * np.tile(slow, 3), made.drivers, (), made.period
    )
    memory = [
        next(check.value for check in calibrate_panel(one).checks if check.name == "residual_memory")
        for one in (made, changed)
    ]
    assert abs(memory[0]) < 0.25
    assert memory[1] > 0.6


def test_advertising_may_pause():
    made = panel(accounts=3, rows=200)
    random = np.random.default_rng(6)
    media = random.gamma(2.0, 50.0, made.sales.size) * (random.uniform(size=made.sales.size) < 0.7)
    sales = made.sales * (1.0 + media / media.mean()) ** 0.2
    drivers = (*made.drivers, (Role.ADVERTISING, media))
    found = calibrate_panel(SalesPanel(made.file, made.accounts, made.account, sales, drivers, ()))
    assert value(found, "advertising_elasticity").value == pytest.approx(0.1, abs=0.03)


def test_prior_and_data_in_conflict_are_said_so():
    made = panel(accounts=3, rows=200, elasticity=-9.0, noise=0.05)
    found = calibrate_panel(made)
    assert any("price_elasticity: the history says -9" in line and "apart" in line for line in found.unknown)
    agreed = calibrate_panel(panel(accounts=3, rows=200))
    assert not any("standard deviations apart" in line for line in agreed.unknown)
