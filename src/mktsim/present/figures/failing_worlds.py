"""Drawn worlds on the two parameters that tell best where the winner fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import BAD, GOOD, SOFT, WIDTH_INCHES, legend_below, name_lines
from mktsim.study.robust.words import condition_words
from mktsim.study.runs.claims import Claim, Grounds, may

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
    """Of the box in which it fails; none where chance explains it."""
    paths: tuple[str, str]
    surely: NDArray[np.bool_]
    """Where it does by more than luck."""
    rests_on: str
    """Worlds and replications."""


def data(robust: Robustness, context: Context) -> FailingData | None:
    """Return the drawn worlds; None without two parameters drawn or without failures."""
    del context
    if len(robust.parameters) < 2 or not robust.fails.any() or not len(robust.values):
        return None
    fails = robust.fails[-len(robust.values) :]
    regrets = robust.regret.regrets[-len(robust.values) :, robust.regret.leader]
    conditions = told_conditions(robust)
    ranked = [robust.parameters.index(one.parameter) for one in conditions]
    ranked += [int(place) for place in np.argsort(-_related(robust.values, regrets), kind="stable")]
    first, second = list(dict.fromkeys(ranked))[:2]
    paths = (robust.parameters[first], robust.parameters[second])
    return FailingData(
        robust.arms[robust.regret.leader],
        (robust.name_of(paths[0]), robust.name_of(paths[1])),
        robust.values[:, [first, second]],
        fails,
        conditions,
        paths,
        robust.surely[-len(robust.values) :],
        f"{len(robust.values)} drawn worlds x {robust.replications} replications",
    )


def told_conditions(robust: Robustness) -> tuple[Condition, ...]:
    """Return the sides of the box in which the leader fails, where more than chance found it."""
    box = robust.box
    if box is None or not may(Claim.FAILS_WHERE, Grounds(p=box.p)):
        return ()
    return tuple(one.condition for one in box.bounds)


def draw(figure: Figure, shown: FailingData) -> None:
    """Draw the worlds, and the thresholds of the leaf that fails most."""
    figure.set_size_inches(WIDTH_INCHES, 4.4)
    axes = figure.subplots()
    kinds = (
        (~shown.fails, "o", GOOD, "holds"),
        (shown.fails & ~shown.surely, "x", BAD, "another arm has the higher mean"),
        (shown.surely, "X", BAD, "another arm is better by more than luck"),
    )
    for chosen, marker, colour, text in kinds:
        at = shown.values[chosen]
        axes.plot(at[:, 0], at[:, 1], linestyle="", marker=marker, color=colour, markersize=6, label=text)
    for condition in shown.conditions:
        line = axes.axvline if condition.parameter == shown.paths[0] else axes.axhline
        if condition.parameter in shown.paths:
            line(condition.threshold, color=SOFT, linestyle=":", linewidth=1.2)
    axes.set_xlabel(f"{shown.names[0]}\n{shown.rests_on}")
    axes.set_ylabel(name_lines(shown.names[1]))
    legend_below((axes,), 3)


def alt(shown: FailingData) -> str:
    """Return how often and where the winner fails."""
    names = dict(zip(shown.paths, shown.names, strict=True))
    where = " and ".join(condition_words(one, names.get(one.parameter, "")) for one in shown.conditions)
    told = f"mostly where {where}" if where else "nowhere in particular that chance would not explain"
    return f"{shown.arm} fails in {int(shown.fails.sum())} of {len(shown.fails)} drawn worlds, {told}."


def _related(values: NDArray[np.float64], regrets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Absolute correlation of each parameter with the regret; zero for what does not vary."""
    centred, rest = values - values.mean(axis=0), regrets - regrets.mean()
    scale = np.sqrt((centred**2).sum(axis=0) * (rest**2).sum())
    return np.asarray(np.abs(centred.T @ rest) / np.where(scale > 0.0, scale, np.inf))


FIGURE = FigureSpec(
    "failing",
    "Where the winner fails",
    "Every mark is a world that might be. Crosses are worlds in which another arm is better; dotted lines are the "
    "thresholds that tell them apart, and are left out where chance would draw as good ones.",
    Section.RISK,
    data,
    draw,
    alt,
)
