"""Tornado of one thing at a time: how far each factor moves the answer, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import BAD, COLOURS, FAINT, INK, SOFT, WIDTH_INCHES, human_axis, zero_line
from mktsim.present.numbers import percent, plain, scale_for
from mktsim.present.words import label, replications, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.runs.interval import Interval
    from mktsim.study.sensitivity.one_at_a_time import Swing
    from mktsim.study.sensitivity.result import Sensitivity

_MOST = 15
_ROOM = 0.14


@dataclass(frozen=True)
class SwingData:
    """Factors, the one that moves most first."""

    swings: tuple[Swing, ...]
    base: float
    answer: str
    unit: str
    confidence: float
    left_out: int
    """Factors that move less and are not shown."""
    names: tuple[str, ...]
    least: float
    """Change that does not pass what cannot matter."""
    replications: int


def answer_of(found: Sensitivity) -> str:
    """Return what is looked at, in words."""
    first = found.arms[0].replace("_", " ")
    if len(found.arms) == 1:
        return f"{label(found.heading.metric)} of {first}"
    return f"{label(found.heading.metric)} of {first} less that of {found.arms[1].replace('_', ' ')}"


def data(found: Sensitivity, context: Context) -> SwingData | None:
    """Return the factors that move most, at most fifteen."""
    del context
    shown = found.swings[:_MOST]
    rest = len(found.swings) - len(shown)
    if not shown:
        return None
    return SwingData(
        shown,
        found.base.mean,
        answer_of(found),
        found.heading.unit,
        found.heading.confidence,
        rest,
        tuple(found.name_of(one.name) for one in shown),
        found.least,
        found.replications,
    )


def draw(figure: Figure, shown: SwingData) -> None:
    """Draw a bar a factor around the answer as things are, with the interval of the change at each end."""
    figure.set_size_inches(WIDTH_INCHES, 2.0 + 0.44 * len(shown.swings))
    axes = figure.subplots()
    ends = [shown.base + x for one in shown.swings for end in _ends(one) for x in (end.low, end.high)]
    scale = scale_for([*ends, shown.base], shown.unit)
    for place, swing in enumerate(shown.swings):
        _bar(axes, place, swing, shown.base)
    if shown.least > 0.0:
        axes.axvspan(shown.base - shown.least, shown.base + shown.least, color=FAINT, zorder=0.5)
    axes.axvline(shown.base, color=SOFT, linestyle="--", linewidth=1.2)
    low, high = min([*ends, shown.base]), max([*ends, shown.base])
    if low <= 0.0 <= high or any(one.turns for one in shown.swings):
        zero_line(axes, vertical=True)
        low, high = min(low, 0.0), max(high, 0.0)
    room = _ROOM * (high - low)
    axes.set_xlim(low - room, high + room)
    axes.set_yticks(range(len(shown.swings)), [wrap(name, 36) for name in shown.names])
    axes.set_ylim(len(shown.swings) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    rest = f"; {shown.left_out} that move less are left out" if shown.left_out else ""
    axes.set_xlabel(
        f"{wrap(f'{shown.answer} ({scale.label})', 90)}\n"
        f"dashed: as things are; lines: {percent(shown.confidence)} intervals of the changes, paired, all together\n"
        f"hatched: the sign turns; grey: what cannot matter; {replications(shown.replications)} a point{rest}"
    )


def _ends(swing: Swing) -> tuple[Interval, Interval]:
    return swing.change_low, swing.change_high


def _bar(axes: Axes, place: int, swing: Swing, base: float) -> None:
    colour = BAD if swing.turns else COLOURS[0]
    hatch = "///" if swing.turns else ""
    means = [base + one.mean for one in _ends(swing)]
    left, right = min(*means, base), max(*means, base)
    axes.barh(place, right - left, left=left, height=0.58, color=colour, hatch=hatch, edgecolor="white", linewidth=0.4)
    ends = sorted(zip(_ends(swing), (swing.low, swing.high), strict=True), key=lambda end: end[0].mean)
    reach = [base + x for end, _ in ends for x in (end.low, end.high)] + [base]
    for (end, value), side, at in zip(ends, (-1, 1), (min(reach), max(reach)), strict=True):
        if value == swing.base:
            continue
        axes.plot([base + end.low, base + end.high], [place, place], color=INK, linewidth=1.0, solid_capstyle="butt")
        axes.annotate(
            plain(value),
            (at, place),
            xytext=(4 * side, 0),
            textcoords="offset points",
            va="center",
            ha="left" if side > 0 else "right",
            fontsize=8,
        )


def alt(shown: SwingData) -> str:
    """Return the factors that move most and those that turn the sign."""
    scale = scale_for([x.mean for one in shown.swings for x in _ends(one)], shown.unit)
    parts = [
        f"{name} changes it by {scale.text(one.change_low.mean, signed=True)} at {plain(one.low)} and "
        f"{scale.text(one.change_high.mean, signed=True)} at {plain(one.high)}"
        for name, one in zip(shown.names[:3], shown.swings, strict=False)
    ]
    turning = [name for name, one in zip(shown.names, shown.swings, strict=True) if one.turns]
    words = f"The sign turns with {', '.join(turning)}." if turning else "None of them turns the sign."
    return f"Bars of {shown.answer} by factor, one at a time. {'; '.join(parts)}. {words}"


FIGURE = FigureSpec(
    "sensitivity_swings",
    "What the answer rests on, one thing at a time",
    "Each bar replaces one thing by its lowest and highest value and leaves all else as it is.",
    Section.ASSUMPTIONS,
    data,
    draw,
    alt,
)
