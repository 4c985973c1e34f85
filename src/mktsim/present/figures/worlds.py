"""Differences to the baseline world by world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import WIDTH_INCHES, human_axis, look, name_lines, zero_line
from mktsim.present.numbers import percent, scale_for
from mktsim.present.reading import unit_of
from mktsim.present.words import label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison, WorldRow

_BAND = 0.7
"""Height of a world's row that its arms take."""


@dataclass(frozen=True)
class WorldsData:
    """Worlds side by side."""

    worlds: tuple[WorldRow, ...]
    arms: tuple[str, ...]
    baseline: str
    metric: str
    unit: str
    confidence: float
    replications: int


def data(comparison: Comparison, context: Context) -> WorldsData | None:
    """Return the worlds; None with fewer than two worlds or arms."""
    del context
    if not comparison.worlds or len(comparison.arms) < 2:
        return None
    head = comparison.heading
    arms = tuple(arm.name for arm in comparison.arms)
    unit = unit_of(comparison)
    return WorldsData(
        comparison.worlds, arms, comparison.baseline, head.metric, unit, head.confidence, comparison.replications
    )


def draw(figure: Figure, shown: WorldsData) -> None:
    """Draw a row a world, in it a point and an interval an arm, with the name of the best at the right."""
    others = [place for place, name in enumerate(shown.arms) if name != shown.baseline]
    figure.set_size_inches(WIDTH_INCHES, 2.0 + len(shown.worlds) * (0.35 + 0.24 * len(others)))
    axes = figure.subplots()
    gaps = [arm.difference for world in shown.worlds for arm in world.arms if arm.difference is not None]
    scale = scale_for([end for gap in gaps for end in (gap.low, gap.high)], shown.unit)
    step = _BAND / max(len(others), 1)
    for row, world in enumerate(shown.worlds):
        for number, place in enumerate(others):
            found, style = world.arms[place].difference, look(place)
            if found is None:
                continue
            y = row + step * (number - (len(others) - 1) / 2.0)
            axes.plot([found.low, found.high], [y, y], color=style.colour, linewidth=2.0, solid_capstyle="butt")
            named = shown.arms[place] if row == 0 else None
            axes.plot([found.mean], [y], style.marker, color=style.colour, markersize=6, label=named)
        best = f"best: {shown.arms[world.best]}{'' if world.is_sure else chr(10) + '(not surely)'}"
        axes.annotate(best, (1.02, row), xycoords=("axes fraction", "data"), va="center", fontsize=8.5)
    zero_line(axes, vertical=True)
    axes.set_yticks(range(len(shown.worlds)), [name_lines(world.name) for world in shown.worlds])
    axes.set_ylim(len(shown.worlds) - 0.4, -0.6)
    axes.margins(x=0.08)
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3, frameon=False, fontsize=8.5)
    axes.set_xlabel(
        f"{label(shown.metric)}, difference to {shown.baseline} in the same world ({scale.label})\n"
        f"bars: {percent(shown.confidence)} intervals that hold for all worlds and arms at once; "
        f"{shown.replications} replications"
    )


def alt(shown: WorldsData) -> str:
    """Return the best arm of each world."""
    parts = [
        f"{world.name}: {shown.arms[world.best]}{'' if world.is_sure else ' (not surely)'}" for world in shown.worlds
    ]
    return f"Best arm by world, from {shown.replications} replications: {'; '.join(parts)}."


FIGURE = FigureSpec(
    "worlds",
    "Which arm is best in which world",
    "Each row is a world that the study names. A bar that does not touch the line of zero is a difference to the "
    "baseline that luck does not explain in that world.",
    Section.RESULT,
    data,
    draw,
    alt,
)
