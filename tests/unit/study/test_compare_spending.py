"""The verdict warns where arms spend unlike, and where value comes after the horizon."""

from __future__ import annotations

import numpy as np

from mktsim.outcomes.metrics.metric import Better
from mktsim.study.compare.ranking import rank
from mktsim.study.compare.spending import ArmMoney, warnings_of
from mktsim.study.runs.wording import Wording

WORDS = Wording(("a", "b"), "net present value", "USD", 0.95)
NOISE = np.array([[-1.0, 1.0], [0.5, -0.5], [1.0, -1.0], [-0.5, 0.5]])


def ranking(first, second):
    return rank(np.array([first, second]) + NOISE, 0, 0.95, Better.HIGHER, 1)


def told(*arms, of=(300.0, 200.0), valued=True):
    return warnings_of(tuple(ArmMoney(*arm) for arm in arms), ranking(*of), WORDS, valued=valued)


def test_arms_that_spend_alike_and_earn_before_the_horizon_are_not_warned_of():
    assert told((100.0, 95.0, 50.0), (100.0, 90.0, 40.0)) == ()


def test_spending_that_differs_by_more_than_a_tenth_is_told():
    (sentence,) = told((100.0, 95.0, 50.0), (100.0, 40.0, 40.0))
    assert sentence == (
        "Arms do not spend alike: b spends 40.0 USD on marketing of 100 USD approved, a 95.0 USD of 100 USD."
    )


def test_a_value_that_comes_after_the_horizon_is_told():
    (sentence,) = told((100.0, 95.0, 150.0), (100.0, 95.0, 40.0))
    assert sentence == "Of the value of a, 50% comes after the horizon (terminal value)."
    assert told((100.0, 95.0, 150.0), (100.0, 95.0, 40.0), valued=False) == ()


def test_a_lead_that_comes_after_the_horizon_is_told():
    (sentence,) = told((100.0, 95.0, 90.0), (100.0, 95.0, 40.0))
    assert sentence == "Of the lead of a over b, 50% comes after the horizon (terminal value)."


def test_an_arm_beyond_its_credit_line_is_told():
    (sentence,) = told((100.0, 95.0, 50.0, 0.0, 0.0), (100.0, 95.0, 40.0, 12.0, 3.5))
    assert sentence == (
        "b owes more than its credit line in 12 weeks on average: marketing money is refused meanwhile,"
        " and interest beyond the discount rate comes to 3.50 USD."
    )
