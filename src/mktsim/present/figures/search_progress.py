"""The search: what each trial earned, and the best so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import COLOURS, INK, SOFT, WIDTH_INCHES, human_axis, legend_below
from mktsim.present.numbers import amount, scale_for
from mktsim.present.words import label, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.optimise.result import Optimisation


@dataclass(frozen=True)
class SearchData:
    """Trials under the budget asked for."""

    trials: tuple[tuple[int, float], ...]
    """Number and value of those that could be run."""
    best: tuple[tuple[int, float], ...]
    """Best so far after each of them."""
    late_from: int
    """First trial of the last third."""
    converged: bool
    arm: str
    metric: str
    unit: str
    budget: str


def data(found: Optimisation, context: Context) -> SearchData | None:
    """Return the trials of the first search."""
    del context
    one = found.searches[0]
    trials = tuple((trial.number, trial.good) for trial in one.trials if trial.good is not None)
    best, top = [], float("-inf")
    for number, good in trials:
        top = max(top, good)
        best.append((number, top))
    late = len(one.trials) - len(one.trials) // 3
    budget = amount(one.budget, found.heading.currency)
    return SearchData(
        trials, tuple(best), late, one.converged, found.arm, found.heading.metric, found.heading.unit, budget
    )


def draw(figure: Figure, shown: SearchData) -> None:
    """Draw a mark a trial and the best so far."""
    figure.set_size_inches(WIDTH_INCHES, 3.8)
    axes = figure.subplots()
    scale = scale_for([good for _, good in shown.trials], shown.unit)
    numbers, goods = zip(*shown.trials, strict=True)
    axes.plot(numbers, goods, linestyle="", marker="o", color=COLOURS[5], markersize=4.5, label="a trial")
    axes.step([n for n, _ in shown.best], [g for _, g in shown.best], where="post", color=INK, label="best so far")
    axes.axvspan(shown.late_from - 0.5, numbers[-1] + 0.5, color="#EEEEEE", linewidth=0)
    state = "no more gains that matter" if shown.converged else "NOT CONVERGED: more trials are needed"
    axes.annotate(
        state,
        (numbers[-1], 0.03),
        xycoords=("data", "axes fraction"),
        ha="right",
        fontsize=8.5,
        color=SOFT if shown.converged else COLOURS[1],
    )
    human_axis(axes.yaxis, scale)
    axes.set_ylabel(f"{label(shown.metric)} ({scale.label})")
    axes.set_xlabel(
        wrap(f"Trials for {shown.arm.replace('_', ' ')} at {shown.budget} a year; grey: the last third", 95)
    )
    legend_below((axes,), 2)


def alt(shown: SearchData) -> str:
    """Return first, best and whether the search still gained."""
    scale = scale_for([good for _, good in shown.trials], shown.unit)
    state = "The last third brought no more that matters." if shown.converged else "It had not converged."
    first, top = shown.trials[0][1], shown.best[-1][1]
    count = len(shown.trials)
    return f"{count} trials for {shown.arm}: the first {scale.text(first)}, the best {scale.text(top)}. {state}"


FIGURE = FigureSpec(
    "optimise_search",
    "How the search went",
    "The black line should be flat in the grey part; if it still climbs, the search was stopped too early.",
    Section.RESULT,
    data,
    draw,
    alt,
)
