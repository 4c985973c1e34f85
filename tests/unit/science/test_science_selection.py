"""Ranking and selection: constants against exact tables, procedures against reference figures."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.science.statistics import bechhofer, kim_nelson, ocba, rinott
from mktsim.science.statistics.kim_nelson import KimNelson, screen
from oracles import dudewicz_dalal

ARMS = [2, 3, 5, 10, 25, 100]
DELTA = 1.0 / np.sqrt(10.0)


def luck(seed):
    return np.random.Generator(np.random.Philox(seed))


@pytest.mark.parametrize(
    ("first_stage", "alpha", "etas", "squares"),
    [
        (
            10,
            0.05,
            [0.33405, 0.47294, 0.63497, 0.85908, 1.19007, 1.81562],
            [6.0129, 8.5130, 11.4294, 15.4635, 21.4213, 32.6811],
        ),
        (
            20,
            0.05,
            [0.13714, 0.18536, 0.23724, 0.30293, 0.39026, 0.53348],
            [5.2112, 7.0438, 9.0151, 11.5115, 14.8300, 20.2721],
        ),
        (
            30,
            0.05,
            [0.08605, 0.11475, 0.14485, 0.18194, 0.22966, 0.30457],
            [4.9910, 6.6553, 8.4011, 10.5525, 13.3205, 17.6652],
        ),
        (
            10,
            0.10,
            [0.21498, 0.33405, 0.47294, 0.66507, 0.94881, 1.48505],
            [3.8697, 6.0129, 8.5130, 11.9712, 17.0785, 26.7309],
        ),
    ],
)
def test_kim_nelson_constants(first_stage, alpha, etas, squares):
    betas = [alpha / (arms - 1) for arms in ARMS]
    assert [kim_nelson.eta(beta, first_stage) for beta in betas] == pytest.approx(etas, abs=1e-5)
    assert [kim_nelson.h_squared(beta, first_stage) for beta in betas] == pytest.approx(squares, abs=6e-5)


@pytest.mark.parametrize("cycles", [2, 3])
def test_kim_nelson_constant_of_more_cycles_solves_its_equation(cycles):
    value = kim_nelson.eta(0.0125, 20, cycles)
    turns = range(1, cycles + 1)
    terms = [
        (-1) ** (turn + 1)
        * (0.5 if turn == cycles else 1.0)
        * (1 + 2 * value * (2 * cycles - turn) * turn / cycles) ** -9.5
        for turn in turns
    ]
    assert sum(terms) == pytest.approx(0.0125)
    with pytest.raises(ValueError, match="beta"):
        kim_nelson.eta(0.5, 20)


def select(table, settings):
    result = screen(table, settings)
    assert result.selected is not None
    return result


@pytest.mark.slow
def test_kim_nelson_slippage_reaches_its_reference_figures():
    settings = KimNelson(delta=DELTA, first_stage=10, batch=1)
    random, right, used = luck(1), 0, []
    for _ in range(400):
        table = random.normal(size=(900, 5))
        table[:, 0] += DELTA
        result = select(table, settings)
        right += result.selected == 0
        used.append(observations(result))
    standard_error = np.std(used) / 20.0
    assert right / 400 >= 0.95 - 3.0 * np.sqrt(0.95 * 0.05 / 400)
    assert np.mean(used) == pytest.approx(398.0, abs=3.0 * standard_error)
    assert standard_error < 12.0


def observations(result):
    """Total observations when each arm is run only as long as it survives."""
    return sum(fell or result.replications for fell in result.fell_at)


def test_kim_nelson_common_luck_saves_most_of_the_runs():
    settings = KimNelson(delta=DELTA, first_stage=10, batch=1)
    random, used = luck(2), []
    for _ in range(100):
        table = np.sqrt(0.9) * random.normal(size=(600, 1)) + np.sqrt(0.1) * random.normal(size=(600, 5))
        table[:, 0] += DELTA
        used.append(observations(select(table, settings)))
    assert np.mean(used) == pytest.approx(57.0, abs=3.0 * np.std(used) / 10.0)


@pytest.mark.slow
@pytest.mark.parametrize(("best", "loud"), [(4, 0), (0, 0), (1, 1)])
def test_kim_nelson_holds_with_very_unequal_variances(best, loud):
    settings = KimNelson(delta=DELTA, first_stage=10, batch=4)
    random, right = luck(3), 0
    for _ in range(60):
        spread = np.full(5, 0.2)
        spread[loud] = 4.0
        table = random.normal(size=(9000, 5)) * spread
        table[:, best] += DELTA
        right += select(table, settings).selected == best
    assert right >= 57


def test_kim_nelson_answer_is_invariant():
    settings = KimNelson(delta=0.3, first_stage=10, batch=4)
    table = luck(4).normal(size=(800, 4)) + np.array([0.0, 0.1, 0.4, -0.2])
    plain = select(table, settings)
    scaled = select(2.5 * table - 40.0, KimNelson(delta=0.75, first_stage=10, batch=4))
    assert (scaled.selected, scaled.replications, scaled.most) == (plain.selected, plain.replications, plain.most)
    order = [2, 0, 3, 1]
    mixed = select(table[:, order], settings)
    assert (order[mixed.selected], mixed.replications) == (plain.selected, plain.replications)
    shaken = select(table + luck(5).normal(0.0, 30.0, (800, 1)), settings)
    assert (shaken.selected, shaken.replications) == (plain.selected, plain.replications)


def test_kim_nelson_asks_for_what_it_needs_and_goes_on_from_there():
    settings = KimNelson(delta=0.2, first_stage=10, batch=5)
    table = luck(6).normal(size=(900, 3))
    assert screen(table[:4], settings).needed == 10
    assert screen(table[:4], settings).most == 0
    early = screen(table[:12], settings)
    assert (early.selected, early.replications, early.needed) == (None, 10, 15)
    final = select(table, settings)
    assert final.replications <= final.most + settings.batch
    assert select(table[: final.replications], settings) == final


def test_kim_nelson_does_not_need_the_rows_of_fallen_arms():
    settings = KimNelson(delta=0.2, first_stage=10, batch=5)
    table = luck(8).normal(size=(900, 4)) + np.array([0.0, 0.3, 0.35, -2.0])
    whole = select(table, settings)
    assert max(whole.fell_at) == whole.replications > min(fell for fell in whole.fell_at if fell)
    for arm, fell in enumerate(whole.fell_at):
        table[fell or whole.replications :, arm] = np.nan
    assert screen(table, settings) == whole


def test_kim_nelson_on_one_arm_and_on_ties():
    settings = KimNelson(delta=0.1, first_stage=2)
    assert screen(np.ones((1, 1)), settings).selected == 0
    tied = screen(np.ones((2, 3)), settings)
    assert (tied.selected, tied.survivors) == (0, (0, 1, 2))
    with pytest.raises(ValueError, match="delta"):
        KimNelson(delta=0.0)
    with pytest.raises(ValueError, match="batch"):
        KimNelson(delta=1.0, batch=0)


def test_bechhofer_constants_and_published_sizes():
    found = [bechhofer.constant(arms, 0.95) for arms in (2, 3, 4, 5, 10)]
    assert found == pytest.approx([2.3262, 2.7101, 2.9162, 3.0552, 3.4182], abs=6e-5)
    assert bechhofer.replications(3, 0.90, 1.0, 0.5) == 20
    assert bechhofer.replications(4, 0.99, 1.0, 0.2) == 361
    assert bechhofer.replications(4, 0.95, 1.0, 0.6) == 24


@pytest.mark.parametrize(("each", "chance"), [(5, 0.40), (10, 0.49), (30, 0.72), (97, 0.955)])
def test_why_replication_counts_matter(each, chance):
    assert bechhofer.correct_selection(5, 0.316, each) == pytest.approx(chance, abs=0.01)


def test_selection_refuses_less_than_a_blind_pick():
    with pytest.raises(ValueError, match="blindly"):
        bechhofer.constant(4, 0.2)
    with pytest.raises(ValueError, match="2 arms"):
        bechhofer.constant(1, 0.95)


@pytest.mark.parametrize(
    ("first_stage", "probability", "row"),
    [
        (10, 0.95, [2.614, 3.166, 3.476, 3.693, 4.290, 4.829, 5.506, 6.009]),
        (20, 0.95, [2.452, 2.937, 3.203, 3.385, 3.875, 4.302, 4.816, 5.184]),
        (30, 0.95, [2.407, 2.874, 3.129, 3.303, 3.766, 4.165, 4.642, 4.979]),
        (20, 0.90, [1.896, 2.431, 2.720, 2.916, 3.437, 3.884, 4.417, 4.793]),
        (20, 0.99, [3.540, 3.955, 4.188, 4.350, 4.794, 5.190, 5.678, 6.032]),
    ],
)
def test_rinott_constants(first_stage, probability, row):
    found = [rinott.constant(arms, probability, first_stage) for arms in (2, 3, 4, 5, 10, 20, 50, 100)]
    assert found == pytest.approx(row, abs=7e-4)


def test_rinott_second_stage():
    assert rinott.replications([1.0, 0.01, 2.0], 0.5, 3.0, 10).tolist() == [36, 10, 144]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first_stage", "probability", "row"),
    [
        (20, 0.90, [1.896, 2.342, 2.583, 2.747, 2.870, 2.969, 3.051, 3.121, 3.182]),
        (20, 0.95, [2.452, 2.872, 3.101, 3.258, 3.377, 3.472, 3.551, 3.619, 3.679]),
        (40, 0.95, [2.386, 2.786, 3.003, 3.150, 3.260, 3.349, 3.422, 3.484, 3.539]),
    ],
)
def test_dudewicz_dalal_constants(first_stage, probability, row):
    found = [dudewicz_dalal.constant(arms, probability, first_stage) for arms in range(2, 11)]
    assert found == pytest.approx(row, abs=7e-4)


def test_ocba_exact_vector():
    means = -np.array([1.2, 2.1, 3.4, 4.87, 6.05])
    variances = np.array([3.3, 2.0, 4.5, 5.3, 6.9])
    given = ocba.allocate(means, variances, np.array([12, 6, 5, 5, 4]), 100)
    assert given.tolist() == [48, 38, 11, 2, 1]


def test_ocba_shares_satisfy_the_optimality_conditions():
    means, variances = np.array([5.0, 4.0, 2.0, 4.5]), np.array([1.0, 4.0, 9.0, 0.5])
    share = ocba.ratios(means, variances)
    need = variances / np.maximum(5.0 - means, 1.0) ** 2
    assert share[1] / share[2] == pytest.approx(need[1] / need[2])
    others = [1, 2, 3]
    assert share[0] == pytest.approx(np.sqrt(variances[0] * np.sum(share[others] ** 2 / variances[others])))
    assert share.sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("means", "variances"),
    [
        ([1.0, 1.0, 1.0], [1.0, 1.0, 1.0]),
        ([1.0, 2.0, 3.0], [0.0, 0.0, 0.0]),
        ([1.0, 2.0, 3.0], [0.0, 0.0, 4.0]),
        ([1.0, 3.0, 3.0], [2.0, 0.0, 1.0]),
        ([-1e9, -1e9 + 1.0, -2e9], [1.0, 1.0, 1.0]),
        ([1.0], [1.0]),
    ],
)
def test_ocba_spends_the_budget_whatever_the_table(means, variances):
    given = ocba.allocate(means, variances, np.full(len(means), 10), 57)
    assert given.sum() == 57
    assert np.all(given >= 0)


@pytest.mark.slow
def test_ocba_beats_equal_allocation_on_spread_means():
    random, right = luck(7), 0
    means = np.arange(10.0)
    for _ in range(300):
        pool = random.normal(-means, 6.0, size=(400, 10))
        counts = np.full(10, 10)
        while counts.sum() < 400:
            shown = [pool[:count, arm] for arm, count in enumerate(counts)]
            centre = np.array([one.mean() for one in shown])
            spread = np.array([one.var(ddof=1) for one in shown])
            counts += ocba.allocate(centre, spread, counts, min(20, 400 - int(counts.sum())))
        right += int(np.argmax([pool[:count, arm].mean() for arm, count in enumerate(counts)])) == 0
    assert right / 300 == pytest.approx(0.891, abs=3.0 * np.sqrt(0.891 * 0.109 / 300))


def test_ocba_first_stage_and_estimate():
    assert ocba.first_stage(4000, 10) == 80
    assert ocba.first_stage(100, 10) == 10
    sure = ocba.correct_selection_estimate([0.0, 5.0], [1.0, 1.0], [50, 50])
    assert sure == pytest.approx(1.0)
    assert ocba.correct_selection_estimate([1.0, 1.0], [1.0, 1.0], [50, 50]) == pytest.approx(0.5)
