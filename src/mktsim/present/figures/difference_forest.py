"""Paired differences to the baseline with simultaneous intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import WIDTH_INCHES, human_axis, look, name_lines, zero_line
from mktsim.present.numbers import percent, scale_for
from mktsim.present.reading import how_sure, unit_of
from mktsim.present.words import label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison, Difference


_HOLM = "in step with Holm's correction"


@dataclass(frozen=True)
class ForestRow:
    """One arm."""

    arm: str
    difference: Difference | None
    """None for the baseline."""


@dataclass(frozen=True)
class ForestData:
    """Differences of all arms."""

    rows: tuple[ForestRow, ...]
    metric: str
    unit: str
    confidence: float
    in_looks: bool


def data(comparison: Comparison, context: Context) -> ForestData | None:
    """Return the differences in arm order."""
    del context
    rows = tuple(ForestRow(arm.name, arm.difference) for arm in comparison.arms)
    head = comparison.heading
    return ForestData(rows, head.metric, unit_of(comparison), head.confidence, comparison.design.in_looks)


def draw(figure: Figure, shown: ForestData) -> None:
    """Draw a point and an interval a row, with numbers at the right."""
    figure.set_size_inches(WIDTH_INCHES, 1.9 + 0.55 * len(shown.rows))
    axes = figure.subplots()
    known = [row.difference.interval for row in shown.rows if row.difference]
    scale = scale_for([x for i in known for x in (i.low, i.high)], shown.unit)
    for place, row in enumerate(shown.rows):
        style = look(place)
        text = "baseline"
        if row.difference is None:
            axes.plot([0], [place], marker=style.marker, color=style.colour, markerfacecolor="white", markersize=8)
        else:
            i = row.difference.interval
            axes.plot([i.low, i.high], [place, place], color=style.colour, linewidth=2.2, solid_capstyle="butt")
            axes.plot([i.mean], [place], marker=style.marker, color=style.colour, markersize=8)
            text = f"{scale.text(i.mean, signed=True)}\n{_sure(row.difference)}"
        axes.annotate(
            text,
            (1.02, place),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=8.5,
        )
    zero_line(axes, vertical=True)
    axes.set_yticks(range(len(shown.rows)), [name_lines(row.arm) for row in shown.rows])
    axes.set_ylim(len(shown.rows) - 0.4, -0.6)
    axes.margins(x=0.08)
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    axes.set_xlabel(
        f"{label(shown.metric)}, difference to the baseline in the same replications ({scale.label})\n"
        f"bars: {percent(shown.confidence)} intervals, {'valid at every look' if shown.in_looks else _HOLM}"
    )


def _sure(difference: Difference) -> str:
    """Return what is written under a difference."""
    if difference.decision is not None:
        return how_sure(difference)
    return f"p {how_sure(difference).replace('0.', '= 0.', 1)}".replace("<= ", "< ")


def alt(shown: ForestData) -> str:
    """Return each difference with its interval."""
    parts = []
    for row in shown.rows:
        if row.difference is None:
            parts.append(f"{row.arm} is the baseline")
            continue
        i = row.difference.interval
        scale = scale_for((i.low, i.mean, i.high), shown.unit)
        parts.append(f"{row.arm} {scale.text(i.mean, signed=True)} ({scale.span(i.low, i.high, signed=True)})")
    kind = f"{percent(shown.confidence)} intervals, {'valid at every look' if shown.in_looks else _HOLM}"
    return f"Differences to the baseline with {kind}: {'; '.join(parts)}."


FIGURE = FigureSpec(
    "difference_forest",
    "How much better or worse than the baseline",
    "Each bar is where the true difference to the baseline lies. A bar that does not touch the "
    "line of zero is a difference that luck does not explain.",
    Section.RESULT,
    data,
    draw,
    alt,
)
