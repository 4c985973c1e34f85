from __future__ import annotations

import fake_market as fake
import numpy as np
import pytest

from mktsim.inputs.study import WorldChange
from mktsim.outcomes.metrics.metric import Better
from mktsim.present.compare.json import comparison_json
from mktsim.present.compare.text import answer_text
from mktsim.present.context import Context
from mktsim.present.figures.worlds import alt, data
from mktsim.present.report.pages import worlds_table
from mktsim.science.statistics import paired
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.result import Design
from mktsim.study.compare.run import compare
from mktsim.study.compare.worlds import WorldsAsked, side_by_side, worlds_sentence
from mktsim.study.question.resolve import resolve
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.wording import Wording

NAMES = ("calm", "storm")
ASKED = WorldsAsked(NAMES, baseline=0, confidence=0.95, better=Better.HIGHER, design=Design())
WORDING = Wording(("old", "new"), "value", "USD")


def outcomes(*gaps, replications=12, noise=1.0):
    """Two arms a world, the second ahead by `gaps` on average, with luck that both share."""
    luck = np.random.default_rng(3)
    shared = luck.normal(100.0, 20.0, (replications, len(gaps), 1))
    own = luck.normal(0.0, noise, (replications, len(gaps), 2))
    return shared + own + np.stack([np.array([0.0, gap]) for gap in gaps])


def test_a_world_alone_is_not_set_beside_anything():
    assert side_by_side(outcomes(1.0), ASKED) == ()
    assert worlds_sentence((), WORDING, weighted=False) == ""


def test_means_and_regrets_are_those_of_the_world():
    table = outcomes(30.0, -30.0)
    rows = side_by_side(table, ASKED)
    for world, row in enumerate(rows):
        means = table[:, world].mean(axis=0)
        assert [arm.interval.mean for arm in row.arms] == pytest.approx(means.tolist())
        assert [arm.regret for arm in row.arms] == pytest.approx((means.max() - means).tolist())
        assert row.best == int(means.argmax())
        assert row.arms[0].difference is None
    assert [row.is_sure for row in rows] == [True, True]
    said = worlds_sentence(rows, WORDING, weighted=True)
    assert said.startswith("Which arm leads depends on the world: new in calm (surely); old in storm (surely).")
    assert "by the weights" in said


def test_differences_are_paired_and_wider_than_those_of_one_world():
    table = outcomes(1.5, -0.5)
    for world, row in enumerate(side_by_side(table, ASKED)):
        alone = paired.compare(table[:, world], 0)
        seen = row.arms[1].difference
        assert seen.mean == pytest.approx(alone.mean[0])
        assert seen.low <= alone.lower[0] < alone.upper[0] <= seen.high


def test_less_is_better_turns_leader_and_not_the_sign_of_differences():
    table = outcomes(30.0, 30.0)
    rows = side_by_side(table, WorldsAsked(NAMES, 0, 0.95, Better.LOWER, Design()))
    assert [row.best for row in rows] == [0, 0]
    assert all(row.is_sure and row.arms[1].difference.low > 0.0 for row in rows)


def test_in_looks_they_hold_at_every_look():
    table, once = outcomes(1.0, 1.0), side_by_side(outcomes(1.0, 1.0), ASKED)
    looks = Design(looks=(6, 12, 24), stopped=12, planned=24, worth=0.1)
    watched = side_by_side(table, WorldsAsked(NAMES, 0, 0.95, Better.HIGHER, looks))
    for one, other in zip(once, watched, strict=True):
        assert other.arms[1].difference.low < one.arms[1].difference.low
        assert other.arms[1].difference.high > one.arms[1].difference.high


def test_all_intervals_together_miss_as_seldom_as_they_say():
    luck = np.random.default_rng(11)
    asked = WorldsAsked(("a", "b", "c"), 0, 0.95, Better.HIGHER, Design())
    wrong = 0
    for _ in range(400):
        rows = side_by_side(luck.normal(size=(8, 3, 3)), asked)
        wrong += any(
            arm.difference and (arm.difference.low > 0 or arm.difference.high < 0) for r in rows for arm in r.arms
        )
    assert wrong / 400 < 0.07  # two standard errors above 0.05


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    worlds = (
        WorldChange(name="cheap", set={"supply.unit_cost_money": 2.0}),
        WorldChange(name="dear", set={"supply.unit_cost_money": 6.0}),
    )
    resolved = resolve(fake.study(worlds=worlds), fake.library(), "studies/toy.yaml")
    out = tmp_path_factory.mktemp("worlds")
    return compare(resolved, out, CompareOptions(why_replications=4), RunOptions(simulate=fake.simulate))


def test_a_comparison_tells_worlds_in_words_table_json_report_and_figure(told):
    assert [row.name for row in told.worlds] == ["cheap", "dear"]
    mean = np.mean([[arm.interval.mean for arm in row.arms] for row in told.worlds], axis=0)
    assert mean.tolist() == pytest.approx([arm.interval.mean for arm in told.arms])
    assert "count them alike" in told.verdict.text
    text = answer_text(told)
    assert "World by world" in text
    assert "cheap" in text
    view = comparison_json(told)["worlds"]
    assert [row["name"] for row in view] == ["cheap", "dear"]
    assert view[0]["arms"]["high"]["mean"] == told.worlds[0].arms[1].interval.mean
    table = worlds_table(told)
    assert len(table.rows) == 2 * len(told.arms)
    assert alt(data(told, Context())).startswith("Best arm by world, from 12 replications: cheap")
