"""Mean outcome against the mean of the worst tenth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import SOFT, WIDTH_INCHES, human_axis, legend_below, look, name_lines
from mktsim.present.numbers import percent, scale_for
from mktsim.present.reading import unit_of
from mktsim.present.words import label
from mktsim.study.runs.interval import Interval

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison

WORST_SHARE = 0.1
"""Share of outcomes in the mean of the worst."""


@dataclass(frozen=True)
class RiskPoint:
    """One arm."""

    arm: str
    mean: Interval
    worst: Interval


@dataclass(frozen=True)
class RiskData:
    """All arms."""

    points: tuple[RiskPoint, ...]
    metric: str
    unit: str
    confidence: float


def data(comparison: Comparison, context: Context) -> RiskData | None:
    """Return mean and worst tenth of each arm, with intervals."""
    del context
    points = tuple(
        RiskPoint(
            arm.name, arm.interval, _around(arm.cvar, comparison.outcomes[:, place], comparison.heading.confidence)
        )
        for place, arm in enumerate(comparison.arms)
    )
    return RiskData(points, comparison.heading.metric, unit_of(comparison), comparison.heading.confidence)


def _around(worst: float, outcomes: NDArray[np.float64], confidence: float) -> Interval:
    """Return the interval of the mean of the worst tenth, from its influence function (Trindade et al. 2007)."""
    from scipy.special import ndtri

    below = np.maximum(np.quantile(outcomes, WORST_SHARE) - outcomes, 0.0)
    error = float(np.std(below, ddof=1)) / WORST_SHARE / np.sqrt(len(outcomes)) if len(outcomes) > 1 else 0.0
    half = float(ndtri((1 + confidence) / 2)) * error
    return Interval(worst, worst - half, worst + half)


def draw(figure: Figure, shown: RiskData) -> None:
    """Draw a cross a arm; up and right is better."""
    figure.set_size_inches(WIDTH_INCHES, 4.7)
    axes = figure.subplots()
    means = scale_for([p.mean.high for p in shown.points], shown.unit)
    worsts = scale_for([p.worst.high for p in shown.points], shown.unit)
    for place, point in enumerate(shown.points):
        style = look(place)
        axes.plot([point.worst.low, point.worst.high], [point.mean.mean] * 2, color=style.colour, linewidth=1.4)
        axes.plot([point.worst.mean] * 2, [point.mean.low, point.mean.high], color=style.colour, linewidth=1.4)
        axes.plot(
            [point.worst.mean],
            [point.mean.mean],
            marker=style.marker,
            color=style.colour,
            linestyle="none",
            markersize=9,
            label=name_lines(point.arm, 40),
        )
    axes.margins(0.12)
    human_axis(axes.xaxis, worsts)
    human_axis(axes.yaxis, means)
    axes.set_xlabel(f"Mean of the worst 10% of outcomes ({worsts.label}): further right is safer")
    axes.set_ylabel(f"Mean {label(shown.metric).lower()} ({means.label})")
    axes.annotate(
        f"bars: {percent(shown.confidence)} intervals",
        (0.99, 0.02),
        xycoords="axes fraction",
        ha="right",
        color=SOFT,
        fontsize=8,
    )
    legend_below((axes,), 2)


def alt(shown: RiskData) -> str:
    """Return both numbers of each arm."""
    scale = scale_for([x for p in shown.points for x in (p.mean.mean, p.worst.mean)], shown.unit)
    parts = [f"{p.arm}: mean {scale.text(p.mean.mean)}, worst 10% {scale.text(p.worst.mean)}" for p in shown.points]
    return f"Mean against the mean of the worst 10% of outcomes. {'; '.join(parts)}."


FIGURE = FigureSpec(
    "risk_return",
    "Risk and return",
    "Up is better on average, right is better in bad luck. An arm that is both is safe to choose.",
    Section.RISK,
    data,
    draw,
    alt,
)
