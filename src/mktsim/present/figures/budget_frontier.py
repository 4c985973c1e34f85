"""Value against budget, each budget with its best policy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import BAD, GOOD, INK, SOFT, WIDTH_INCHES, human_axis
from mktsim.present.numbers import percent, scale_for
from mktsim.present.words import label, wrap
from mktsim.study.runs.interval import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.optimise.frontier import Reaching
    from mktsim.study.optimise.result import Optimisation


@dataclass(frozen=True)
class FrontierData:
    """Budgets with their values."""

    budgets: tuple[float, ...]
    values: tuple[Interval, ...]
    given: tuple[float, float]
    """Budget and value of the policy as given."""
    target: Reaching | None
    arm: str
    metric: str
    unit: str
    currency: str
    confidence: float
    converged: bool
    is_spent: bool = False
    """Whether the axis is money really spent, and not money allowed."""
    rests_on: str = ""
    """Replications."""


def data(found: Optimisation, context: Context) -> FrontierData | None:
    """Return the frontier; None with one budget."""
    del context
    if found.frontier is None:
        return None
    frontier, now = found.frontier, found.frontier.cheaper.value
    is_spent = bool(frontier.spent) and all(math.isfinite(one) for one in (*frontier.spent, frontier.given_spent))
    money = frontier.spent if is_spent else frontier.budgets
    paired = tuple(Interval(now + one.mean, now + one.low, now + one.high) for one in frontier.gains)
    order = sorted(range(len(money)), key=lambda place: money[place])
    return FrontierData(
        budgets=tuple(money[place] for place in order),
        values=tuple((paired or frontier.values)[place] for place in order),
        given=(frontier.given_spent if is_spent else found.given_budget, now),
        is_spent=is_spent,
        rests_on=f"{len(found.outcomes)} hold-out replications",
        target=found.frontier.target,
        arm=found.arm,
        metric=found.heading.metric,
        unit=found.heading.unit,
        currency=found.heading.currency,
        confidence=found.heading.confidence,
        converged=all(one.converged for one in found.searches),
    )


def draw(figure: Figure, shown: FrontierData) -> None:
    """Draw the values with intervals, the policy as given, and the target."""
    figure.set_size_inches(WIDTH_INCHES, 4.2)
    axes = figure.subplots()
    scale = scale_for([x for one in shown.values for x in (one.low, one.high)], shown.unit)
    money = scale_for(shown.budgets, shown.currency)
    means = [one.mean for one in shown.values]
    errors = [[one.mean - one.low for one in shown.values], [one.high - one.mean for one in shown.values]]
    axes.errorbar(shown.budgets, means, yerr=errors, color=GOOD, marker="o", linewidth=1.8, capsize=3)
    _note(axes, "tuned", (shown.budgets[-1], means[-1]), GOOD, points_up=_BELOW)
    axes.plot([shown.given[0]], [shown.given[1]], marker="s", color=BAD, markersize=7, linestyle="")
    _note(axes, f"{shown.arm.replace('_', ' ')} as given", shown.given, BAD)
    axes.axhline(shown.given[1], color=BAD, linestyle=":", linewidth=1.0)
    if shown.target is not None:
        axes.axhline(shown.target.value, color=INK, linestyle="--", linewidth=1.0)
        _note(axes, "target", (shown.budgets[0], shown.target.value), INK)
    axes.margins(x=0.14, y=0.14)
    human_axis(axes.yaxis, scale)
    human_axis(axes.xaxis, money)
    axes.set_ylabel(f"{label(shown.metric)} ({scale.label})")
    state = "" if shown.converged else "; a search had not converged: lower bounds"
    ends = f"lines: {percent(shown.confidence)} intervals of what it earns more than as given, paired, all together; "
    axes.set_xlabel(
        f"{'Really spent' if shown.is_spent else 'Budget'} a year ({money.label})\n"
        f"{wrap(f'{ends}{shown.rests_on}{state}', 96)}"
    )


_ABOVE, _BELOW = 6.0, -14.0
"""Points by which a note stands off its mark: those of two marks in one place must not cover each other."""


def _note(axes: Axes, text: str, at: tuple[float, float], colour: str, points_up: float = _ABOVE) -> None:
    axes.annotate(text, at, xytext=(6.0, points_up), textcoords="offset points", fontsize=8.5, color=colour or SOFT)


def alt(shown: FrontierData) -> str:
    """Return value by budget."""
    scale = scale_for([one.mean for one in shown.values], shown.unit)
    money = scale_for(shown.budgets, shown.currency)
    parts = [
        f"{money.text(budget)} a year {scale.text(value.mean)}"
        for budget, value in zip(shown.budgets, shown.values, strict=True)
    ]
    return (
        f"Value of the best policy by budget: {'; '.join(parts)}. {shown.arm} as given earns "
        f"{scale.text(shown.given[1])} with {money.text(shown.given[0])}."
    )


FIGURE = FigureSpec(
    "optimise_frontier",
    "What a budget buys when it is spent as well as was found",
    "Where the line is flat, more money buys nothing. Left of the square on its dotted line: the same for less.",
    Section.RESULT,
    data,
    draw,
    alt,
)
