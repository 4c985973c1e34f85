"""What an answer rests on: estimators against closed forms, and the whole way through driver and store."""

from __future__ import annotations

from dataclasses import replace

import fake_market as fake
import numpy as np
import pytest
from scipy import stats

from mktsim.errors import CellFailed, InputError
from mktsim.outcomes.metrics.value import npv
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.run import compare
from mktsim.study.question.factor import FactorKind, Setting, moved
from mktsim.study.question.placebo import NO_FLOOR, PLACEBOS, floor_of
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner, Variant
from mktsim.study.runs.size import SHARES
from mktsim.study.sensitivity import morris, sobol
from mktsim.study.sensitivity.factors import Neglected, assumptions_of, edges_of
from mktsim.study.sensitivity.one_at_a_time import swings
from mktsim.study.sensitivity.plan import SensitivityOptions
from mktsim.study.sensitivity.result import Sensitivity
from mktsim.study.sensitivity.run import cells_of, scaled, sensitivity
from mktsim.study.sensitivity.words import sensitivity_words, surely_moving
from support.headings import heading

LOOK = RunOptions(simulate=fake.simulate)
ARMS = {"low": {"policy": "low"}, "high": {"policy": "high"}}
PROBING = SensitivityOptions(replications=6, trajectories=6, base_points=16, keep=2)
NAMES = ["a", "b", "c"]


def _resolved(**changes):
    return resolve(fake.study(**{"arms": ARMS, **changes}), fake.library(), "studies/toy.yaml")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return sensitivity(_resolved(), tmp_path_factory.mktemp("sensitivity"), PROBING, LOOK)


def test_elementary_effects_of_a_plane_are_its_slopes():
    points = morris.trajectories(NAMES, 10, 1)
    assert points.shape == (40, 3)
    assert set(np.round(points * 3).ravel().tolist()) <= {0.0, 1.0, 2.0, 3.0}
    first, second, third = morris.screened(NAMES, points, 3.0 * points[:, 0] - points[:, 1], 0.95)
    assert (first.strength.mean, first.mean, first.spread) == pytest.approx((3.0, 3.0, 0.0))
    assert (second.strength.mean, second.mean) == pytest.approx((1.0, -1.0))
    assert third.strength.mean == pytest.approx(0.0)
    values = points[:, 0] * (points[:, 1] - 0.5)
    assert morris.screened(NAMES, points, values, 0.95)[0].spread > 0.1


def test_shares_of_the_ishigami_function_are_those_published():
    points = (2.0 * sobol.design(NAMES, 1024, 1) - 1.0) * np.pi
    values = np.sin(points[:, 0]) + 7.0 * np.sin(points[:, 1]) ** 2 + 0.1 * points[:, 2] ** 4 * np.sin(points[:, 0])
    found = sobol.shares(NAMES, values, 0.95, 1)
    assert [one.first.mean for one in found] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert [one.total.mean for one in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
    for one, first, total in zip(found, (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437), strict=True):
        assert 0.0 <= one.first.low <= first < one.first.high <= 1.0
        assert 0.0 <= one.total.low < total < one.total.high <= 1.0


def test_shares_of_what_does_not_vary_are_none():
    points = sobol.design(NAMES, 8, 1)
    assert all(one.total.mean == 0.0 for one in sobol.shares(NAMES, np.ones(len(points)), 0.95, 1))


def test_the_cost_moves_the_lead_most_and_turns_it(found):
    assert set(found.arms) == {"high", "low"}
    first = found.swings[0]
    assert first.name == found.screened[0].name == found.shares[0].name == "supply.unit_cost_money"
    assert first.turns
    assert first.turns_surely
    assert first in surely_moving(found)
    assert [one.name for one in found.swings if one.name == "market.types_per_segment"]
    idle = next(one for one in found.swings if one.name == "market.types_per_segment")
    assert idle.size == 0.0
    assert found.shares[0].total.mean > 0.9
    assert any("becomes better than" in sentence for sentence in found.text)


def test_a_sign_that_turns_within_luck_only_may_turn():
    factors = (Neglected("a"), Neglected("b"), Neglected("c"))
    noise = np.array([-1.0, 1.0, -1.0, 1.0])
    base = 1.0 + noise
    answers = np.column_stack([base, base, base - 1.2, base, base - 50.0, base, base + 3.0])
    found = {one.name: one for one in swings(factors, answers, 0.95)}
    assert [(one.turns, one.turns_surely) for one in (found["without a"], found["without b"], found["without c"])] == [
        (True, False), (True, True), (False, False),
    ]  # fmt: skip
    told = sensitivity_words(
        Sensitivity(
            heading=heading(), asked=PROBING, arms=("x", "y"), base=Interval(1.0, 0.0, 2.0),
            swings=tuple(found.values()), screened=(), shares=(), text=(), cells=0, failed=0, digest="", seconds=0.0,
        )
    )  # fmt: skip
    assert told[1] == "y becomes better than x at an end of without b, by more than luck. It may also with without a."


def test_swings_are_the_paired_differences_of_the_runs(found):
    resolved = _resolved()
    first = found.swings[0]
    factor = next(one for one in assumptions_of(resolved.scenario, "") if one.name == first.name)
    leads = []
    for value in (factor.base, first.high):
        worlds = [moved(Setting(arm, resolved.scenario), (factor,), (value,)) for arm in resolved.arms]
        planner = Planner(resolved, 1)
        by_arm = {
            one.arm.name: [
                npv(fake.simulate(planner.cell(one.arm, 0, r, Variant("", scenario=one.scenario)).cell))
                for r in range(6)
            ]
            for one in worlds
        }
        leads.append(np.array(by_arm[found.arms[0]]) - np.array(by_arm[found.arms[1]]))
    assert first.change_high.mean == pytest.approx(float((leads[1] - leads[0]).mean()))


def test_a_second_call_and_two_workers_say_the_same(found, tmp_path):
    both = sensitivity(_resolved(), tmp_path, PROBING, replace(LOOK, jobs=2))
    assert (both.digest, both.text, both.shares) == (found.digest, found.text, found.shares)

    def never(cell):
        raise AssertionError(cell)

    again = sensitivity(_resolved(), tmp_path, PROBING, replace(LOOK, simulate=never))
    assert again.digest == found.digest
    compare(_resolved(replications=3), tmp_path, CompareOptions(why_seconds=0.0), LOOK)


def test_duties_and_links_are_moved_in_the_arms_alone():
    resolved = _resolved()
    base = Setting(resolved.arms[0], resolved.scenario)
    without = moved(base, (Neglected("marketing.08"),), (1.0,))
    assert without.arm.arm.neglect[0].duty == "marketing.08"
    assert without.scenario is base.scenario
    (link,) = edges_of(resolved.arms[0].arm.organisation)
    slow = moved(base, (link,), (3.0,))
    assert slow.arm.arm.organisation.edges[0].delay_days == 3.0 * base.arm.arm.organisation.edges[0].delay_days
    assert moved(base, (link,), (1.0,)) is base
    names = {base.arm.name, without.arm.name, slow.arm.name, moved(base, (link,), (2.0,)).arm.name}
    assert len(names) == 4


def test_kinds_and_parts_of_names_pick_what_is_moved(tmp_path):
    probing = SensitivityOptions((FactorKind.DUTY, FactorKind.EDGE), replications=2, trajectories=2, arm="low")
    told = sensitivity(_resolved(), tmp_path, probing, LOOK)
    assert {one.kind for one in told.swings} == {FactorKind.DUTY, FactorKind.EDGE}
    assert told.arms == ("low",)
    only = sensitivity(_resolved(), tmp_path, replace(PROBING, only=("unit_cost",)), LOOK)
    assert [one.name for one in only.swings] == ["supply.unit_cost_money"]


@pytest.mark.parametrize(
    ("changes", "probing", "word"),
    [
        ({}, SensitivityOptions(arm="lo"), "nothing is called 'lo'"),
        ({"arms": {"low": {"policy": "low"}}}, PROBING, "a lead needs at least two"),
        ({}, SensitivityOptions(base_points=8, keep=9), "keep: must be 1 to 8"),
        ({}, SensitivityOptions(only=("nobody",)), "there is nothing to move"),
    ],
)
def test_what_cannot_be_asked_is_refused(tmp_path, changes, probing, word):
    with pytest.raises(InputError, match=word):
        sensitivity(_resolved(**changes), tmp_path, probing, LOOK)


def test_a_replication_that_fails_is_refused_when_there_are_few(tmp_path):
    with pytest.raises(CellFailed, match="the machine stands still"):
        sensitivity(
            _resolved(), tmp_path, replace(PROBING, replications=4), replace(LOOK, simulate=fake.fails_at_three)
        )


def test_a_placebo_is_no_effect_where_nothing_parts_and_a_floor_where_it_does(found):
    """The stand-in has no organisation in which a minute could matter: its placebo moves nothing."""
    assert (found.floor.spread, found.floor.count) == (0.0, 12)
    noisy = floor_of(np.array([[3.0], [-3.0], [3.0], [-3.0]]))
    assert noisy.of_mean(9) == pytest.approx(float(stats.t.ppf(0.975, 4)))
    assert floor_of(np.array([np.nan])) == NO_FLOOR


def test_a_minute_later_is_a_real_change(found):
    resolved = _resolved()
    setting = Setting(resolved.arms[0], resolved.scenario)
    later = PLACEBOS[0].at(setting, 1.0).arm.arm.organisation
    for one, two in zip(setting.arm.arm.organisation.edges, later.edges, strict=True):
        assert two.delay_days - one.delay_days == pytest.approx(1.0 / 1440.0)


def test_the_intervals_of_a_family_hold_together():
    """Twelve factors that do nothing: whether any change is told is the error of all of them."""
    factors, told, plays = tuple(Neglected(f"d{i}") for i in range(12)), 0, 60
    for play in range(plays):
        answers = np.random.Generator(np.random.Philox(play)).normal(size=(4, 25))
        told += any(
            one.is_told for swing in swings(factors, answers, 0.95) for one in (swing.change_low, swing.change_high)
        )
    assert told <= 8


def test_morris_intervals_hold_the_strength_of_few_trajectories():
    held, plays = 0, 200
    for play in range(plays):
        points = morris.trajectories(["a"], 5, play)
        slope = 2.0 + np.random.Generator(np.random.Philox(play)).normal(size=5).repeat(2) * 0.5
        (one,) = morris.screened(["a"], points, slope * points[:, 0], 0.95)
        held += one.strength.low <= 2.0 <= one.strength.high
        assert one.strength.is_rough
    assert held / plays >= 0.9


def test_a_short_analysis_moves_what_the_answer_goes_along_with_and_says_what_it_left_out(tmp_path):
    told = sensitivity(_resolved(), tmp_path, scaled(PROBING, SHARES[-1]), LOOK)
    whole = replace(PROBING, trajectories=0, base_points=0, replications=told.replications)
    count = len(assumptions_of(fake.scenario(), "toy.yaml"))
    assert (len(told.swings), told.untried) == (count, ()), "no more than that are there"
    first = sensitivity(_resolved(), tmp_path, replace(whole, most=1), LOOK)
    assert [one.name for one in first.swings] == ["supply.unit_cost_money"]
    assert set(first.untried) == {one.name for one in told.swings} - {"supply.unit_cost_money"}
    assert any(sentence.startswith("Not moved alone") for sentence in first.text)
    assert first.cells == cells_of(_resolved(), replace(whole, most=1))
