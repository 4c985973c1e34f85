"""Cumulative discounted value of each arm over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.numbers import amount
from mktsim.present.plots.style import (
    WIDTH_INCHES,
    axis_scale,
    human_axis,
    legend_below,
    look,
    name_lines,
    zero_line,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from mktsim.present.context import Context
    from mktsim.study.comparison import Comparison


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


def data(comparison: Comparison, context: Context) -> ValueData | None:
    """Return the bands of cumulative discounted contribution."""
    del context
    lines = tuple(ValueLine(s.arm, s.weeks, s.cumulative_value) for s in comparison.series)
    return ValueData(lines, comparison.currency) if lines else None


def draw(figure: Figure, shown: ValueData) -> None:
    """Draw a fan for each arm."""
    figure.set_size_inches(WIDTH_INCHES, 4.8)
    axes = figure.subplots()
    scale = axis_scale([float(np.max(np.abs(line.value))) for line in shown.lines], shown.currency)
    for place, line in enumerate(shown.lines):
        style = look(place)
        low, mean, high = line.value
        axes.fill_between(line.weeks, low, high, color=style.colour, alpha=0.14, linewidth=0)
        every = max(len(line.weeks) // 8, 1)
        axes.plot(
            line.weeks,
            mean,
            color=style.colour,
            linestyle=style.line,
            linewidth=1.6,
            marker=style.marker,
            markevery=(place * every // 4, every),
            markersize=5,
            label=name_lines(f"{line.arm}: mean, band of 80% of outcomes", 60),
        )
    zero_line(axes, vertical=False)
    axes.set_xlim(float(shown.lines[0].weeks[0]), float(shown.lines[0].weeks[-1]) + 1)
    axes.set_xlabel("Weeks since the opening")
    axes.set_ylabel(f"Discounted contribution so far ({scale.label})")
    human_axis(axes.yaxis, scale)
    legend_below(axes, 2, -0.16)


def alt(shown: ValueData) -> str:
    """Return where each arm ends."""
    ends = [
        f"{line.arm} ends at {amount(float(line.value[1, -1]), shown.currency)} "
        f"(80% of outcomes {amount(float(line.value[0, -1]), shown.currency)} to "
        f"{amount(float(line.value[2, -1]), shown.currency)})"
        for line in shown.lines
    ]
    return f"Fans of cumulative discounted contribution by week. {'; '.join(ends)}."
