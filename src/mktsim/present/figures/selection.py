"""Difference of each arm from the selected one, against the indifference zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import FAINT, SOFT, WIDTH_INCHES, human_axis, look, name_lines, zero_line
from mktsim.present.numbers import percent, scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.select.result import SelectedArm, Selection


@dataclass(frozen=True)
class SelectionData:
    """The arms of a selection."""

    arms: tuple[SelectedArm, ...]
    choice: str
    metric: str
    unit: str
    delta: float
    alpha: float


def data(found: Selection, context: Context) -> SelectionData | None:
    """Return the arms in their order; None when none was chosen."""
    del context
    if not found.arm:
        return None
    return SelectionData(found.arms, found.arm, found.heading.metric, found.heading.unit, found.delta, found.alpha)


def draw(figure: Figure, shown: SelectionData) -> None:
    """Draw one row per arm, and the zone of differences that are not worth acting on."""
    figure.set_size_inches(WIDTH_INCHES, 1.9 + 0.5 * len(shown.arms))
    axes = figure.subplots()
    gaps = [x for arm in shown.arms if arm.behind for x in (arm.behind.low, arm.behind.high)]
    scale = scale_for([*gaps, shown.delta], shown.unit)
    axes.axvspan(-shown.delta, shown.delta, color=FAINT, alpha=0.7, linewidth=0)
    for place, arm in enumerate(shown.arms):
        _row(axes, place, arm, shown)
        note = f"{arm.replications:,} runs"
        axes.annotate(note, (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=8.5, color=SOFT)
    zero_line(axes, vertical=True)
    axes.set_yticks(range(len(shown.arms)), [name_lines(arm.name) for arm in shown.arms])
    axes.set_ylim(len(shown.arms) - 0.4, -0.6)
    axes.margins(x=0.08)
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    axes.set_xlabel(
        f"{label(shown.metric)} behind {shown.choice}, in the same replications: right is worse ({scale.label})\n"
        f"bars: each arm's own {percent(1.0 - shown.alpha)} interval at the stop; grey: less than "
        f"{scale.text(shown.delta)}, not worth acting on"
    )


def _row(axes: Axes, place: int, arm: SelectedArm, shown: SelectionData) -> None:
    style = look(place)
    if arm.behind is None:
        text = "choice" if arm.name == shown.choice else "out because of a limit"
        axes.plot([0], [place], marker=style.marker, color=style.colour, markerfacecolor="white", markersize=8)
        axes.annotate(text, (0, place), xytext=(8, 0), textcoords="offset points", va="center", fontsize=8.5)
        return
    ends = [arm.behind.low, arm.behind.high]
    axes.plot(ends, [place, place], color=style.colour, linewidth=2.2, solid_capstyle="butt")
    axes.plot([arm.behind.mean], [place], marker=style.marker, color=style.colour, markersize=8)


def alt(shown: SelectionData) -> str:
    """Return how far each arm is behind."""
    scale = scale_for([arm.behind.mean for arm in shown.arms if arm.behind] + [shown.delta], shown.unit)
    parts = [
        f"{arm.name} {scale.text(arm.behind.mean, signed=True)}"
        if arm.behind
        else (f"{arm.name} is the choice" if arm.name == shown.choice else f"{arm.name} is out because of a limit")
        for arm in shown.arms
    ]
    return f"How far each arm is behind {shown.choice}: {'; '.join(parts)}. Worth acting on: {scale.text(shown.delta)}."


FIGURE = FigureSpec(
    "selection",
    "How far the other arms are behind the arm of choice",
    "A bar that lies right of the grey zone belongs to an arm that is worse by more than what is worth acting on.",
    Section.RESULT,
    data,
    draw,
    alt,
)
