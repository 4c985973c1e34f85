"""Cumulative discounted value of each arm over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.figures import style
from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.numbers import amount
from mktsim.present.reading import horizon_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison


@dataclass(frozen=True)
class ValueLine:
    """Cumulative value of one arm."""

    arm: str
    weeks: NDArray[np.float64]
    value: NDArray[np.float64]
    """(3, weeks): 10%, mean, 90%, money."""


@dataclass(frozen=True)
class ValueData:
    """Cumulative value of all arms."""

    lines: tuple[ValueLine, ...]
    currency: str
    horizon: int | None
    """Weeks that count; later ones are the run-out."""


def data(comparison: Comparison, context: Context) -> ValueData | None:
    """Return the bands of cumulative discounted contribution."""
    del context
    lines = tuple(ValueLine(s.arm, s.weeks, s.cumulative_value) for s in comparison.series)
    return ValueData(lines, comparison.heading.currency, horizon_of(comparison)) if lines else None


def draw(figure: Figure, shown: ValueData) -> None:
    """Draw a fan for each arm."""
    figure.set_size_inches(style.WIDTH_INCHES, 4.5)
    axes = figure.subplots()
    scale = style.axis_scale([float(np.max(np.abs(line.value))) for line in shown.lines], shown.currency)
    for place, line in enumerate(shown.lines):
        style.draw_fan(axes, place, line.arm, (line.weeks, line.value))
    style.mark_horizon(axes, shown.horizon, float(shown.lines[0].weeks[-1]))
    style.zero_line(axes, vertical=False)
    axes.set_xlim(float(shown.lines[0].weeks[0]), float(shown.lines[0].weeks[-1]) + 1)
    axes.set_xlabel("Weeks since the opening")
    axes.set_ylabel(f"Discounted contribution so far ({scale.label})")
    style.human_axis(axes.yaxis, scale)
    style.legend_below((axes,), 2)


def alt(shown: ValueData) -> str:
    """Return where each arm ends."""
    ends = [
        f"{line.arm} ends at {amount(float(line.value[1, -1]), shown.currency)} "
        f"(80% of outcomes {amount(float(line.value[0, -1]), shown.currency)} to "
        f"{amount(float(line.value[2, -1]), shown.currency)})"
        for line in shown.lines
    ]
    return f"Fans of cumulative discounted contribution by week. {'; '.join(ends)}."


FIGURE = FigureSpec(
    "cumulative_value",
    "Value earned so far, week by week",
    "Money earned less money spent since the opening, counted at its worth on the first day.",
    Section.RESULT,
    data,
    draw,
    alt,
)
