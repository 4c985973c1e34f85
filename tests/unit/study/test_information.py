"""The worth of information: of knowing parameters against closed forms, of improvements through driver and store."""

from __future__ import annotations

from dataclasses import replace

import fake_market as fake
import numpy as np
import pytest

from mktsim.errors import InputError
from mktsim.inputs.cell import IDEAL
from mktsim.science.statistics.two_level import Sampling
from mktsim.study.information.evppi import EvppiOptions, decisions, parameter_values, polynomials
from mktsim.study.information.factors import (
    CEILINGS,
    Approved,
    Forecast,
    Researched,
    approval_ways,
    instruments_of,
    subjects_of,
)
from mktsim.study.information.improvements import improvement
from mktsim.study.information.plan import InformationOptions
from mktsim.study.information.run import information, scaled
from mktsim.study.question.factor import Setting
from mktsim.study.question.library import archetypes, catalogue
from mktsim.study.question.resolve import NamedArm, resolve
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.size import SHARES
from mktsim.study.runs.world_values import worth_of_knowing

LOOK = RunOptions(simulate=fake.simulate)
WORTH = InformationOptions(replications=4, draws=24, world_replications=3)
ARMS = {"low": {"policy": "low"}, "high": {"policy": "high"}}
ASKED = EvppiOptions(reliability=0.5, confidence=0.95, seed=1)


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


def _resolved(**changes):
    return resolve(fake.study(**{"arms": ARMS, **changes}), fake.library(), "studies/toy.yaml")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return information(_resolved(), tmp_path_factory.mktemp("information"), WORTH, LOOK)


@pytest.fixture(scope="module")
def setting():
    """A real organisation with the catalogue's duties."""
    silos = archetypes()["functional_silos"]
    resolved = _resolved()
    arm = replace(resolved.arms[0].arm, organisation=silos, duties=catalogue())
    return Setting(NamedArm("low", "low", silos.name, arm), resolved.scenario)


def known_value(values, means, seed=1):
    (found,) = parameter_values(("x",), values[:, None], np.repeat(means[None], 4, axis=0), replace(ASKED, seed=seed))
    return found


def test_knowing_a_parameter_that_decides_is_worth_its_closed_form():
    values = luck(1).random(4000)
    means = np.column_stack([values - 0.5, np.zeros(4000)])
    known = known_value(values, means)
    # E[max(U - 1/2, 0)] - 0 = 1/8 with U uniform.
    assert known.perfect.mean == pytest.approx(0.125, abs=0.006)
    assert known.perfect.low < 0.125 < known.perfect.high
    assert known.p_value < 0.01
    # Half of the variance known: sd of the posterior mean falls by sqrt(1/2).
    assert known.research == pytest.approx(0.125 / np.sqrt(2.0), abs=0.012)


def test_knowing_what_does_not_matter_is_worth_nothing():
    random = luck(2)
    found = [known_value(random.random(32), random.normal(size=(32, 3)), seed) for seed in range(12)]
    assert np.mean([one.p_value for one in found]) > 0.25
    assert np.median([one.perfect.mean for one in found]) < 0.1
    assert all(one.research <= one.perfect.mean for one in found)


def test_no_parameter_is_worth_more_than_the_whole_world():
    """With few worlds the interval of one assumption used to reach beyond that of knowing them all."""
    random = luck(8)
    for seed in range(6):
        values, good = random.random((8, 4)), random.normal(size=(4, 8, 3))
        most = worth_of_knowing(good, Sampling(np.full(8, 1 / 8), are_sampled=True)).high
        found = parameter_values("abcd", values, good, replace(ASKED, seed=seed))
        assert all(one.perfect.high <= most for one in found)
        assert any(one.perfect.high > 0.0 for one in found)


def test_p_values_of_many_parameters_hold_together():
    """Ten parameters that do not matter: whether any of them is told as worth knowing is the family's error."""
    random, told = luck(6), 0
    for seed in range(12):
        values, good = random.random((32, 10)), random.normal(size=(1, 32, 3)).repeat(2, axis=0)
        told += (
            min(one.p_value for one in parameter_values("abcdefghij", values, good, replace(ASKED, seed=seed))) <= 0.05
        )
    assert told <= 3


def test_a_world_is_judged_by_the_rule_that_was_learnt_without_it():
    random = luck(3)
    values, means = random.random(30), random.normal(size=(30, 2))
    for out in (0, 7, 29):
        rest = np.delete(np.arange(30), out)
        fitted = [np.polyval(np.polyfit(values[rest], means[rest, arm], 2), values[out]) for arm in range(2)]
        assert decisions(polynomials(values, 2), means)[out] == int(np.argmax(fitted))
    assert polynomials(np.ones(5), 3).shape == (5, 1)


def test_an_improvement_may_turn_the_choice():
    base = luck(4).normal(size=(40, 1))
    without = base + np.array([1.0, 0.0])
    better = base + np.array([1.2, 2.0])
    found = improvement("research", without, better, 0.95)
    assert found.turns
    assert found.choice.mean == pytest.approx(1.0)
    assert [one.mean for one in found.gains] == pytest.approx([0.2, 2.0])
    assert found.gains[0].low == pytest.approx(0.2)


def test_larger_samples_reach_the_duties_that_observe(setting):
    assert "survey" in instruments_of(setting.arm.arm.duties)
    assert "rival.price" in subjects_of(setting.arm.arm.duties)
    better = Researched("survey", 4.0).at(setting, 4.0)
    changed = [
        (one.id, two.mechanism.accuracy / one.mechanism.accuracy)
        for one, two in zip(setting.arm.arm.duties, better.arm.arm.duties, strict=True)
        if one != two
    ]
    assert changed
    assert all(times == 4.0 for _, times in changed)
    for duty, times in changed:
        mechanism = next(one.mechanism for one in setting.arm.arm.duties if one.id == duty)
        assert (mechanism.instrument, times) == ("survey", 4.0)


def test_faster_approval_reaches_the_ways_of_approval_alone(setting):
    ways = approval_ways(setting.arm.arm)
    assert frozenset(("market_development", "senior_management")) in ways
    organisation = setting.arm.arm.organisation
    faster = Approved(4.0).at(setting, 4.0).arm.arm.organisation
    assert faster.work.approval_days == organisation.work.approval_days / 4.0
    for one, two in zip(organisation.edges, faster.edges, strict=True):
        on_the_way = frozenset((one.sender, one.receiver)) in ways
        assert two.delay_days == pytest.approx(one.delay_days / 4.0 if on_the_way else one.delay_days)
    assert any(frozenset((one.sender, one.receiver)) not in ways for one in organisation.edges)


def test_the_forecast_is_made_weekly_by_the_same_work(setting):
    before = {duty.id: duty for duty in setting.arm.arm.duties}
    after = {duty.id: duty for duty in Forecast(4.0).at(setting, 4.0).arm.arm.duties}
    assert after["marketing.06"].trigger.every == "week"
    assert after["marketing.06"].effort_days * 52.0 == pytest.approx(before["marketing.06"].effort_days * 12.0)
    archive = "planning_function.12"
    assert after[archive].mechanism.error == before[archive].mechanism.error / 4.0
    assert [name for name in before if before[name] != after[name]] == sorted(
        ["marketing.06", archive], key=list(before).index
    )


def test_ends_of_the_scale_are_one_imperfection_less(found):
    assert [one.execution for one in CEILINGS] == [
        replace(IDEAL, late=True, unexecuted=True),
        replace(IDEAL, misinformed=True, unexecuted=True),
    ]
    # The toy sells 3% less when misinformed and 5% less when late.
    perfect, fast = found.ceilings
    assert fast.choice.mean > perfect.choice.mean > 0.0
    assert all(gain.low > 0.0 for gain in perfect.gains)


def test_the_cost_is_worth_knowing_and_luck_is_not(found):
    first = found.parameters[0]
    assert first.name == "supply.unit_cost_money"
    assert first.p_value < 0.05
    assert 0.0 < first.perfect.mean <= 1.1 * found.world.mean
    assert all(one.p_value > 0.05 for one in found.parameters if one.name != "supply.unit_cost_money")
    assert any("Worth knowing alone: unit cost" in sentence for sentence in found.text)


def test_a_second_call_and_two_workers_say_the_same(found, tmp_path):
    both = information(_resolved(), tmp_path, WORTH, replace(LOOK, jobs=2))
    assert (both.digest, both.text) == (found.digest, found.text)

    def never(cell):
        raise AssertionError(cell)

    assert information(_resolved(), tmp_path, WORTH, replace(LOOK, simulate=never)).digest == found.digest


def test_an_instant_arm_has_nothing_to_improve(tmp_path):
    arms = {"low": {"policy": "low"}, "ideal": {"policy": "high", "organisation": "instant"}}
    told = information(_resolved(arms=arms), tmp_path, replace(WORTH, draws=0), LOOK)
    assert all(one.gains[1].mean == 0.0 for one in (*told.improvements, *told.ceilings))
    assert (told.world, told.parameters) == (None, ())


@pytest.mark.parametrize(
    ("changes", "worth", "word"),
    [
        ({}, InformationOptions(research=("surveys",)), "nobody observes 'surveys'"),
        ({}, replace(WORTH, times=1.0), "times: must be above 1"),
        ({"arms": {"low": {"policy": "low"}}}, WORTH, "a choice among at least two"),
    ],
)
def test_what_cannot_be_asked_is_refused(tmp_path, changes, worth, word):
    with pytest.raises(InputError, match=word):
        information(_resolved(**changes), tmp_path, worth, LOOK)


def test_a_short_analysis_asks_about_the_world_alone_and_says_so(tmp_path):
    asked = scaled(InformationOptions(), SHARES[-1])
    assert (asked.work, asked.draws, asked.world_replications) == (False, 4, 3)
    assert scaled(InformationOptions(draws=0), SHARES[-1]).work, "nothing else is left to ask"
    told = information(_resolved(), tmp_path, asked, LOOK)
    assert told.improvements == ()
    assert told.world is not None
    assert told.text[-1].startswith("Better knowledge and faster work were not tried")
