"""The lead over the runner-up as replications come in, with an interval that may be watched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import GOOD, INK, SOFT, WIDTH_INCHES, human_axis, zero_line
from mktsim.present.numbers import percent, scale_for
from mktsim.present.reading import leader_index, runner_up_index, unit_of
from mktsim.present.words import label
from mktsim.science.statistics.confidence_sequence import FIRST_LOOK, sequence

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison


@dataclass(frozen=True, eq=False)
class WatchedData:
    """The difference of leader and runner-up after each replication."""

    leader: str
    runner_up: str
    replications: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    metric: str
    unit: str
    confidence: float


def data(comparison: Comparison, context: Context) -> WatchedData | None:
    """Return the sequence of intervals; None below twenty-one replications or with one arm."""
    del context
    first, second = leader_index(comparison), runner_up_index(comparison)
    if first == second or len(comparison.outcomes) <= FIRST_LOOK:
        return None
    apart = comparison.outcomes[:, first] - comparison.outcomes[:, second]
    # Leader and runner-up were picked by looking, so the error is shared by all pairs that could have been picked.
    pairs = math.comb(len(comparison.arms), 2)
    found = sequence(apart, (1.0 - comparison.heading.confidence) / pairs)
    return WatchedData(
        leader=comparison.arms[first].name,
        runner_up=comparison.arms[second].name,
        replications=found.replications,
        lower=found.lower,
        upper=found.upper,
        metric=comparison.heading.metric,
        unit=unit_of(comparison),
        confidence=comparison.heading.confidence,
    )


def draw(figure: Figure, shown: WatchedData) -> None:
    """Draw the band and its middle over replications."""
    figure.set_size_inches(WIDTH_INCHES, 3.6)
    axes = figure.subplots()
    scale = scale_for([*shown.lower, *shown.upper], shown.unit)
    axes.fill_between(shown.replications, shown.lower, shown.upper, color=GOOD, alpha=0.18, linewidth=0)
    axes.plot(shown.replications, (shown.lower + shown.upper) / 2, color=GOOD, linewidth=1.8)
    zero_line(axes, vertical=False)
    at = settled(shown)
    if at is not None:
        axes.axvline(at, color=SOFT, linestyle=":", linewidth=1.2)
        axes.annotate(f"settled at {at}", (at, 1.0), xycoords=("data", "axes fraction"), color=INK, fontsize=8.5)
    human_axis(axes.yaxis, scale)
    axes.set_ylabel(f"{label(shown.metric)} ({scale.label})")
    axes.set_xlabel(
        f"Replications so far\nline: mean of {shown.leader} less {shown.runner_up}; band: {percent(shown.confidence)} "
        "interval that holds however often one looks, for all pairs at once"
    )


def settled(shown: WatchedData) -> int | None:
    """Replications from which zero was outside the band for the first time; None if it never was."""
    for count, low, high in zip(shown.replications, shown.lower, shown.upper, strict=True):
        if low > 0.0 or high < 0.0:
            return int(count)
    return None


def alt(shown: WatchedData) -> str:
    """Return the last interval and when it settled."""
    scale = scale_for((shown.lower[-1], shown.upper[-1]), shown.unit)
    at = settled(shown)
    when = "Zero has not left the band yet" if at is None else f"Zero left the band after {at} replications"
    span = scale.span(float(shown.lower[-1]), float(shown.upper[-1]), signed=True)
    return f"Lead of {shown.leader} over {shown.runner_up} as replications come in, at the end {span}. {when}."


FIGURE = FigureSpec(
    "watched",
    "How the answer settled as replications came in",
    "Whoever watches a comparison run may stop it when the band leaves the line of zero; the usual intervals do "
    "not allow that.",
    Section.RISK,
    data,
    draw,
    alt,
)
