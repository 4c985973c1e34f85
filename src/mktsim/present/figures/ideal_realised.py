"""Ideal and realised value of each policy, and where the difference is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures import style
from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.numbers import scale_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison, Loss

_PARTS = (
    ("late", style.COLOURS[0], ""),
    ("misinformed", style.COLOURS[4], "///"),
    ("unexecuted", style.COLOURS[3], "..."),
)


@dataclass(frozen=True)
class LossRow:
    """One arm."""

    arm: str
    ideal: float
    loss: Loss

    @property
    def realised(self) -> float:
        """Return what is left, money."""
        return self.ideal - self.loss.total


@dataclass(frozen=True)
class LossData:
    """All arms whose ideal value is known."""

    rows: tuple[LossRow, ...]
    replications: int
    currency: str


def data(comparison: Comparison, context: Context) -> LossData | None:
    """Return ideal values and signed losses in arm order."""
    del context
    rows = tuple(
        LossRow(arm.name, arm.ideal.mean, arm.loss)
        for arm in comparison.arms
        if arm.ideal is not None and arm.loss is not None
    )
    return LossData(rows, comparison.why_replications, comparison.heading.currency) if rows else None


def draw(figure: Figure, shown: LossData) -> None:
    """Draw ideal and realised value at the left, the stacked losses at the right on a scale of their own."""
    figure.set_size_inches(style.WIDTH_INCHES, 1.6 + 0.62 * len(shown.rows))
    left, right = figure.subplots(1, 2, sharey=True)
    _values(left, shown)
    _losses(right, shown)
    left.set_yticks(range(len(shown.rows)), [style.name_lines(row.arm) for row in shown.rows])
    left.set_ylim(len(shown.rows) - 0.4, -0.6)
    style.legend_below((left, right), 5)


def _values(axes: Axes, shown: LossData) -> None:
    scale = scale_for([x for row in shown.rows for x in (row.ideal, row.realised)], shown.currency)
    places = range(len(shown.rows))
    realised = [row.realised for row in shown.rows]
    axes.barh(places, realised, height=0.55, color="#9A9A9A", label="realised")
    axes.plot(
        [row.ideal for row in shown.rows],
        places,
        linestyle="none",
        marker="|",
        color=style.INK,
        markersize=20,
        markeredgewidth=2.4,
        label="ideal",
    )
    style.zero_line(axes, vertical=True)
    axes.grid(visible=False, axis="y")
    style.human_axis(axes.xaxis, scale)
    axes.set_xlabel(f"Value ({scale.label})")


def _losses(axes: Axes, shown: LossData) -> None:
    scale = scale_for([x for row in shown.rows for x in _parts(row.loss)], shown.currency)
    above = [0.0] * len(shown.rows)
    below = [0.0] * len(shown.rows)
    for part, (name, colour, hatch) in enumerate(_PARTS):
        amounts = [_parts(row.loss)[part] for row in shown.rows]
        lefts = [above[i] if a >= 0 else below[i] for i, a in enumerate(amounts)]
        axes.barh(
            range(len(shown.rows)),
            amounts,
            left=lefts,
            height=0.55,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.4,
            label=f"lost: {name}",
        )
        above = [x + max(a, 0) for x, a in zip(above, amounts, strict=True)]
        below = [x + min(a, 0) for x, a in zip(below, amounts, strict=True)]
    for place, row in enumerate(shown.rows):
        axes.annotate(
            scale.bare(row.loss.total),
            (above[place], place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
        )
    style.zero_line(axes, vertical=True)
    axes.margins(x=0.16)
    axes.grid(visible=False, axis="y")
    style.human_axis(axes.xaxis, scale)
    axes.set_xlabel(f"Ideal less realised ({scale.label}); left of zero: a gain\n{shown.replications} replications")


def _parts(loss: Loss) -> tuple[float, float, float]:
    return (loss.late, loss.misinformed, loss.unexecuted)


def alt(shown: LossData) -> str:
    """Return ideal, realised and the parts of the loss of each arm."""
    scale = scale_for([x for row in shown.rows for x in (row.ideal, row.realised)], shown.currency)
    small = scale_for([x for row in shown.rows for x in _parts(row.loss)], shown.currency)
    parts = [
        f"{row.arm}: ideal {scale.text(row.ideal)}, realised {scale.text(row.realised)}; lost by being late "
        f"{small.text(row.loss.late)}, misinformed {small.text(row.loss.misinformed)}, "
        f"unexecuted {small.text(row.loss.unexecuted)}"
        for row in shown.rows
    ]
    return f"Bars of value and of what the organisation loses. {'. '.join(parts)}."


FIGURE = FigureSpec(
    "ideal_realised",
    "What the organisation makes of each policy",
    "The black mark is what the policy is worth if every decision is instant, informed and "
    "carried out. Coloured bars are what is lost because work is late, rests on poor information, "
    "or is not done as decided; left of zero something was gained.",
    Section.WHY,
    data,
    draw,
    alt,
)
