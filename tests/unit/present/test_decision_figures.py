"""Figures of decision procedures: every arm is drawn, and said in the words for who cannot see them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mktsim.present.context import Context
from mktsim.present.figures.registry import INFORMATION, OPTIMISATION, ROBUSTNESS, SELECTION, SENSITIVITY
from mktsim.present.figures.save import drawings_of
from mktsim.present.robust import robust_text
from mktsim.present.select import selection_text
from mktsim.study.robust.plan import RobustnessOptions
from mktsim.study.robust.prim import found_box
from mktsim.study.robust.regret import RegretOptions, regret_table
from mktsim.study.robust.result import Robustness
from mktsim.study.robust.scenario_discovery import grown
from mktsim.study.runs.interval import Interval
from mktsim.study.select.chance_constraints import Keeping, Kept
from mktsim.study.select.plan import SelectStatus
from mktsim.study.select.result import Cost, SelectedArm, Selection
from support.headings import heading

KEPT = Kept("probability of cash_low below -2.00 M USD", Keeping.MEETS, 0.01, 0.001, 0.04)


def _arm(name, behind):
    gap = None if behind is None else Interval(behind, behind - 1e5, behind + 2e5)
    chance = math.nan if behind is None else 0.2
    mean = Interval(5e6 - (behind or 0.0), 4.5e6, 5.5e6)
    return SelectedArm(name, "p", "o", 28, mean, gap, chance, chance, (KEPT,))


def selection():
    arms = (_arm("low", 4e5), _arm("high", None), _arm("even", 1.2e6))
    return Selection(
        heading=heading(), question="q",
        delta=2.5e5, alpha=0.05, budget=None, status=SelectStatus.SELECTED, arm="high", tied=(),
        text="Selected: high.", arms=arms, probability_good=0.99, opportunity_cost=10.0, at_most=60,
        cost=Cost(84, 84, 84, 400, 1.0), failed=0, outcomes=np.zeros((28, 3)), numbers=np.arange(28), digest="ef" * 16,
    )  # fmt: skip


def test_every_arm_is_in_the_figure_and_its_words():
    (drawing,) = drawings_of(selection(), Context(), SELECTION)
    for name in ("low", "high", "even"):
        assert name in drawing.alt
        assert name in {text.get_text() for text in drawing.figure.axes[0].get_yticklabels()}
    assert b"<svg" in drawing.svg()[:400]
    assert any("hash abababab" in text.get_text() for text in drawing.figure.texts)


def test_without_a_choice_there_is_no_figure():
    assert drawings_of(replace(selection(), arm=""), Context(), SELECTION) == ()


def test_the_text_has_the_verdict_every_arm_and_every_limit():
    text = selection_text(selection())
    assert text.startswith("Selected: high.")
    assert text.count("cash_low") == 3
    for words in ("behind by", "choice", "with luck of its own for every arm about 400"):
        assert words in text


TABLES = (*SELECTION, *ROBUSTNESS, *SENSITIVITY, *OPTIMISATION, *INFORMATION)


def robust_result(*, draws=30):
    """A winner that fails where costs are high, over drawn worlds."""
    random = np.random.Generator(np.random.Philox(1))
    values = random.random((draws, 2)) * np.array([6.0, 0.2]) + np.array([1.0, 0.0])
    lead = (4.5 - values[:, 0]) * 1e6
    worth = np.stack([lead, np.zeros(draws), np.full(draws, -2e6)], axis=1)
    good = worth[None] + 1e6 * random.normal(size=(20, 1, 1)) + 1e4 * random.normal(size=(20, draws, 3))
    weights = np.full(draws, 1.0 / draws)
    found = regret_table(good, weights, RegretOptions(0.0, 0.95, 1))
    fails = found.regrets[:, found.leader] > 1e5
    names = ("supply.unit_cost_money", "market.luck.brand_sd")
    return Robustness(
        heading=heading(), replications=20, asked=RobustnessOptions(draws=draws), arms=("low", "high", "even"),
        worlds=tuple(f"draw {i}" for i in range(draws)), weights=weights, regret=found, fails=fails,
        surely=fails, box=found_box(values, fails, names, 1), leaves=grown(values, fails, names), break_evens=(),
        text=("low leads.", "It fails."), failed=0,
        digest="ef" * 16, seconds=1.0, parameters=names, values=values,
    )  # fmt: skip


def test_regrets_of_all_arms_and_worlds_are_drawn():
    drawing = next(one for one in drawings_of(robust_result(), Context(), ROBUSTNESS) if one.spec.name == "regrets")
    for name in ("low", "high", "even"):
        assert name in drawing.alt
    marks = [line for line in drawing.figure.axes[0].lines if len(line.get_xdata()) == 30]
    assert len(marks) == 3


def test_the_failing_worlds_are_told_from_the_others_with_their_threshold():
    shown = robust_result()
    drawing = next(one for one in drawings_of(shown, Context(), ROBUSTNESS) if one.spec.name == "failing")
    assert "supply.unit_cost_money is above" in drawing.alt
    holds, unsure, fails = drawing.figure.axes[0].lines[:3]
    assert len(unsure.get_xdata()) == 0
    assert (len(holds.get_xdata()), len(fails.get_xdata())) == (30 - shown.fails.sum(), shown.fails.sum())
    assert min(fails.get_xdata()) > max(holds.get_xdata())


def test_without_failures_or_draws_only_regrets_are_drawn():
    safe = replace(robust_result(), fails=np.zeros(30, dtype=bool))
    named = replace(robust_result(), parameters=(), values=np.zeros((0, 0)), leaves=())
    for shown in (safe, named):
        assert [one.spec.name for one in drawings_of(shown, Context(), ROBUSTNESS)] == ["regrets"]


def test_the_text_of_robustness_has_every_sentence_and_every_arm():
    text = robust_text(robust_result())
    for words in ("low leads.", "It fails.", "lost at worst", "even", "30 worlds x 20 replications"):
        assert words in text


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_figures_are_explained(spec):
    assert spec.title
    assert spec.note.endswith(".")
