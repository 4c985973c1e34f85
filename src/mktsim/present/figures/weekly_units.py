"""Weekly units of the focal brand with the true stages of its life cycle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.figures import style
from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.numbers import scale_for
from mktsim.present.reading import Span, brand_stages, example_of, horizon_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison


@dataclass(frozen=True)
class UnitsLine:
    """Weekly units of one arm."""

    arm: str
    weeks: NDArray[np.float64]
    units: NDArray[np.float64]
    """(3, weeks): 10%, mean, 90%."""
    stages: tuple[Span, ...]
    """True stages of the arm's kept replication; empty when undated."""


@dataclass(frozen=True)
class UnitsData:
    """Weekly units of all arms."""

    lines: tuple[UnitsLine, ...]
    horizon: int | None
    """Weeks that count; later ones are the run-out."""


def data(comparison: Comparison, context: Context) -> UnitsData | None:
    """Return bands of weekly units and the stages of the kept replication."""
    del context
    lines = []
    for place, series in enumerate(comparison.series):
        example = example_of(comparison, place)
        stages = brand_stages(example) if example else ()
        lines.append(UnitsLine(series.arm, series.weeks, series.units, stages))
    return UnitsData(tuple(lines), horizon_of(comparison)) if lines else None


def draw(figure: Figure, shown: UnitsData) -> None:
    """Draw the mean and the band of each arm over strips of its stages."""
    staged = [line for line in shown.lines if line.stages]
    names = [style.name_lines(line.arm, 26) for line in staged]
    row = 0.18 + 0.13 * max((name.count("\n") + 1 for name in names), default=1)
    strip = row * len(staged)
    figure.set_size_inches(style.WIDTH_INCHES, 4.3 + strip)
    if not staged:
        axes = figure.subplots()
        _bands(axes, shown)
        axes.set_xlabel("Weeks since the opening")
        style.legend_below((axes,), 2)
        return
    axes, below = figure.subplots(2, 1, sharex=True, height_ratios=[3.3, strip])
    _bands(axes, shown)
    for place, line in enumerate(staged):
        style.draw_spans(below, place, line.stages)
    below.set_yticks(range(len(staged)), names, fontsize=8)
    below.set_ylim(len(staged) - 0.4, -0.6)
    below.grid(visible=False)
    below.set_title("True stage of the brand, dated afterwards on replication 0", loc="left")
    below.set_xlabel("Weeks since the opening")
    style.stage_legend(figure)
    style.legend_below((axes,), 2)


def _bands(axes: Axes, shown: UnitsData) -> None:
    scale = style.axis_scale([float(np.max(line.units)) for line in shown.lines], "units a week")
    for place, line in enumerate(shown.lines):
        style.draw_fan(axes, place, line.arm, (line.weeks, line.units))
    style.mark_horizon(axes, shown.horizon, float(shown.lines[0].weeks[-1]))
    axes.set_xlim(float(shown.lines[0].weeks[0]), float(shown.lines[0].weeks[-1]) + 1)
    axes.set_ylim(bottom=0, top=1.06 * max(float(np.max(line.units)) for line in shown.lines))
    axes.set_ylabel(f"Units sold ({scale.label})")
    style.human_axis(axes.yaxis, scale)


def alt(shown: UnitsData) -> str:
    """Return peak and its week for each arm."""
    parts = []
    for line in shown.lines:
        peak = int(np.argmax(line.units[1]))
        height = scale_for((float(line.units[1, peak]),), "units").text(float(line.units[1, peak]))
        parts.append(f"{line.arm} peaks at {height} in week {line.weeks[peak]:.0f}")
    return f"Lines of mean weekly units with bands of 80% of outcomes. {'; '.join(parts)}."


FIGURE = FigureSpec(
    "weekly_units",
    "Units sold each week and the stages of the life cycle",
    "Below the curves: the stage of the life cycle as it can be dated afterwards.",
    Section.MARKET,
    data,
    draw,
    alt,
)
