"""Figures of decision procedures: every arm is drawn, and said in the words for who cannot see them."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mktsim.present.context import Context
from mktsim.present.decisions.selection import SELECTION_FIGURES
from mktsim.present.decisions.selection_text import selection_text
from mktsim.present.plots.save import drawings_of
from mktsim.study.comparison import Interval
from mktsim.study.decision.chance import Keeping, Kept
from mktsim.study.decision.select import SelectStatus
from mktsim.study.selection import Effort, SelectedArm, Selection

KEPT = Kept("probability of cash_low below -2.00 M USD", Keeping.MEETS, 0.01, 0.001, 0.04)


def _arm(name, behind):
    gap = None if behind is None else Interval(behind, behind - 1e5, behind + 2e5)
    chance = math.nan if behind is None else 0.2
    mean = Interval(5e6 - (behind or 0.0), 4.5e6, 5.5e6)
    return SelectedArm(name, "p", "o", 28, mean, gap, chance, chance, (KEPT,))


def selection():
    arms = (_arm("low", 4e5), _arm("high", None), _arm("even", 1.2e6))
    return Selection(
        study="toy", title="t", question="q", study_hash="ab" * 16, model_hash="cd" * 16, version="0", metric="npv",
        unit="USD", delta=2.5e5, alpha=0.05, budget=None, seed=1, status=SelectStatus.SELECTED, arm="high", tied=(),
        text="Selected: high.", arms=arms, probability_good=0.99, opportunity_cost=10.0, at_most=60,
        effort=Effort(84, 84, 400, 1.0), failed=0, outcomes=np.zeros((28, 3)), numbers=np.arange(28), digest="ef" * 16,
    )  # fmt: skip


def test_every_arm_is_in_the_figure_and_its_words():
    (drawing,) = drawings_of(selection(), Context(), SELECTION_FIGURES)
    for name in ("low", "high", "even"):
        assert name in drawing.alt
        assert name in {text.get_text() for text in drawing.figure.axes[0].get_yticklabels()}
    assert b"<svg" in drawing.svg()[:400]
    assert any("hash abababab" in text.get_text() for text in drawing.figure.texts)


def test_without_a_choice_there_is_no_figure():
    assert drawings_of(replace(selection(), arm=""), Context(), SELECTION_FIGURES) == ()


def test_the_text_has_the_verdict_every_arm_and_every_limit():
    text = selection_text(selection())
    assert text.startswith("Selected: high.")
    assert text.count("cash_low") == 3
    for words in ("behind by", "choice", "with luck of its own for every arm about 400"):
        assert words in text


def test_every_figure_of_a_decision_is_on_a_table():
    import mktsim.present.decisions as package

    files = Path(package.__file__).parent.glob("*.py")
    assert {f.stem for f in files if "\ndef draw(" in f.read_text("utf-8")} == {f.name for f in SELECTION_FIGURES}


@pytest.mark.parametrize("spec", SELECTION_FIGURES)
def test_figures_are_explained(spec):
    assert spec.title
    assert spec.note.endswith(".")
