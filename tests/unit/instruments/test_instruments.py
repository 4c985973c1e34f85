"""Instruments are the only door to the truth, and honest about their errors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import ndtri

from mktsim.model.instruments.bundle import Instruments
from mktsim.model.instruments.registry import INSTRUMENTS
from mktsim.model.instruments.topics import TOPICS
from mktsim.model.instruments.true_values import TRUTHS
from mktsim.quantities import declared

GRID = (np.arange(400) + 0.5) / 400
PAIRS = [(name, topic) for name, instrument in INSTRUMENTS.items() for topic in instrument.errors()]


def full(topic):
    return f"{topic}.1" if TOPICS[topic].indexed else topic


@pytest.mark.parametrize(("name", "topic"), PAIRS)
def test_observations_are_unbiased_but_for_the_stated_bias_and_their_errors_are_calibrated(instruments, name, topic):
    true = instruments.truth_of(full(topic))
    looks = [instruments.observe(name, full(topic), u) for u in GRID]
    values, ses = np.array(looks).T
    bias = INSTRUMENTS[name].biases().get(topic, 0.0) * true
    scale = max(abs(true), ses[0])
    assert values.mean() == pytest.approx(true + bias, abs=1e-9 * scale)
    assert (ses == ses[0]).all()
    assert ses[0] > 0.0
    assert ((values - true - bias) / ses[0]).std() == pytest.approx(ndtri(GRID).std())


@pytest.mark.parametrize(("name", "topic"), PAIRS)
def test_the_median_draw_shows_the_truth_and_four_samples_halve_the_error(instruments, name, topic):
    value, se = instruments.observe(name, full(topic), 0.5, 1.0)
    true = instruments.truth_of(full(topic))
    assert value == pytest.approx(true * (1 + INSTRUMENTS[name].biases().get(topic, 0.0)))
    assert instruments.observe(name, full(topic), 0.5, 4.0)[1] == pytest.approx(se / 2)


def test_every_topic_has_a_true_counterpart_and_an_instrument_that_reads_it():
    assert set(TRUTHS) == set(TOPICS)
    assert {topic for _, topic in PAIRS} == set(TOPICS)


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_declares_its_numbers(name):
    instrument = INSTRUMENTS[name]
    assert getattr(instrument, "instrument") == name  # noqa: B009 - the tag of the subclass
    for parameter in declared(type(instrument)):
        assert parameter.unit
        assert parameter.source
        assert parameter.text


def test_where_there_is_no_rival_nothing_is_seen(instruments, world):
    world.rival = math.nan
    value, se = instruments.observe("rival_check", "rival.price", 0.3)
    assert math.isnan(value)
    assert se == math.inf


def test_wrong_questions_get_a_clear_answer(instruments):
    with pytest.raises(KeyError, match="unknown instrument 'telescope'; choices: survey"):
        instruments.observe("telescope", "rival.price", 0.5)
    with pytest.raises(KeyError, match=r"Survey does not read 'rival\.price'; it reads: insight\.elasticity"):
        instruments.observe("survey", "rival.price", 0.5)
    with pytest.raises(LookupError, match="unknown topic"):
        instruments.truth_of("rival.mood")
    with pytest.raises(LookupError, match="unknown topic"):
        instruments.prior("sales.region")
    with pytest.raises(ValueError, match="accuracy"):
        instruments.observe("survey", "insight.quality", 0.5, 0.0)


def test_truths_are_what_they_say(instruments, world):
    level = instruments.truth_of("sales.level")
    assert level == pytest.approx(np.mean([1000 * world.season(w) for w in range(57, 61)]))
    assert instruments.truth_of("sales.region.0") == pytest.approx(0.75 * level)
    assert instruments.truth_of("sales.channel.1") == pytest.approx(0.4 * level)
    assert instruments.truth_of("distribution.channel.0") == pytest.approx(0.7)
    assert instruments.truth_of("forecast.units") == pytest.approx(1000.0)
    assert instruments.truth_of("forecast.growth") == pytest.approx(0.0, abs=1e-12)
    assert instruments.truth_of("response.promotion") == pytest.approx(3.0)
    assert instruments.truth_of("stock.weeks") == pytest.approx(4000.0 / level)
    assert instruments.truth_of("audit.leakage") == 0.04


def test_growth_is_a_share_a_week_free_of_season(world, launch):
    world.growth = 0.004
    asked = Instruments(world, world, launch, world.level)
    assert asked.truth_of("forecast.growth") == pytest.approx(0.004, rel=1e-6)


def test_months_count_from_january(instruments, world):
    # March holds the peak of a sine that starts in January.
    months = [instruments.truth_of(f"forecast.season.{m}") for m in range(12)]
    assert int(np.argmax(months)) in {2, 3}
    assert int(np.argmin(months)) in {8, 9}


def test_before_any_sale_the_truth_is_what_the_scenario_expects(world, launch):
    world.week = -1
    asked = Instruments(world, world, launch, world.level)
    assert asked.truth_of("sales.level") == pytest.approx(500.0)
    assert asked.truth_of("forecast.units") == pytest.approx(500.0)
    assert asked.truth_of("sales.region.0") == pytest.approx(375.0)
    assert asked.truth_of("sales.channel.0") == pytest.approx(300.0)
    assert asked.truth_of("market.category") == pytest.approx(1500.0)
    assert asked.truth_of("forecast.growth") == asked.prior("forecast.growth")[0]


def test_truths_follow_the_running_week(world, launch):
    world.growth = 0.01
    asked = Instruments(world, world, launch, world.level)
    early = asked.truth_of("forecast.units")
    assert asked.truth_of("forecast.units") == early
    world.week += 10
    assert asked.truth_of("forecast.units") == pytest.approx(early * math.exp(0.1))


def test_the_season_after_the_end_is_last_years(world, launch):
    world.week = launch.horizon_weeks + launch.run_out_weeks - 2
    asked = Instruments(world, world, launch, world.level)
    world.season = lambda week: 1.0 if week < launch.horizon_weeks + launch.run_out_weeks else math.nan
    assert [asked.truth_of(f"forecast.season.{m}") for m in range(12)] == [1.0] * 12
