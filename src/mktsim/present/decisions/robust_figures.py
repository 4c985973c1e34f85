"""The figures of robustness."""

from __future__ import annotations

from typing import Any

from mktsim.present.decisions import failing, regrets
from mktsim.present.plots.spec import FigureSpec, Section

ROBUST_FIGURES: tuple[FigureSpec[Any], ...] = (
    FigureSpec(
        "regrets",
        "What each arm loses against the best, world by world",
        "Every mark is a world. An arm whose marks all lie near zero is safe whatever the market turns out to be.",
        Section.RISK,
        regrets.data,
        regrets.draw,
        regrets.alt,
    ),
    FigureSpec(
        "failing",
        "Where the winner fails",
        "Every mark is a world that might be. Crosses are worlds in which another arm is better; the dotted lines are "
        "the thresholds that tell them apart best.",
        Section.RISK,
        failing.data,
        failing.draw,
        failing.alt,
    ),
)
"""In the order of the result."""
