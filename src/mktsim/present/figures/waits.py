"""Who waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.figures.spec import FigureSpec, Section
from mktsim.present.figures.style import INK, WIDTH_INCHES
from mktsim.present.words import label, wrap
from mktsim.study.directory.organisation_report import WaitKind

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from mktsim.present.context import Context
    from mktsim.study.directory.organisation_report import OrganisationReport

TITLES = {
    WaitKind.APPROVAL: "For an answer to a plan",
    WaitKind.NEWS: "For word of what was done",
}
"""Panels; waiting for one's own staff is in the figure of duties."""
_DARK = 0.55
_YEAR = 52.0


@dataclass(frozen=True, eq=False)
class WaitPanel:
    """Days waited by two departments' names."""

    kind: WaitKind
    waiters: tuple[str, ...]
    waited_for: tuple[str, ...]
    days: NDArray[np.float64]
    """Mean days of a wait, shape (waiters, waited for); NaN where nobody waits."""
    times: NDArray[np.float64]
    """Waits a year."""


@dataclass(frozen=True)
class WaitData:
    """One panel a kind of wait."""

    panels: tuple[WaitPanel, ...]


def data(found: OrganisationReport, context: Context) -> WaitData | None:
    """Return the panels; None where nobody waits for another."""
    del context
    panels = []
    for kind in TITLES:
        waits = [wait for wait in found.waits if wait.kind is kind]
        if not waits:
            continue
        rows = tuple(dict.fromkeys(wait.waiter for wait in waits))
        columns = tuple(dict.fromkeys(wait.waited_for for wait in waits))
        days = np.full((len(rows), len(columns)), np.nan)
        times = np.zeros_like(days)
        for wait in waits:
            place = rows.index(wait.waiter), columns.index(wait.waited_for)
            days[place] = wait.days / wait.times
            times[place] = wait.times * _YEAR / found.history.horizon
        panels.append(WaitPanel(kind, rows, columns, days, times))
    return WaitData(tuple(panels)) if panels else None


def draw(figure: Figure, shown: WaitData) -> None:
    """Draw a table of shaded cells a panel: mean days, and below how often a year."""
    heights = [0.9 + 0.42 * len(panel.waiters) for panel in shown.panels]
    figure.set_size_inches(WIDTH_INCHES, 0.9 + sum(heights))
    found = figure.subplots(len(shown.panels), 1, squeeze=False, height_ratios=heights)
    for axes, panel in zip(found[:, 0], shown.panels, strict=True):
        _panel(axes, panel)


def _panel(axes: Axes, panel: WaitPanel) -> None:
    top = float(np.nanmax(panel.days)) or 1.0
    axes.imshow(panel.days, aspect="auto", cmap="YlOrRd", vmin=0.0, vmax=top)
    for row in range(len(panel.waiters)):
        for column in range(len(panel.waited_for)):
            days = panel.days[row, column]
            if np.isfinite(days):
                colour = "white" if days > _DARK * top else INK
                times = panel.times[row, column]
                text = f"{days:.1f} d\n{f'{times:.0f}' if times >= 1.0 else '<1'} a year"
                axes.text(column, row, text, ha="center", va="center", fontsize=6.5, color=colour)
    axes.set_xticks(range(len(panel.waited_for)), [wrap(label(name), 15) for name in panel.waited_for], fontsize=7)
    axes.set_yticks(range(len(panel.waiters)), [label(name) for name in panel.waiters], fontsize=7.5)
    axes.grid(visible=False)
    axes.set_title(f"{TITLES[panel.kind]}: row waits for column, mean days and times a year", loc="left")


def alt(shown: WaitData) -> str:
    """Return the longest mean wait of each kind."""
    parts = []
    for panel in shown.panels:
        row, column = np.unravel_index(int(np.nanargmax(panel.days)), panel.days.shape)
        parts.append(
            f"{TITLES[panel.kind]}: longest, {label(panel.waiters[row])} for {label(panel.waited_for[column])}, "
            f"{panel.days[row, column]:.1f} days"
        )
    return f"Who waits for whom. {'; '.join(parts)}."


FIGURE = FigureSpec(
    "waits",
    "Who waits for whom",
    "Read along a row: how long that department waits for the one above the column, on average, and how often.",
    Section.ORGANISATION,
    data,
    draw,
    alt,
)
