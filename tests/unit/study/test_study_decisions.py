from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from mktsim.outcomes.history import Decision
from mktsim.outcomes.metrics.metric import Better
from mktsim.study.compare.effects import assumption_effects, ideal_interval, ideal_order, loss, variance_by_source
from mktsim.study.compare.parting import parting
from mktsim.study.compare.ranking import rank
from mktsim.study.compare.result import Status
from mktsim.study.compare.words import Turns, Wording, verdict
from mktsim.study.runs.interval import Interval
from mktsim.study.runs.wording import amount

WORDS = Wording(("a", "b", "c"), "npv", "USD", 0.95)


def _table(shifts, sd=1.0, rows=40):
    rng = np.random.default_rng(5)
    return rng.normal(0.0, 10.0, (rows, 1)) + rng.normal(0.0, sd, (rows, len(shifts))) + np.array(shifts)


def test_a_clear_leader_is_best():
    ranking = rank(_table([100.0, 110.0, 90.0]), 0, 0.95, Better.HIGHER, 1)
    told = verdict(ranking, WORDS, Turns(1, (1, 0, 2)))
    assert (told.status, told.arm, told.runner_up) == (Status.BEST, "b", "a")
    assert "b is best" in told.text
    assert not told.ranking_changed_by_organisation
    assert ranking.arms[0].difference is None
    assert ranking.arms[1].difference.interval.low > 0.0
    assert ranking.arms[2].difference.interval.high < 0.0
    assert math.isclose(sum(arm.p_best for arm in ranking.arms), 1.0)
    assert ranking.arms[1].correlation > 0.9
    assert ranking.arms[1].variance_reduction > 10.0


def test_arms_alike_cannot_be_told_apart():
    ranking = rank(_table([100.0, 100.1, 80.0]), 0, 0.95, Better.HIGHER, 1)
    told = verdict(ranking, WORDS, Turns(ranking.order[0], None))
    assert told.status is Status.TIED
    assert "a and b cannot be told apart" in told.text
    assert "c is surely worse" in told.text


def test_identical_arms_are_tied_and_not_best():
    column = _table([0.0])
    ranking = rank(np.hstack([column, column]), 0, 0.95, Better.HIGHER, 1)
    told = verdict(ranking, Wording(("a", "b"), "npv", "USD", 0.95), Turns(0, None))
    assert told.status is Status.TIED
    assert ranking.arms[1].difference.p_holm == 1.0


def test_lower_is_better_turns_the_ranking_and_the_tail():
    table = _table([100.0, 110.0])
    low, high = (rank(table, 0, 0.95, better, 1) for better in (Better.LOWER, Better.HIGHER))
    assert low.order == (0, 1)
    assert high.order == (1, 0)
    assert low.arms[0].cvar > low.arms[0].quantiles[1] > high.arms[0].cvar
    assert low.arms[0].interval == high.arms[0].interval


def test_the_verdict_says_what_would_turn_it():
    ranking = rank(_table([100.0, 110.0, 90.0]), 0, 0.95, Better.HIGHER, 1)
    told = verdict(ranking, WORDS, Turns(2, (0, 1, 2)))
    assert "Without the terminal value c would lead." in told.text
    assert "executed ideally, a would lead" in told.text
    assert told.ranking_changed_by_organisation


def test_one_arm_alone_has_no_rival():
    ranking = rank(_table([5.0]), 0, 0.95, Better.HIGHER, 1)
    told = verdict(ranking, Wording(("a",), "npv", "USD", 0.95), Turns(0, None))
    assert told.runner_up == ""
    assert "only arm" in told.text


def test_family_wise_error_of_calling_a_best_among_equals():
    rng = np.random.default_rng(11)
    wrong = 0
    for _ in range(200):
        ranking = rank(rng.normal(size=(20, 4)), 0, 0.95, Better.HIGHER, 1)
        told = verdict(ranking, Wording(tuple("abcd"), "npv", "USD", 0.95), Turns(ranking.order[0], None))
        wrong += told.status is Status.BEST
    assert wrong <= 0.05 * 200


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0 USD"),
        (12.345, "12.3 USD"),
        (-1_500.0, "-1.50 k USD"),
        (999_900.0, "1.00 M USD"),
        (2.5e9, "2.50 bn USD"),
        (math.nan, "unknown USD"),
    ],
)
def test_amounts_read_well(value, text):
    assert amount(value, "USD") == text


def test_losses_are_signed_and_sum():
    found = loss(np.array([[10.0, 12.0], [8.0, 8.0], [9.0, 9.0], [5.0, 7.0]]))
    assert (found.late, found.misinformed, found.unexecuted) == (3.0, -1.0, 3.0)
    assert found.total == 5.0
    assert found.errors == pytest.approx((1.0, 0.0, 1.0, 0.0))


def test_the_ideal_is_the_real_mean_plus_the_mean_gain():
    found = ideal_interval(Interval(100.0, 97.0, 103.0), np.array([4.0, 4.0, 4.0]), 0.95)
    assert (found.mean, found.low, found.high) == (104.0, 101.0, 107.0)


def test_arms_change_places_under_ideal_execution_only_where_it_is_sure():
    noise = np.array([-1.0, 0.5, 1.0, -0.5])
    unsure = np.stack([np.zeros(4), 0.1 + noise, np.full(4, -2.0)])
    assert ideal_order((0, 1, 2), unsure, 0.95) == (0, 1, 2)
    sure = np.stack([np.zeros(4), 5.0 + noise, np.full(4, 9.0)])
    assert ideal_order((0, 1, 2), sure, 0.95) == (2, 1, 0)
    assert ideal_order((0, 1, 2), np.zeros((3, 4)), 0.95) == (0, 1, 2)
    assert ideal_order((1, 0), np.array([[3.0], [1.0]]), 0.95) == (1, 0)


def luck_of_two(rng, count, sizes=(3.0, 1.0)):
    return np.stack([rng.normal(0.0, size, count) for size in sizes])


def test_shares_of_luck_are_those_of_the_variances_made_alone():
    rows = variance_by_source(luck_of_two(np.random.default_rng(3), 4000, (1.0, 3.0)), ("small", "big"))
    assert [row.name for row in rows] == ["big", "small"]
    assert [row.share for row in rows] == pytest.approx([0.9, 0.1], abs=0.02)
    assert sum(row.share for row in rows) == pytest.approx(1.0)


def test_a_source_that_makes_nearly_all_is_told_from_few_replications():
    rows = variance_by_source(luck_of_two(np.random.default_rng(6), 5, (100.0, 1.0)), ("big", "small"))
    assert rows[0].name == "big"
    assert rows[0].share > 0.99
    assert rows[0].error < 0.01


def test_the_error_of_a_share_is_its_spread_over_studies():
    rng, studies = np.random.default_rng(5), []
    for _ in range(300):
        rows = variance_by_source(luck_of_two(rng, 20, (2.0, 1.0)), ("big", "small"))
        studies.append({row.name: row for row in rows})
    for name in ("big", "small"):
        spread = np.std([study[name].share for study in studies])
        assert np.mean([study[name].error for study in studies]) == pytest.approx(spread, rel=0.2)


def test_an_outcome_without_luck_has_no_shares():
    assert variance_by_source(np.ones((2, 5)), ("a", "b")) == ()


def test_the_three_assumptions_that_move_most_are_told():
    ranges = [(name, 0.0, 1.0) for name in "abcde"]
    ends = np.array([[10.0, 10.5], [10.0, -4.0], [2.0, 10.0], [np.nan, 50.0], [9.0, 12.0]])
    base = np.array([11.0, 8.0, 11.0])
    luck = np.array([1.0, -1.0, 0.0])
    differences = base + (ends - 10.0)[..., None] + luck
    found = assumption_effects(base, ranges, differences)
    assert [effect.path for effect in found] == ["b", "c", "e"]
    assert [effect.turns for effect in found] == [True, False, False]
    assert [(e.difference_low, e.difference_high) for e in found] == [(10.0, -4.0), (2.0, 10.0), (9.0, 12.0)]
    assert all(e.base == 10.0 and e.errors == pytest.approx((3**-0.5, 3**-0.5)) for e in found)
    differences[1, 1, 2] = np.nan
    lacking = assumption_effects(base, ranges, differences)[0]
    assert (lacking.path, lacking.difference_high) == ("b", -4.0), (
        "moves are paired: the luck of a lost one is lost too"
    )
    assert all(np.isnan(e.errors).all() for e in assumption_effects(base[:1], ranges, differences[..., :1]))


def test_histories_part_at_the_first_decision_that_differs():
    def decided(day, lever, value):
        return Decision(day, lever, "marketing.08", "insight.elasticity", -2.0, -2.5, 30.0, value)

    first = (decided(0.0, "price", 10.0), decided(70.0, "price", 9.0), decided(80.0, "media", 1.0))
    second = (decided(0.0, "price", 10.0), decided(77.0, "price", 9.0), decided(60.0, "media", 1.0))
    found = parting(first, second, ("a", "b"), date(2024, 1, 1))
    assert (found.lever, found.day, found.date) == ("media", 60.0, "2024-03-01")
    assert "a sets media" in found.text
    near = (decided(0.0, "price", 10.00001),)
    assert "a sets price to 10 on day 0" in parting(first[:1], near, ("a", "b"), date(2024, 1, 1)).text
    assert parting(first[:1], (decided(0.0, "price", 10.0 + 1e-12),), ("a", "b"), date(2024, 1, 1)) is None
    assert "b sets price to 10.00001 on" in parting(first[:1], near, ("a", "b"), date(2024, 1, 1)).text
    assert parting(first, first, ("a", "b"), date(2024, 1, 1)) is None
    missing = parting((), first, ("a", "b"), date(2024, 1, 1))
    assert missing.text.startswith("a makes no such decision on price")
