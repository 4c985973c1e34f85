"""Who stays subscribed comes out of who looks and what is on offer: retention, trials, fees that nobody looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mktsim.evidence.validation.lab import Lab, dealt
from mktsim.inputs.coefficients import per_week
from mktsim.model.market.runner import MarketRunner
from mktsim.study.question.library import library_beside
from mktsim.study.question.resolve import plain_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SETTLING = 156
MONTHS = 12
FEW = 16
"""Consumer classes of a segment."""


class Subscribers:
    """One week of the shipped subscription's focal brand, at rest or on trial at half the fee."""

    def __init__(self, depth=0.0, looking=None):
        whole = plain_scenario(library_beside(SCENARIOS / "any.yaml").scenario("software_subscription"))
        repeat = whole.market.repeat.model_copy(update={"looking_share": looking or whole.market.repeat.looking_share})
        market = whole.market.model_copy(update={"types_per_segment": FEW, "repeat": repeat})
        self.scenario = whole.model_copy(update={"market": market})
        self.looking, self.rate = repeat.looking_share, per_week(repeat.term_weeks)
        lab = Lab(self.scenario)
        start = lab.settled(SETTLING)
        bench = MarketRunner(lab.parameters, lab.sizes)
        bench.take(start.state, start.levers)
        bench.parameters.counts = bench.parameters.category_sd = 0.0
        if depth:
            dealt(0, depth)(0, bench.state, bench.levers)
        self.people = lab.parameters.households
        self.before = bench.state.subscribed[:, 0].sum(axis=0)
        self.units = float(bench.close(0).units[:, 0].sum())
        self.joined = bench.state.joined[:, 0].sum(axis=0)
        self.again = np.minimum(1.0, self.joined / (self.rate * self.looking))

    @property
    def joining(self):
        """Households of each class that subscribe who did not, a week."""
        return self.people * self.joined * np.clip(1.0 - self.before, 0.0, 1.0)

    def staying(self, years):
        """Share of those who join without a deal that is left after each year, shape (years + 1,)."""
        leaving = self.looking * (1.0 - self.again)
        left = (self.joining[:, None] * (1.0 - leaving[:, None]) ** (MONTHS * np.arange(years + 1))).sum(axis=0)
        return left / left[0]


@pytest.fixture(scope="module")
def usual():
    return Subscribers()


def test_new_subscribers_stay_a_year_as_published(usual):
    """Of regular customers 63% and of the best 87% (Fader & Hardie 2007, J Interactive Marketing 21(1):76)."""
    assert 0.60 < usual.staying(1)[1] < 0.87


def test_who_stayed_longer_stays_likelier(usual):
    yearly = usual.staying(5)[1:] / usual.staying(5)[:-1]
    assert (np.diff(yearly) > 0.01).all()


def test_subscribers_pay_a_fee_a_term_and_nothing_else(usual):
    fees = usual.rate * float((usual.people * usual.before).sum())
    assert usual.units == pytest.approx(fees, rel=0.03)


def test_who_looks_more_often_stays_less(usual):
    assert Subscribers(looking=2.0 * usual.looking).staying(1)[1] < usual.staying(1)[1] - 0.1


def test_a_trial_brings_people_who_like_the_brand_less(usual):
    on_trial = Subscribers(depth=0.5)
    assert on_trial.joining.sum() > 1.5 * usual.joining.sum()
    liking = [(one.joining * usual.again).sum() / one.joining.sum() for one in (usual, on_trial)]
    assert liking[1] < liking[0]
