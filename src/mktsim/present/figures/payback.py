"""Payback time of each arm: median and 10-90% range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import SOFT, WIDTH_INCHES, look, name_lines
from mktsim.present.numbers import percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison, Payback


@dataclass(frozen=True)
class PaybackRow:
    """One arm."""

    arm: str
    payback: Payback


@dataclass(frozen=True)
class PaybackData:
    """All arms."""

    rows: tuple[PaybackRow, ...]


def data(comparison: Comparison, context: Context) -> PaybackData | None:
    """Return the arms in their order; None where risks were not worked out or the money is back from the first week."""
    del context
    rows = tuple(PaybackRow(arm.name, arm.risk.payback) for arm in comparison.arms if arm.risk is not None)
    moves = any(row.payback.never > 0.0 or row.payback.quantiles[2] > 0.0 for row in rows)
    return PaybackData(rows) if moves else None


def draw(figure: Figure, shown: PaybackData) -> None:
    """Draw one row per arm: median and 10-90% range of the payback time, an arrow where some never pay back."""
    figure.set_size_inches(WIDTH_INCHES, 1.8 + 0.5 * len(shown.rows))
    axes = figure.subplots()
    known = [week for row in shown.rows for week in row.payback.quantiles if math.isfinite(week)]
    end = 1.12 * max(known, default=52.0) + 4.0
    for place, row in enumerate(shown.rows):
        style = look(place)
        low, middle, high = row.payback.quantiles
        if math.isfinite(low):
            axes.plot([low, min(high, end)], [place, place], color=style.colour, linewidth=2.2, solid_capstyle="butt")
        if math.isinf(high):
            axes.plot([end], [place], marker=">", color=style.colour, markersize=7, clip_on=False)
        if math.isfinite(middle):
            axes.plot([middle], [place], marker=style.marker, color=style.colour, markersize=8)
        text = f"never: {percent(row.payback.never)}" if row.payback.never else "always by the horizon"
        axes.annotate(text, (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=8.5, color=SOFT)
    axes.set_yticks(range(len(shown.rows)), [name_lines(row.arm) for row in shown.rows])
    axes.set_ylim(len(shown.rows) - 0.4, -0.6)
    axes.set_xlim(0, end)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel(
        "Weeks from the opening until the cumulative cash stays above zero\n"
        "mark: middle; bar: 80% of outcomes; arrow: not by the horizon in one case of ten or more"
    )


def alt(shown: PaybackData) -> str:
    """Return the middle and the share of never of each arm."""
    parts = [
        f"{row.arm} {_week(row.payback.quantiles[1])} (never in {percent(row.payback.never)})" for row in shown.rows
    ]
    return f"Week from which the money is back, in the middle of cases: {'; '.join(parts)}."


def _week(week: float) -> str:
    return f"week {week:.0f}" if math.isfinite(week) else "not by the horizon"


FIGURE = FigureSpec(
    "payback",
    "When the money is back",
    "Further left is sooner. Long bars belong to policies whose payback depends on luck.",
    Section.RISK,
    data,
    draw,
    alt,
)
