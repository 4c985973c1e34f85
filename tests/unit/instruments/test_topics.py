"""What is believed beforehand, and how fast knowledge ages."""

from __future__ import annotations

import math

import pytest

from mktsim.model.instruments.bundle import Instruments
from mktsim.model.instruments.topics import TOPICS, Scale, split_topic

NAMES = [t.name + (".1" if t.indexed else "") for t in TOPICS.values()]


@pytest.mark.parametrize("name", NAMES)
def test_every_topic_has_a_prior_and_ages(instruments, name):
    value, sd = instruments.prior(name)
    assert math.isfinite(value)
    assert 0.0 < sd < math.inf
    assert 0.0 < instruments.drift(name) < sd**2 if instruments.drift(name) else value == 0.0
    assert split_topic(name)[0].drift_source


def test_priors_carry_the_published_values(instruments):
    assert instruments.prior("insight.elasticity") == (-2.6, 0.8)
    assert instruments.prior("response.advertising") == (0.24, 0.10)
    assert instruments.prior("insight.willingness")[0] == 10.0
    assert instruments.prior("cost.unit")[0] == 4.0
    assert instruments.prior("channel.skill.1")[0] == 0.7


def test_launches_are_expected_too_high_and_going_concerns_are_not(instruments, world, going_concern):
    assert instruments.prior("sales.level")[0] == pytest.approx(1.2 * 500.0)
    assert instruments.prior("market.category")[0] == pytest.approx(1.2 * 1500.0)
    steady = Instruments(world, world, going_concern, world.level)
    level, sd = steady.prior("sales.level")
    assert steady.prior("market.category")[0] == pytest.approx(level * 3)
    assert sd == pytest.approx(0.2 * level)


def test_parts_of_sales_sum_to_the_level(instruments):
    level = instruments.prior("sales.level")[0]
    assert sum(instruments.prior(f"sales.region.{r}")[0] for r in range(2)) == pytest.approx(level)
    assert sum(instruments.prior(f"sales.channel.{c}")[0] for c in range(2)) == pytest.approx(level)


def test_season_priors_are_the_scenarios(instruments):
    assert instruments.prior("forecast.season.0")[0] == pytest.approx(2.0)
    assert instruments.prior("forecast.season.11")[0] == pytest.approx(0.5)


def test_without_rivals_nothing_is_believed_of_their_price(world, alone):
    assert Instruments(world, world, alone, world.level).prior("rival.price") == (10.0, math.inf)


def test_relative_drift_grows_with_what_is_held(instruments):
    assert TOPICS["sales.level"].scale is Scale.RELATIVE
    assert instruments.drift("sales.level", 1000.0) == pytest.approx(900.0)
    assert instruments.drift("sales.level") == pytest.approx((0.03 * 600.0) ** 2)
    assert instruments.drift("insight.elasticity") == pytest.approx(0.04**2)


@pytest.mark.parametrize("name", ["sales.region", "sales.region.x", "sales.region.-1", "rival.price.0", "", "nothing"])
def test_unknown_names_are_refused_with_the_choices(name):
    with pytest.raises(KeyError, match=r"sales\.region\.N"):
        split_topic(name)
