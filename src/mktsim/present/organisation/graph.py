"""The coordination graph of one organisation with measured load and delay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.plots import coordination
from mktsim.present.plots.coordination import GraphData, graph_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.present.organisation.shown import ShownWorkings


def data(shown: ShownWorkings, context: Context) -> GraphData | None:
    """Return the graph; None for a run without messages."""
    del context
    found = shown.found
    if not found.history.edges.rows:
        return None
    return graph_of(found.policy, found.organisation.name, found.history, found.organisation)


def draw(figure: Figure, shown: GraphData) -> None:
    """Draw departments as boxes and messages as arrows."""
    coordination.draw(figure, shown)


def alt(shown: GraphData) -> str:
    """Return the busiest department, the busiest link and the slowest one."""
    return coordination.alt(shown)
