"""Value of better knowledge and faster work for the best arm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import BAD, GOOD, INK, SOFT, WIDTH_INCHES, human_axis, zero_line
from mktsim.present.numbers import percent, scale_for
from mktsim.present.words import label, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.information.improvements import Improvement
    from mktsim.study.information.result import Information


@dataclass(frozen=True)
class ImprovementsData:
    """Improvements, then the ends of the scale."""

    improvements: tuple[Improvement, ...]
    ceilings: int
    """How many of the last are ends of the scale."""
    metric: str
    unit: str
    confidence: float


def data(found: Information, context: Context) -> ImprovementsData | None:
    """Return improvements by what they bring, and the ends of the scale below; None where none was tried."""
    del context
    rows = (*found.improvements, *found.ceilings)
    if not rows:
        return None
    return ImprovementsData(
        rows, len(found.ceilings), found.heading.metric, found.heading.unit, found.heading.confidence
    )


def draw(figure: Figure, shown: ImprovementsData) -> None:
    """Draw a mark with its interval for each improvement."""
    figure.set_size_inches(WIDTH_INCHES, 2.0 + 0.5 * len(shown.improvements))
    axes = figure.subplots()
    scale = scale_for([x for one in shown.improvements for x in (one.choice.low, one.choice.high)], shown.unit)
    first_end = len(shown.improvements) - shown.ceilings
    for place, one in enumerate(shown.improvements):
        colour = SOFT if place >= first_end else BAD if one.choice.high < 0.0 else GOOD
        ends = [one.choice.low, one.choice.high]
        axes.plot(ends, [place, place], color=colour, linewidth=2.2, solid_capstyle="butt")
        axes.plot([one.choice.mean], [place], marker="D" if one.turns else "o", color=colour, markersize=7)
        text = scale.bare(one.choice.mean, signed=True)
        axes.annotate(text, (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=8.5, color=INK)
    axes.axhline(first_end - 0.5, color=SOFT, linestyle=":", linewidth=1.0)
    zero_line(axes, vertical=True)
    axes.set_yticks(
        range(len(shown.improvements)), [wrap(one.name.replace("_", " "), 38) for one in shown.improvements]
    )
    axes.set_ylim(len(shown.improvements) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    axes.set_xlabel(
        f"{label(shown.metric)} of the best arm with it less without it ({scale.label}), before its cost\n"
        f"bars: {percent(shown.confidence)} intervals, same luck; diamond: another arm is best with it;\n"
        "below the dots: ends of the scale"
    )


def alt(shown: ImprovementsData) -> str:
    """Return what each improvement brings."""
    scale = scale_for([one.choice.mean for one in shown.improvements], shown.unit)
    parts = [f"{one.name} {scale.text(one.choice.mean, signed=True)}" for one in shown.improvements]
    return f"What improvements bring to the best arm: {'; '.join(parts)}."


FIGURE = FigureSpec(
    "information_work",
    "What better knowledge and faster work would bring",
    "A bar right of zero is worth paying for, up to what it shows.",
    Section.RISK,
    data,
    draw,
    alt,
)
