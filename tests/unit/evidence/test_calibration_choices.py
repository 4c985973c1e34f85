"""Choices of households: the logit with loyalty finds truths, and the cracker panel is read."""

from __future__ import annotations

import numpy as np
import pytest
from public_series import shared
from scipy.special import expit

from mktsim.errors import InputError
from mktsim.evidence.calibration import choice_model
from mktsim.evidence.calibration.households import calibrate_choices
from mktsim.evidence.history.choices import HouseholdChoices, read_choices
from mktsim.evidence.history.columns import Role

TRUTH = {"price": -2.5, "feature": 0.8, "loyalty": 1.5, "memory": 0.75}


def choices(households=150, purchases=25, seed=1):
    random = np.random.default_rng(seed)
    brands = 3
    shape = (households * purchases, brands)
    price = np.exp(random.normal(0.0, 0.25, shape))
    feature = (random.uniform(size=shape) < 0.2).astype(float)
    luck = random.gumbel(size=shape)
    household = np.repeat(np.arange(households), purchases)
    chosen = np.empty(shape[0], dtype=np.int64)
    for first in range(0, shape[0], purchases):
        past = np.full(brands, 1.0 / brands)
        for row in range(first, first + purchases):
            utility = TRUTH["price"] * np.log(price[row]) + TRUTH["feature"] * feature[row] + TRUTH["loyalty"] * past
            chosen[row] = int(np.argmax(utility + np.array([0.0, 0.5, -0.5]) + luck[row]))
            past = TRUTH["memory"] * past + (1.0 - TRUTH["memory"]) * np.eye(brands)[chosen[row]]
    return HouseholdChoices("made.csv", ("a", "b", "c"), household, chosen, price, ((Role.FEATURE, feature),), ())


def test_truths_lie_within_three_standard_errors():
    found = choice_model.fit(choices())
    errors = np.sqrt(np.diag(found.covariance))
    for name, truth in TRUTH.items():
        place = found.names.index(name)
        expected = np.log(truth / (1.0 - truth)) if name == "memory" else truth
        assert abs(found.values[place] - expected) < 3.0 * errors[place], name
    assert found.log_likelihood > found.log_likelihood_shares
    assert not found.at_bound


def test_past_purchases_are_smoothed_within_a_household():
    made = choices(households=2, purchases=3)
    past = choice_model.past_purchases(made, 0.6)
    first = np.full(3, 1.0 / 3.0)
    assert past[0] == pytest.approx(first)
    assert past[3] == pytest.approx(first)
    assert past[1] == pytest.approx(0.6 * first + 0.4 * np.eye(3)[made.chosen[0]])
    assert past.sum(axis=1) == pytest.approx(np.ones(6))


def test_a_calibration_says_what_choices_cannot_tell():
    found = calibrate_choices(choices(households=60))
    memory = found.estimate("memory")
    assert memory is not None
    assert 0.0 < memory.low < memory.value < memory.high < 1.0
    assert memory.value == pytest.approx(float(expit(memory.centre)))
    assert any(line.startswith("display") for line in found.unknown)
    assert any(line.startswith("loyalty") for line in found.unknown)


def test_choices_that_follow_price_without_error_are_refused():
    made = choices(households=10)
    cheapest = made.price.argmin(axis=1)
    with pytest.raises(InputError, match=r"cannot tell|no highest point"):
        calibrate_choices(HouseholdChoices("made.csv", made.brands, made.household, cheapest, made.price * 1.0, (), ()))


def test_crackers_respond_to_price_and_deals():
    """136 households (Jain, Vilcassim & Chintagunta 1994); every response has its sign and is far from zero."""
    found = calibrate_choices(read_choices(shared("cracker_panel.csv")))
    price, display, feature = (found.estimate(name) for name in ("price", "display", "feature"))
    assert price is not None
    assert display is not None
    assert feature is not None
    assert price.high < -1.5
    assert display.low > 0.0
    assert feature.low > display.value * 0.5
    assert next(one.value for one in found.checks if one.name == "holdout_u2") > 0.2
