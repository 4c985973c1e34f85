"""Selection procedures played many times against the reference tables; the large grid is measured in `make long`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from selection_grid import (
    DELTA,
    VARIANCES,
    Played,
    allocate_many,
    decreasing,
    luck,
    normal_draw,
    screen_many,
    slippage,
)
from selection_sources import PROCEDURES, statistics_hash

from mktsim.science.statistics import bechhofer, nelson_matejcik, rinott
from mktsim.science.statistics.kim_nelson import KimNelson, screen

FILE = Path(__file__).parents[3] / "docs" / "measured" / "selection.json"
SHAPES = {"slippage": slippage, "decreasing means": decreasing}
KIM_NELSON = {
    # arms: shape: variances: (probability of correct selection, observations, half of its 95% interval)
    2: {"slippage": {"equal": (0.957, 81.8, 0.3), "increasing": (0.958, 94.4, 0.4), "decreasing": (0.958, 72.5, 0.3)}},
    5: {
        "slippage": {
            "equal": (0.962, 397.9, 0.9), "increasing": (0.961, 473.8, 1.1), "decreasing": (0.963, 338.3, 0.8),
        },
        "decreasing means": {
            "equal": (0.989, 254.2, 0.6), "increasing": (0.989, 332.9, 0.7), "decreasing": (0.989, 206.2, 0.5),
        },
    },
    10: {
        "slippage": {
            "equal": (0.965, 976.0, 1.7), "increasing": (0.961, 1178.8, 2.1), "decreasing": (0.967, 813.0, 1.4),
        },
        "decreasing means": {
            "equal": (0.995, 426.9, 0.8), "increasing": (0.995, 642.9, 1.0), "decreasing": (0.995, 333.3, 0.7),
        },
    },
    25: {
        "slippage": {
            "equal": (0.965, 2882.0, 8.0), "increasing": (0.966, 3551.0, 10.0), "decreasing": (0.968, 2348.0, 7.0),
        },
        "decreasing means": {
            "equal": (0.998, 752.1, 2.5), "increasing": (0.998, 1459.6, 3.2), "decreasing": (0.998, 595.5, 2.1),
        },
    },
    100: {
        "slippage": {
            "equal": (0.967, 13700.0, 52.0), "increasing": (0.961, 17353.0, 66.0), "decreasing": (0.974, 10873.0, 40.0),
        },
        "decreasing means": {
            "equal": (0.9995, 1856.0, 9.0), "increasing": (0.999, 5583.0, 11.0), "decreasing": (0.999, 1574.0, 7.0),
        },
    },
}  # fmt: skip
PLAYS = {2: 10_000, 5: 6_000, 10: 2_000, 25: 500, 100: 120}
OCBA_BUDGETS = (200, 400, 600, 1000, 2000, 4000)
OCBA = {
    "E1": (np.arange(10.0), np.full(10, 6.0), (0.751, 0.891, 0.946, 0.986, 0.999, 1.0)),
    "E2": (np.arange(10.0), 10.0 - np.arange(10.0), (0.620, 0.761, 0.833, 0.909, 0.978, 0.998)),
    "E4": (np.where(np.arange(10) == 0, 0.0, 1.0), np.full(10, 6.0), (0.324, 0.474, 0.575, 0.697, 0.810, 0.866)),
}
OCBA_PLAYS = {1500: OCBA_BUDGETS[:4], 300: OCBA_BUDGETS[4:]}
"""More plays where a play is short."""
OCBA_REFERENCE_PLAYS = 20_000


def kim_nelson(arms, shape, variances, plays, seed=1):
    means = SHAPES[shape](arms)
    sds = np.sqrt(VARIANCES[variances](means))
    parts = max(1, plays * arms * arms // 8_000_000)
    found = [
        screen_many(normal_draw(means, sds, 1000 * seed + part), plays // parts, KimNelson(DELTA, 0.05, 10, 1))
        for part in range(parts)
    ]
    return Played(*(np.concatenate([getattr(one, name) for one in found]) for name in ("selected", "observations")))


def agrees(found, reference):
    """Within three standard errors of both, and no less right than promised."""
    chance, observations, half = reference
    share, share_se = found.right()
    mean, mean_se = found.mean()
    spread = np.sqrt(mean_se**2 + (half / 1.96) ** 2)
    assert share >= 0.95 - 3.0 * np.sqrt(0.95 * 0.05 / found.selected.size)
    assert abs(share - chance) <= 3.0 * np.hypot(share_se, 0.0011) + 0.0005
    assert abs(mean - observations) <= 3.0 * spread + 0.05


def test_plays_at_once_are_the_product_s_own_screening():
    settings = KimNelson(DELTA, 0.05, 10, 3)
    table = luck(9).normal(size=(40, 1600, 4)) * np.array([1.0, 0.3, 2.0, 1.0]) + slippage(4)
    place = np.zeros(40, dtype=int)

    def draw(plays, count):
        found = np.stack([table[play, place[play] : place[play] + count] for play in plays])
        place[plays] += count
        return found

    found = screen_many(draw, 40, settings)
    own = [screen(one, settings) for one in table]
    assert found.selected.tolist() == [one.selected for one in own]
    assert found.observations.tolist() == [sum(fell or one.replications for fell in one.fell_at) for one in own]


@pytest.mark.slow
@pytest.mark.parametrize(("arms", "shape", "variances"), [
    (2, "slippage", "equal"), (5, "slippage", "increasing"), (5, "decreasing means", "decreasing"),
    (10, "decreasing means", "equal"),
])  # fmt: skip
def test_kim_nelson_reaches_its_figures(arms, shape, variances):
    agrees(kim_nelson(arms, shape, variances, 2000, seed=7), KIM_NELSON[arms][shape][variances])


@pytest.mark.parametrize(("first", "observations"), [(20, 319.0), (30, 302.0)])
def test_a_larger_first_stage_saves_observations(first, observations):
    draw = normal_draw(slippage(5), np.ones(5), first)
    found = screen_many(draw, 2000, KimNelson(DELTA, 0.05, first, 1))
    mean, error = found.mean()
    assert mean == pytest.approx(observations, abs=3.0 * error + 0.5)


@pytest.mark.parametrize(
    ("batch", "chance", "observations"), [(4, 0.965, 411.0), (16, 0.973, 449.0), (32, 0.978, 491.0)]
)
def test_fewer_looks_never_raise_the_error(batch, chance, observations):
    found = screen_many(normal_draw(slippage(5), np.ones(5), batch), 2000, KimNelson(DELTA, 0.05, 10, batch))
    mean, error = found.mean()
    assert found.right()[0] == pytest.approx(chance, abs=3.0 * np.sqrt(chance * (1 - chance) / 2000))
    assert mean == pytest.approx(observations, abs=3.0 * error + 1.0)


@pytest.mark.parametrize(
    ("shared", "chance", "observations"), [(0.3, 0.963, 281.0), (0.6, 0.967, 164.0), (0.9, 0.987, 57.0)]
)
def test_common_luck_saves_what_it_should(shared, chance, observations):
    draw = normal_draw(slippage(5), np.ones(5), 3, shared)
    found = screen_many(draw, 2000, KimNelson(DELTA, 0.05, 10, 1))
    mean, error = found.mean()
    assert found.right()[0] == pytest.approx(chance, abs=3.0 * np.sqrt(chance * (1 - chance) / 2000))
    assert mean == pytest.approx(observations, abs=3.0 * error + 0.5)


@pytest.mark.slow
@pytest.mark.parametrize(("best", "loud"), [(4, 0), (0, 0), (1, 1), (4, 4)])
def test_unequal_variances_and_means_below_zero(best, loud):
    sds = np.where(np.arange(5) == loud, 4.0, 0.2)
    means = np.where(np.arange(5) == best, DELTA, 0.0) - 10.0
    found = screen_many(normal_draw(means, sds, 11), 300, KimNelson(DELTA, 0.05, 10, 1))
    mean, error = found.mean()
    assert found.right(best)[0] >= 0.988 - 3.0 * np.sqrt(0.988 * 0.012 / 300)
    assert mean == pytest.approx(1257.0, abs=9.0 + 3.0 * error)


@pytest.mark.slow
def test_nelson_matejcik_selects_as_often_as_promised():
    random, right, plays = luck(21), 0, 1500
    for _ in range(plays):
        means = slippage(4)
        table = means + random.normal(size=(15, 1)) + 0.6 * random.normal(size=(15, 4))
        more = nelson_matejcik.replications(table, DELTA) - 15
        rest = means + random.normal(size=(more, 1)) + 0.6 * random.normal(size=(more, 4))
        right += int(np.argmax(np.vstack([table, rest]).mean(axis=0))) == 0
    assert right / plays >= 0.95 - 3.0 * np.sqrt(0.95 * 0.05 / plays)
    assert right / plays < 0.99


@pytest.mark.slow
def test_rinott_and_bechhofer_select_as_often_as_promised():
    random, plays = luck(22), 1500
    sds, h = np.array([1.0, 2.0, 0.5]), rinott.constant(3, 0.95, 10)
    each = bechhofer.replications(3, 0.95, 1.0, 0.5)
    two, one = 0, 0
    for _ in range(plays):
        stage = random.normal(slippage(3), sds, (10, 3))
        counts = rinott.replications(stage.std(axis=0, ddof=1), DELTA, h, 10)
        # The rest of an arm's outcomes enters by its mean alone.
        rest = random.normal(slippage(3), sds / np.sqrt(np.maximum(counts - 10, 1)))
        means = (stage.sum(axis=0) + (counts - 10) * rest) / counts
        two += int(np.argmax(means)) == 0
        one += int(np.argmax(random.normal([0.5, 0.0, 0.0], 1.0 / np.sqrt(each)))) == 0
    for right in (two, one):
        assert 0.95 - 3.0 * np.sqrt(0.95 * 0.05 / plays) <= right / plays < 0.985


def test_what_was_measured_is_of_these_procedures():
    told = json.loads(FILE.read_text("utf-8"))
    assert told["sources"] == list(PROCEDURES)
    assert told["statistics_hash"] == statistics_hash(), "the procedures were changed since: run `make long`"
    rows = [row for row in told["rows"] if row["procedure"] == "Kim-Nelson"]
    assert len(rows) == sum(len(variances) for shapes in KIM_NELSON.values() for variances in shapes.values())


@pytest.mark.long
@pytest.mark.timeout(10_000)
def test_the_large_grid_is_measured_and_written():
    rows = []
    for arms, shapes in KIM_NELSON.items():
        for shape, variances in shapes.items():
            for name, reference in variances.items():
                found = kim_nelson(arms, shape, name, PLAYS[arms])
                rows.append(_row(f"{shape}, variances {name}", found, (arms, reference)))
                agrees(found, reference)
    for problem, (means, sds, reference) in OCBA.items():
        for plays, budgets in OCBA_PLAYS.items():
            shares = allocate_many(means, sds, budgets, plays, seed=2)
            for budget, share in zip(budgets, shares.tolist(), strict=True):
                expected = reference[OCBA_BUDGETS.index(budget)]
                spread = np.sqrt(expected * (1.0 - expected) * (1.0 / plays + 1.0 / OCBA_REFERENCE_PLAYS))
                rows.append(
                    {"procedure": "OCBA", "problem": problem, "arms": 10, "plays": plays, "budget": budget,
                     "correct": share, "reference_correct": expected}
                )  # fmt: skip
                assert abs(share - expected) <= 3.0 * spread + 0.0011
    view = {"kind": "selection procedures", "schema_version": 1, "sources": list(PROCEDURES),
            "statistics_hash": statistics_hash(), "delta": DELTA, "confidence": 0.95, "rows": rows}  # fmt: skip
    FILE.write_text(json.dumps(view, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def _row(problem, found, what):
    arms, (chance, observations, half) = what
    (share, share_se), (mean, mean_se) = found.right(), found.mean()
    return {
        "procedure": "Kim-Nelson", "problem": problem, "arms": arms, "plays": int(found.selected.size),
        "correct": share, "correct_se": share_se, "reference_correct": chance, "observations": mean,
        "observations_se": mean_se, "reference_observations": observations, "reference_half_width": half,
    }  # fmt: skip
