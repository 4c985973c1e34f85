"""Spending by activity over time, one panel an arm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import FILLS, HATCHES, WIDTH_INCHES, human_axis, legend_below, name_lines
from mktsim.present.numbers import amount, scale_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from mktsim.outcomes.history import History
    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison

GROUPS = (
    ("Advertising, agency and events", ("advertising", "agency_fee", "events")),
    ("Price promotions", ("discount",)),
    ("Features, displays and gifts", ("trade_spending", "items", "leakage")),
    ("Calls, training and openings", ("calls", "training", "openings", "incentives")),
    ("Research", ("research",)),
    ("Staff", ("staff",)),
)
"""Activities of the ledger by what a manager calls them."""
NOT_SPENDING = frozenset({"revenue", "channel_margin", "cost_of_goods", "royalty", "freight", "holding", "write_off"})
"""Receipts, and costs that follow the units made and sold; the caption says that they are left out."""
OTHER = "Other"
_MOST_BARS = 26
_PERIODS = (1, 4, 13, 26, 52, 104)


@dataclass(frozen=True)
class SpendingPanel:
    """Spending of one arm."""

    arm: str
    amounts: NDArray[np.float64]
    """(groups, periods): money spent."""


@dataclass(frozen=True)
class SpendingData:
    """Spending of all arms in replication 0."""

    panels: tuple[SpendingPanel, ...]
    groups: tuple[str, ...]
    period_weeks: int
    weeks: int
    currency: str


def data(comparison: Comparison, context: Context) -> SpendingData | None:
    """Return money spent by group and period in each kept history."""
    del context
    if not comparison.examples:
        return None
    horizon = comparison.examples[0].horizon
    period = next((p for p in _PERIODS if horizon / p <= _MOST_BARS), _PERIODS[-1])
    names = (*(name for name, _ in GROUPS), OTHER)
    blocks = [_grouped(history, period) for history in comparison.examples]
    used = [g for g in range(len(names)) if any(np.any(block[g] != 0) for block in blocks)]
    panels = tuple(SpendingPanel(arm.name, block[used]) for arm, block in zip(comparison.arms, blocks, strict=False))
    return SpendingData(panels, tuple(names[g] for g in used), period, horizon, comparison.heading.currency)


def _grouped(history: History, period: int) -> NDArray[np.float64]:
    """Return spending by group and period, shape (groups, periods); the last period may be short."""
    periods = -(-history.horizon // period)
    place = {activity: g for g, (_, activities) in enumerate(GROUPS) for activity in activities}
    sums = np.zeros((len(GROUPS) + 1, periods))
    when = np.arange(history.horizon) // period
    for activity in history.money.columns:
        if activity not in NOT_SPENDING:
            money = -history.money.column(activity)[: history.horizon]
            sums[place.get(activity, len(GROUPS))] += np.bincount(when, weights=money, minlength=periods)
    return sums


def draw(figure: Figure, shown: SpendingData) -> None:
    """Draw stacked bars by period, small multiples on the same axes."""
    across = 1 if len(shown.panels) == 1 else 2
    down = -(-len(shown.panels) // across)
    figure.set_size_inches(WIDTH_INCHES, 1.2 + 2.0 * down)
    grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    scale = scale_for([float(np.max(np.sum(p.amounts, axis=0))) for p in shown.panels], shown.currency)
    for place, axes in enumerate(grid.flat):
        if place >= len(shown.panels):
            axes.set_visible(False)
            continue
        _stack(axes, shown, place)
        human_axis(axes.yaxis, scale)
        if place + across >= len(shown.panels):
            axes.set_xlabel("Weeks since the opening")
            axes.tick_params(labelbottom=True)
    figure.supylabel(f"Spent in each\n{_period_words(shown.period_weeks)} ({scale.label})", fontsize=9)
    legend_below((grid.flat[0],), 3)


def _period_words(weeks: int) -> str:
    return {1: "week", 13: "quarter (13 weeks)", 26: "half year (26 weeks)", 52: "year (52 weeks)"}.get(
        weeks, f"{weeks} weeks"
    )


def _stack(axes: Axes, shown: SpendingData, place: int) -> None:
    panel = shown.panels[place]
    left = np.arange(panel.amounts.shape[1]) * shown.period_weeks
    above = np.zeros(panel.amounts.shape[1])
    below = np.zeros(panel.amounts.shape[1])
    for g, name in enumerate(shown.groups):
        money = panel.amounts[g]
        base = np.where(money >= 0, above, below)
        axes.bar(
            left,
            money,
            width=0.9 * shown.period_weeks,
            bottom=base,
            align="edge",
            label=name,
            color=FILLS[g % len(FILLS)],
            hatch=HATCHES[g % len(HATCHES)],
            edgecolor="white",
            linewidth=0.3,
        )
        above = above + np.maximum(money, 0)
        below = below + np.minimum(money, 0)
    axes.set_title(name_lines(panel.arm, 44), loc="left")
    axes.set_xlim(0, shown.weeks)
    axes.grid(visible=False, axis="x")


def alt(shown: SpendingData) -> str:
    """Return total and largest activity of each arm."""
    parts = []
    for panel in shown.panels:
        sums = np.sum(panel.amounts, axis=1)
        largest = shown.groups[int(np.argmax(sums))] if len(sums) else OTHER
        parts.append(
            f"{panel.arm} spends {amount(float(np.sum(sums)), shown.currency)} in all, most on {largest.lower()} "
            f"({amount(float(np.max(sums, initial=0.0)), shown.currency)})"
        )
    return f"Stacked bars of spending by activity in replication 0. {'; '.join(parts)}."


FIGURE = FigureSpec(
    "spending",
    "Where the money goes",
    "Receipts, margins of the channel and costs of making, moving and holding the goods are left out. "
    "One run out of many (replication 0).",
    Section.WHY,
    data,
    draw,
    alt,
)
