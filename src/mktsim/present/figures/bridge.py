"""The difference between runner-up and leader, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import BAD, FAINT, GOOD, INK, SOFT, WIDTH_INCHES, human_axis, name_lines, zero_line
from mktsim.present.numbers import scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.compare.result import BridgeStep, Comparison


@dataclass(frozen=True)
class BridgeData:
    """Steps that add up to the whole difference."""

    steps: tuple[BridgeStep, ...]
    leader: str
    runner_up: str
    currency: str

    @property
    def total(self) -> float:
        """Return the whole difference, money."""
        return sum(step.amount for step in self.steps)


def data(comparison: Comparison, context: Context) -> BridgeData | None:
    """Return the bridge of the comparison."""
    del context
    if not comparison.bridge:
        return None
    verdict = comparison.verdict
    return BridgeData(comparison.bridge, verdict.arm, verdict.runner_up, comparison.heading.currency)


def draw(figure: Figure, shown: BridgeData) -> None:
    """Draw a waterfall from the runner-up (zero) down to the leader."""
    rows = len(shown.steps) + 1
    figure.set_size_inches(WIDTH_INCHES, 1.7 + 0.34 * rows)
    axes = figure.subplots()
    scale = scale_for([step.amount for step in shown.steps] + [shown.total], shown.currency)
    reached = 0.0
    ends = [0.0]
    for row, step in enumerate(shown.steps):
        better = step.amount >= 0
        axes.barh(
            row,
            step.amount,
            left=reached,
            height=0.66,
            color=GOOD if better else BAD,
            hatch="" if better else "///",
            edgecolor="white",
            linewidth=0.4,
        )
        reached += step.amount
        axes.plot([reached, reached], [row - 0.33, row + 1.33], color=SOFT, linewidth=0.7)
        ends.append(reached)
        _written(axes, row, max(ends[-2], reached), scale.bare(step.amount, signed=True))
    axes.barh(rows - 1, shown.total, height=0.66, color=INK)
    _written(axes, rows - 1, max(0.0, shown.total), scale.bare(shown.total, signed=True))
    zero_line(axes, vertical=True)
    names = [name_lines(label(step.name), 30) for step in shown.steps]
    axes.set_yticks(range(rows), [*names, "Whole difference"])
    axes.set_ylim(rows - 0.4, -0.6)
    low, high = min(ends), max(ends)
    axes.set_xlim(low - 0.04 * (high - low), high + 0.14 * (high - low))
    axes.grid(visible=False, axis="y")
    human_axis(axes.xaxis, scale)
    axes.set_xlabel(
        f"Value beyond {name_lines(shown.runner_up, 60)} on the way to {name_lines(shown.leader, 60)} ({scale.label})"
    )
    axes.spines["left"].set_color(FAINT)


def _written(axes: Axes, row: int, end: float, number: str) -> None:
    """Write a number right of the end of its bar."""
    axes.annotate(number, (end, row), xytext=(5, 0), textcoords="offset points", va="center", fontsize=8)


def alt(shown: BridgeData) -> str:
    """Return the whole difference and its largest steps."""
    scale = scale_for([step.amount for step in shown.steps] + [shown.total], shown.currency)
    largest = sorted(shown.steps, key=lambda step: -abs(step.amount))[:4]
    parts = ", ".join(f"{label(s.name).lower()} {scale.text(s.amount, signed=True)}" for s in largest)
    return (
        f"Waterfall from {shown.runner_up} to {shown.leader}: {scale.text(shown.total, signed=True)} in all. "
        f"Largest steps: {parts}."
    )


FIGURE = FigureSpec(
    "bridge",
    "From runner-up to leader",
    "Read from top to bottom: every bar adds to the lead (blue) or takes from it (orange, "
    "hatched), and the last is the whole difference.",
    Section.WHY,
    data,
    draw,
    alt,
)
