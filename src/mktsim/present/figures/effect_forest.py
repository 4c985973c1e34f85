"""Effects with their intervals as rows: what all figures of value experiments draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import BAD, FAINT, GOOD, WIDTH_INCHES, human_axis, zero_line
from mktsim.present.numbers import scale_for
from mktsim.present.words import label, pool_title, wrap
from mktsim.study.question.duty_title import duty_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.value.plan import Effect
    from mktsim.study.value.result import DutyValues, LinkValues, StaffValues

_ROW_INCHES = 0.2
_WIDEST = 1.6
"""Largest mean times this bounds the axis, so that one wide interval does not flatten all others; the rest is cut."""


_MOST_LINKS = 40
"""Rows that a page holds."""


@dataclass(frozen=True)
class Line:
    """One row."""

    name: str
    mean: float
    low: float
    high: float
    told: bool


@dataclass(frozen=True)
class Forest:
    """Rows, largest first."""

    lines: tuple[Line, ...]
    axis: str
    """What the axis shows, without unit."""
    unit: str
    mark: float | None = None
    """Where a dotted line is drawn; None for nowhere."""
    left_out: int = 0
    """Changes without a row, screened out or beyond those shown."""
    least: float = 0.0
    """Size that a mean of what cannot matter has as well, at the most replications."""


def line_of(name: str, effect: Effect) -> Line:
    """Return the row of an effect."""
    interval = effect.interval
    return Line(name, interval.mean, interval.low, interval.high, effect.told)


def draw(figure: Figure, shown: Forest) -> None:
    """Draw a mark with its interval a row; arrows where an interval is cut."""
    figure.set_size_inches(WIDTH_INCHES, 1.6 + _ROW_INCHES * len(shown.lines))
    axes = figure.subplots()
    scale = scale_for([line.mean for line in shown.lines], shown.unit)
    low, high = _limits(shown)
    for row, line in enumerate(shown.lines):
        _row(axes, row, line, (low, high))
    if shown.least > 0.0:
        axes.axvspan(-shown.least, shown.least, color=FAINT, zorder=0.5)
    zero_line(axes, vertical=True)
    if shown.mark is not None:
        axes.axvline(shown.mark, color="#666666", linestyle=":", linewidth=1.2)
    axes.set_xlim(low, high)
    axes.set_yticks(range(len(shown.lines)), [wrap(line.name, 60) for line in shown.lines], fontsize=7.5)
    axes.set_ylim(len(shown.lines) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    rest = f"\n{shown.left_out} more are not shown: too small, or screened out in groups" if shown.left_out else ""
    axes.set_xlabel(
        f"{shown.axis} ({scale.label})\nmark and line: mean and interval; all intervals hold together\n"
        f"hollow: cannot be told from zero; grey: what cannot matter; arrow: goes on{rest}"
    )


def _limits(shown: Forest) -> tuple[float, float]:
    means = [line.mean for line in shown.lines]
    span = _WIDEST * max(abs(mean) for mean in means) or 1.0
    low = max(min(line.low for line in shown.lines), min(*means, 0.0) - 0.4 * span)
    high = min(max(line.high for line in shown.lines), max(*means, 0.0) + 0.4 * span)
    margin = 0.04 * (high - low) or 1.0
    return min(low, 0.0) - margin, max(high, 0.0) + margin


def _row(axes: Axes, row: int, line: Line, limits: tuple[float, float]) -> None:
    colour = GOOD if line.mean >= 0.0 else BAD
    left, right = max(line.low, limits[0]), min(line.high, limits[1])
    axes.plot([left, right], [row, row], color=colour, linewidth=1.2)
    for end, is_cut, marker in ((left, line.low < limits[0], "<"), (right, line.high > limits[1], ">")):
        if is_cut:
            axes.plot([end], [row], marker=marker, color=colour, markersize=5, clip_on=False)
    face = colour if line.told else "white"
    axes.plot([line.mean], [row], marker="o", color=colour, markerfacecolor=face, markersize=5)


def alt(shown: Forest) -> str:
    """Return the largest on either side and how many cannot be told."""
    scale = scale_for([line.mean for line in shown.lines], shown.unit)
    told = [line for line in shown.lines if line.told]
    above = [f"{line.name} {scale.text(line.mean)}" for line in told if line.mean > 0.0][:3]
    below = [f"{line.name} {scale.text(line.mean)}" for line in reversed(told) if line.mean < 0.0][:3]
    parts = [f"{shown.axis}: {len(shown.lines)} rows, of which {len(told)} can be told from zero."]
    parts += [f"Largest: {', '.join(above)}."] if above else []
    parts += [f"Lowest: {', '.join(below)}."] if below else []
    return " ".join(parts)


def duty_losses(found: DutyValues, context: Context) -> Forest | None:
    """Return the duties that were measured, those whose neglect loses most first; None without any."""
    del context
    known = [one for one in found.duties if one.overall.effect is not None]
    lines = [line_of(duty_title(one.duty), one.overall.effect) for one in known if one.overall.effect is not None]
    if not lines:
        return None
    ordered = tuple(sorted(lines, key=lambda line: -line.mean))
    axis = f"{label(found.heading.metric)} lost by neglect, time {found.mode.value}"
    effects = [one.overall.effect for one in known if one.overall.effect is not None]
    return Forest(ordered, axis, found.heading.unit, None, len(found.duties) - len(ordered), _least(effects))


def link_losses(found: LinkValues, context: Context) -> Forest | None:
    """Return the changes that matter most either way, the dearest first; None without any."""
    del context
    effects = [one.finding.effect for one in found.links if one.finding.effect is not None]
    lines = [line_of(one.change.title, one.finding.effect) for one in found.links if one.finding.effect is not None]
    if not lines:
        return None
    chosen = sorted(lines, key=lambda line: -abs(line.mean))[:_MOST_LINKS]
    ordered = tuple(sorted(chosen, key=lambda line: -line.mean))
    axis = f"{label(found.heading.metric)} lost by the change"
    return Forest(ordered, axis, found.heading.unit, None, len(found.links) - len(ordered), _least(effects))


def _least(effects: Sequence[Effect]) -> float:
    """Return the size that what cannot matter has as well, of the effect that rests on most replications."""
    return min((one.floor for one in effects), default=0.0)


def staff_gains(found: StaffValues, context: Context) -> Forest | None:
    """Return the pools, the largest gain first."""
    del context
    lines = tuple(sorted((line_of(pool_title(one.pool), one.gain) for one in found.pools), key=lambda one: -one.mean))
    axis = f"{label(found.heading.metric)} gained by one full-time equivalent more, net of pay"
    mark, least = -found.pay if found.pay else None, _least([one.gain for one in found.pools])
    return Forest(lines, axis, found.heading.unit, mark, least=least) if lines else None


DUTY_LOSSES = FigureSpec(
    "duty_losses",
    "What is lost when a duty is neglected",
    "Right of zero the duty earns its keep; left of zero its neglect would be a gain. Hollow marks cannot be "
    "told from zero.",
    Section.ORGANISATION,
    duty_losses,
    draw,
    alt,
)
LINK_LOSSES = FigureSpec(
    "link_losses",
    "What is lost when coordination changes",
    "Right of zero the change costs money; left of zero it is a gain. Hollow marks cannot be told from zero.",
    Section.ORGANISATION,
    link_losses,
    draw,
    alt,
)
STAFF_GAINS = FigureSpec(
    "staff_gains",
    "What one more person is worth in each pool of staff",
    "Right of the dotted line one more person brings something, right of zero more than their pay.",
    Section.ORGANISATION,
    staff_gains,
    draw,
    alt,
)
