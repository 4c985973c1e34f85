"""Each arm against the best of the others, with intervals that hold for all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import SOFT, WIDTH_INCHES, human_axis, look, name_lines, zero_line
from mktsim.present.numbers import percent, scale_for
from mktsim.present.reading import unit_of
from mktsim.present.words import label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison
    from mktsim.study.runs.interval import Interval


@dataclass(frozen=True)
class BestRow:
    """One arm."""

    arm: str
    interval: Interval

    @property
    def verdict(self) -> str:
        """Return what the interval says."""
        if self.interval.high <= 0.0:
            return "not the best"
        return "the best" if self.interval.low >= 0.0 else "may be the best"


@dataclass(frozen=True)
class BestData:
    """All arms."""

    rows: tuple[BestRow, ...]
    metric: str
    unit: str
    confidence: float


def data(comparison: Comparison, context: Context) -> BestData | None:
    """Return the arms in their order; None where risks were not worked out."""
    del context
    rows = tuple(BestRow(arm.name, arm.risk.from_best) for arm in comparison.arms if arm.risk is not None)
    return (
        BestData(rows, comparison.heading.metric, unit_of(comparison), comparison.heading.confidence) if rows else None
    )


def draw(figure: Figure, shown: BestData) -> None:
    """Draw a point and an interval a row, with what it says at the right."""
    figure.set_size_inches(WIDTH_INCHES, 1.9 + 0.5 * len(shown.rows))
    axes = figure.subplots()
    scale = scale_for([x for row in shown.rows for x in (row.interval.low, row.interval.high)], shown.unit)
    for place, row in enumerate(shown.rows):
        style, i = look(place), row.interval
        axes.plot([i.low, i.high], [place, place], color=style.colour, linewidth=2.2, solid_capstyle="butt")
        axes.plot([i.mean], [place], marker=style.marker, color=style.colour, markersize=8)
        place_of_text = (1.02, place)
        axes.annotate(
            row.verdict, place_of_text, xycoords=("axes fraction", "data"), va="center", fontsize=8.5, color=SOFT
        )
    zero_line(axes, vertical=True)
    axes.set_yticks(range(len(shown.rows)), [name_lines(row.arm) for row in shown.rows])
    axes.set_ylim(len(shown.rows) - 0.4, -0.6)
    axes.margins(x=0.08)
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    axes.set_xlabel(
        f"{label(shown.metric)} less that of the best other arm, better to the right ({scale.label})\n"
        f"bars: intervals of at least {percent(shown.confidence)} for all arms at once (comparison with the best)"
    )


def alt(shown: BestData) -> str:
    """Return what is said of each arm."""
    parts = []
    for row in shown.rows:
        scale = scale_for((row.interval.low, row.interval.high), shown.unit)
        parts.append(f"{row.arm} is {row.verdict} ({scale.span(row.interval.low, row.interval.high, signed=True)})")
    return f"Each arm against the best of the others: {'; '.join(parts)}."


FIGURE = FigureSpec(
    "mcb",
    "Which arms may be the best",
    "An arm whose bar ends at the line of zero is not the best; one whose bar begins there is. Any other may be.",
    Section.RESULT,
    data,
    draw,
    alt,
)
