"""Drawn worlds on the two parameters that tell best where the winner fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import BAD, GOOD, SOFT, WIDTH_INCHES, legend_below
from mktsim.study.robust.words import condition_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from mktsim.present.context import Context
    from mktsim.study.robust.result import Robustness
    from mktsim.study.robust.scenario_discovery import Condition


@dataclass(frozen=True, eq=False)
class FailingData:
    """Worlds on two parameters."""

    arm: str
    names: tuple[str, str]
    values: NDArray[np.float64]
    """Shape (worlds, 2)."""
    fails: NDArray[np.bool_]
    conditions: tuple[Condition, ...]
    """Of the leaf that fails most."""


def data(robust: Robustness, context: Context) -> FailingData | None:
    """Return the drawn worlds; None without two parameters drawn or without failures."""
    del context
    if len(robust.parameters) < 2 or not robust.fails.any() or not len(robust.values):
        return None
    fails = robust.fails[-len(robust.values) :]
    regrets = robust.regret.regrets[-len(robust.values) :, robust.regret.leader]
    ranked = [robust.parameters.index(one.parameter) for leaf in robust.leaves[:1] for one in leaf.conditions]
    ranked += [int(place) for place in np.argsort(-_related(robust.values, regrets), kind="stable")]
    first, second = list(dict.fromkeys(ranked))[:2]
    conditions = robust.leaves[0].conditions if robust.leaves else ()
    names = (robust.parameters[first], robust.parameters[second])
    return FailingData(robust.arms[robust.regret.leader], names, robust.values[:, [first, second]], fails, conditions)


def draw(figure: Figure, shown: FailingData) -> None:
    """Draw the worlds, and the thresholds of the leaf that fails most."""
    figure.set_size_inches(WIDTH_INCHES, 4.4)
    axes = figure.subplots()
    for flag, marker, colour, text in ((False, "o", GOOD, "holds"), (True, "X", BAD, "another arm is better")):
        chosen = shown.values[shown.fails == flag]
        axes.plot(chosen[:, 0], chosen[:, 1], linestyle="", marker=marker, color=colour, markersize=6, label=text)
    for condition in shown.conditions:
        line = axes.axvline if condition.parameter == shown.names[0] else axes.axhline
        line(condition.threshold, color=SOFT, linestyle=":", linewidth=1.2)
    axes.set_xlabel(shown.names[0])
    axes.set_ylabel(shown.names[1])
    legend_below((axes,), 2)


def alt(shown: FailingData) -> str:
    """Return how often and where the winner fails."""
    where = " and ".join(condition_words(one) for one in shown.conditions) or "no one corner"
    return f"{shown.arm} fails in {int(shown.fails.sum())} of {len(shown.fails)} drawn worlds, mostly where {where}."


def _related(values: NDArray[np.float64], regrets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Absolute correlation of each parameter with the regret; zero for what does not vary."""
    centred, rest = values - values.mean(axis=0), regrets - regrets.mean()
    scale = np.sqrt((centred**2).sum(axis=0) * (rest**2).sum())
    return np.asarray(np.abs(centred.T @ rest) / np.where(scale > 0.0, scale, np.inf))


FIGURE = FigureSpec(
    "failing",
    "Where the winner fails",
    "Every mark is a world that might be. Crosses are worlds in which another arm is better; the dotted lines are "
    "the thresholds that tell them apart best.",
    Section.RISK,
    data,
    draw,
    alt,
)
