"""Arithmetic of the procedures against figures worked out another way, and what they ask for when nothing is said."""

from __future__ import annotations

import math

import fake_market as fake
import numpy as np
import pytest
from scipy import stats
from scipy.special import stdtrit

from mktsim.science.statistics import kim_nelson
from mktsim.study.compare.plan import LADDER
from mktsim.study.compare.result import WorldRow
from mktsim.study.compare.worlds import worlds_sentence
from mktsim.study.decide.plan import DecideOptions, information_of, scaled
from mktsim.study.information.plan import InformationOptions
from mktsim.study.question.resolve import resolve
from mktsim.study.question.stated_assumption import StatedAssumption
from mktsim.study.robust.plan import RobustnessOptions, answer, wanted_values
from mktsim.study.robust.regret import RegretOptions, regret_table, split, surely_behind
from mktsim.study.robust.turning import most_cells
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.wording import Wording
from mktsim.study.select.chance_constraints import Limit
from mktsim.study.select.plan import OutcomeTable, SelectionParameters, plan
from mktsim.study.select.selection_confidence import evidence
from mktsim.study.sensitivity.plan import SensitivityOptions
from mktsim.study.value.plan import Effect, Fate, Measuring, Screening, judge, looks_needed
from mktsim.study.what_if.plan import HowHard, fitting

NAMED = RegretOptions(satisfied_with=0.0, confidence=0.9, seed=1, are_sampled=False)


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


# ---------------------------------------------------------------- evidence for a choice
@pytest.mark.parametrize("replications", [3, 5])
def test_a_lead_is_the_paired_t_interval_with_its_probabilities(replications):
    good = luck(1).normal(size=(replications, 2)) + np.array([0.8, 0.0])
    apart = good[:, 0] - good[:, 1]
    t = stats.t(replications - 1, loc=apart.mean(), scale=stats.sem(apart))
    (lead,) = evidence(good, 0, [0, 1], 0.3, 0.9).leads
    low, high = stats.ttest_rel(good[:, 0], good[:, 1]).confidence_interval(0.9)
    assert (lead.arm, lead.interval.low, lead.interval.high) == (1, pytest.approx(low), pytest.approx(high))
    assert lead.p_within == pytest.approx(t.cdf(0.3)), "the other is at most 0.3 worse"
    assert lead.p_good == pytest.approx(t.sf(-0.3)), "the chosen is at most 0.3 worse"
    assert lead.loss == pytest.approx(t.expect(lambda x: -x, ub=0.0), rel=1e-6)
    assert lead.variance_reduction == pytest.approx(good.var(axis=0, ddof=1).sum() / apart.var(ddof=1))


def test_two_replications_leave_the_loss_unknown():
    (lead,) = evidence(np.array([[2.0, 1.0], [3.0, 1.0], [np.nan, 1.0]]), 0, [1], 0.1, 0.95).leads
    assert lead.interval == Interval(1.5, -math.inf, math.inf)
    assert all(math.isnan(one) for one in (lead.p_within, lead.p_good, lead.loss, lead.variance_reduction))


@pytest.mark.parametrize(("arms", "out", "share"), [(2, 0, 1.0), (3, 0, 1.0), (4, 1, 2.0 / 3.0), (4, 2, 1.0 / 3.0)])
def test_a_pair_keeps_the_error_that_it_has_among_all_arms(arms, out, share):
    """Arms that break a limit leave, and what is left is not judged less strictly for it."""
    good = luck(2).normal(size=(40, arms))
    breaches = np.zeros((1, 40, arms))
    breaches[..., arms - out :] = 1.0
    asked = SelectionParameters(delta=1.5, first_stage=20, most=5000, limits=(Limit("loss", 0.3, tolerance=0.2),))
    found = plan(OutcomeTable(good, breaches, np.arange(40), 40), asked)
    playing = list(range(arms - out))
    settings = kim_nelson.KimNelson(asked.delta, asked.alpha / 2.0 * share, asked.first_stage, asked.batch)
    assert found.at_most == kim_nelson.screen(good[:, playing], settings).most


# ---------------------------------------------------------------- regret over worlds
@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (2, 3), (5, 4)])
def test_the_split_of_variance_is_that_of_a_table_of_sums_of_squares(shape):
    rows, worlds = shape
    lead = luck(3).normal(size=shape) + 3.0 * luck(4).normal(size=(rows, 1)) + 5.0 * luck(5).normal(size=(1, worlds))
    between_rows = worlds * ((lead.mean(axis=1) - lead.mean()) ** 2).sum()
    between_worlds = rows * ((lead.mean(axis=0) - lead.mean()) ** 2).sum()
    rest = ((lead - lead.mean()) ** 2).sum() - between_rows - between_worlds
    error = rest / ((rows - 1) * (worlds - 1))
    of_rows = max(0.0, (between_rows / (rows - 1) - error) / worlds)
    of_worlds = max(0.0, (between_worlds / (worlds - 1) - error) / rows)
    total = of_rows + of_worlds + error
    found = split(lead)
    assert (found.market, found.luck, found.interaction) == pytest.approx(
        (of_worlds / total, of_rows / total, error / total)
    )


def test_arms_alike_share_the_worlds_in_which_they_are_best():
    good = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 3.0], [2.0, 0.0, 2.0], [1.0, 1.0, 1.0]])[None].repeat(3, axis=0)
    found = regret_table(good, np.array([0.1, 0.2, 0.3, 0.4]), NAMED)
    thirds = 0.4 / 3.0
    shares = [0.05 + 0.15 + thirds, 0.05 + thirds, 0.2 + 0.15 + thirds]
    assert [arm.best_share for arm in found.arms] == pytest.approx(shares)


def test_the_worst_regret_has_the_jackknife_taken_off_and_holds_over_all_worlds():
    good = luck(12).normal(size=(6, 5, 3)) + np.array([2.0, 2.0, 0.0])
    found = regret_table(good, np.full(5, 0.2), NAMED).arms[2].worst_regret
    means = good.mean(axis=0)
    place = int((means.max(axis=1) - means[:, 2]).argmax())
    table = good[:, place]
    without = [np.delete(table, row, axis=0).mean(axis=0).max() for row in range(6)]
    bias = 5.0 * (np.mean(without) - table.mean(axis=0).max())
    best = table[:, table.mean(axis=0).argmax()]
    low, high = stats.ttest_rel(best, table[:, 2]).confidence_interval(1.0 - 0.1 / 5.0)
    assert bias > 0.001
    assert found.mean == pytest.approx((best - table[:, 2]).mean() - bias)
    assert (found.low, found.high) == (pytest.approx(max(0.0, low - bias)), pytest.approx(high - bias))


def test_a_leader_is_surely_behind_only_beyond_the_bound_of_a_one_sided_test():
    good = luck(7).normal(size=(6, 3, 3)) + np.array([[0.0, 3.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 2.0]])
    bounds = [
        max(stats.ttest_rel(good[:, w, arm], good[:, w, 0], alternative="greater").confidence_interval(0.95).low
            for arm in (1, 2))
        for w in range(3)
    ]  # fmt: skip
    for bound in bounds:
        for tolerance in (bound - 1e-9, bound + 1e-9):
            told = surely_behind(good, 0, tolerance, 0.9)
            assert told.tolist() == [one > tolerance for one in bounds]
    alike = np.zeros((4, 2, 2))
    assert not surely_behind(alike, 0, 0.0, 0.9).any(), "behind by no more than the tolerance is not behind"


# ---------------------------------------------------------------- what is tried next
def test_the_gap_next_to_the_present_value_is_halved():
    stated = StatedAssumption("a.b", "a", "", "USD", now=8.0, low=0.0, high=10.0, source="")
    leads = {0.0: 1.0, 2.0: -1.0, 8.0: -1.0, 10.0: 1.0}
    assert wanted_values(leads, stated, whole=False) == (9.0,)
    assert answer(stated, "other", {at: np.full(3, one) for at, one in leads.items()}, 0.95).path == "a.b"


def test_a_look_cut_short_by_time_is_begun_from_a_quarter_more_on():
    assert fitting(12, [1.0] * 12, 3.0) == 15
    assert fitting(12, [1.0] * 12, 2.9) == 12
    assert fitting(16, [1.0] * 2, 9.0) == 18, "a last look is worth it, however small"


def test_an_effect_is_gone_on_with_where_the_most_replications_just_make_it_small():
    values = np.array([3.0, -3.0, 2.0, -2.0, 4.0, -4.0, 1.0, -1.0])
    asked = Measuring(worth=1.0, most=64, family=10)
    tail = (1.0 - asked.confidence) / (2.0 * asked.family * len(asked.looks))
    least = float(stdtrit(63, 1.0 - tail) * values.std(ddof=1) / 8.0)
    for worth, following in ((least * (1.0 + 1e-9), 16), (least, 16), (least * (1.0 - 1e-9), None)):
        assert looks_needed(values, 8, Measuring(worth=worth, most=64, family=10)) == following


def test_an_effect_without_a_floor_is_told_by_its_interval_alone():
    assert Effect(Interval(0.5, 0.4, 0.6), 9).told
    assert not Effect(Interval(0.5, 0.4, 0.6), 9, floor=1.0).told


def test_each_rung_of_the_ladder_adds_one_imperfection():
    flags = [(one.execution.late, one.execution.misinformed, one.execution.unexecuted) for one in LADDER]
    assert flags == [(False, False, False), (True, False, False), (True, True, False)]


# ---------------------------------------------------------------- sizes
def test_a_search_counts_all_arms_at_ends_and_present_value_and_two_in_a_third_of_halvings():
    paths = ("a", "b", "c")
    ends, now, halvings = 2 * len(paths), 1, len(paths)
    for others in (1, 2):
        assert most_cells(paths, others, 4) == ((ends + now) * (1 + others) + halvings * others * 2) * 4


def test_sizes_when_nothing_is_said_are_those_of_the_guides():
    """What everybody pays for who asks for nothing: changed on purpose or not at all."""
    decide, robust, sense = DecideOptions(), RobustnessOptions(), SensitivityOptions()
    assert (decide.delta, decide.draws, decide.replications, decide.as_is, decide.most) == (0.0, 32, 4, 20, 40)
    assert (decide.turning_replications, decide.turning_most, decide.optimise) == (8, None, False)
    assert (robust.draws, robust.replications, robust.turning_replications) == (0, 4, 8)
    assert (robust.satisfied_with, robust.tolerance, robust.turning_most) == (0.0, 0.0, None)
    assert (sense.replications, sense.screening_replications, sense.trajectories) == (4, 2, 8)
    assert (sense.base_points, sense.keep) == (0, 4)
    known = InformationOptions()
    assert (known.times, known.replications, known.draws, known.world_replications) == (4.0, 10, 32, 4)
    assert (known.reliability, known.work) == (0.5, True)
    assert (HowHard().seconds, HowHard().worth, HowHard().replications) == (20.0, 0.0, None)


@pytest.mark.parametrize("share", [0.5, 0.25, 0.15, 0.1, 0.05])
def test_a_smaller_decision_has_three_quarters_powers_of_worlds_and_roots_of_replications(share):
    small, root = scaled(DecideOptions(), share), math.sqrt(share)
    assert small.draws == max(4, round(32 * share**0.75))
    assert small.replications == max(4 if share >= 0.15 else 3, round(4 * root))
    assert small.turning_replications == max(4 if share >= 0.1 else 3, round(8 * root))
    assert small.as_is == max(8 if share >= 0.1 else 6, round(20 * root))
    assert small.most == max(small.as_is, round(40 * share))


def test_a_decision_asks_what_the_world_is_worth_and_nothing_of_work():
    asked = information_of(
        resolve(fake.study(), fake.library(), "studies/toy.yaml"), DecideOptions(replications=5, draws=7)
    )
    assert (asked.draws, asked.world_replications, asked.work) == (7, 5, False)


def test_a_group_is_small_when_all_of_students_interval_lies_below_what_matters():
    effects = np.array([1.0, 3.0, 2.0, 2.5])
    half = stats.t.ppf(0.95, 3) * effects.std(ddof=1) / 2.0
    end = effects.mean() + half
    found = judge((0, 1), effects, Screening(worth=end * (1.0 + 1e-9)))
    assert (found.fate, found.low, found.high) == (Fate.SMALL, pytest.approx(effects.mean() - half), pytest.approx(end))
    assert judge((0, 1), effects, Screening(worth=end * (1.0 - 1e-9))).fate is Fate.MATTERS
    assert judge((0, 1), -effects, Screening(worth=end * (1.0 - 1e-9))).fate is Fate.MATTERS


@pytest.mark.parametrize(
    ("sure", "words"), [((), "surely in none"), (("cheap", "dear"), "surely in all"), (("dear",), "surely in dear")]
)
def test_a_leader_of_all_worlds_is_said_to_lead_surely_where_it_does(sure, words):
    rows = tuple(WorldRow(name, (), 0, name in sure) for name in ("cheap", "dear"))
    said = worlds_sentence(rows, Wording(("low", "high"), "npv", "USD"), weighted=True)
    assert words in said
    assert "by the weights of the study" in said
    assert "gives them no weights" in worlds_sentence(rows, Wording(("low", "high"), "npv", "USD"), weighted=False)


def test_how_far_an_arm_is_behind_is_students_interval_of_weighted_differences():
    good, weights = luck(21).normal(size=(7, 2, 3)) + np.array([3.0, 1.0, 0.0]), np.array([0.8, 0.2])
    found = regret_table(good, weights, RegretOptions(0.0, 0.9, 1, are_sampled=False))
    assert found.leader == 0
    for arm in (1, 2):
        rows = np.einsum("rw,w->r", good[..., 0] - good[..., arm], weights)
        half = stats.t.ppf(1.0 - 0.1 / 2 / 2, 6) * rows.std(ddof=1) / math.sqrt(7)
        behind = found.arms[arm].behind
        assert (behind.mean, behind.low, behind.high) == pytest.approx(
            (rows.mean(), rows.mean() - half, rows.mean() + half)
        )


def test_of_two_gaps_the_one_whose_middle_is_nearer_to_today_is_halved():
    stated = StatedAssumption("a.b", "a", "", "USD", now=2.0, low=0.6, high=3.5, source="")
    leads = {0.6: -1.0, 1.6: 1.0, 2.0: 1.0, 2.5: 1.0, 3.5: -1.0}
    (middle,) = wanted_values(leads, stated, whole=False)
    assert middle == pytest.approx(1.1)
    assert wanted_values(leads, stated, whole=True) == (1.0,)
