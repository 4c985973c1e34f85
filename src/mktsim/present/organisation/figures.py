"""The figures of an organisation at work."""

from __future__ import annotations

from typing import Any

from mktsim.present.organisation import gantt, graph, latency, waits
from mktsim.present.plots.spec import FigureSpec, Section

ORGANISATION_FIGURES: tuple[FigureSpec[Any], ...] = (
    FigureSpec(
        "graph",
        "Who tells whom, who is busy, and what is slow",
        "Boxes are departments, darker when busier. Arrows are messages, thicker when more, darker red when slower.",
        Section.ORGANISATION,
        graph.data,
        graph.draw,
        graph.alt,
    ),
    FigureSpec(
        "latency",
        "How long each duty takes, and where the time goes",
        "A bar is the mean time from a task's being due to its taking effect; what was sent back goes through all "
        "stretches again.",
        Section.ORGANISATION,
        latency.data,
        latency.draw,
        latency.alt,
    ),
    FigureSpec(
        "waits",
        "Who waits for whom",
        "Read along a row: how long that department waits for the one above the column, on average, and how often.",
        Section.ORGANISATION,
        waits.data,
        waits.draw,
        waits.alt,
    ),
    FigureSpec(
        "gantt",
        "From the opening to the launch",
        "The first task of every duty. Where a bar is not blue, the work lies: it waits for staff or for an answer. "
        "For a going concern the first quarter is shown.",
        Section.ORGANISATION,
        gantt.data,
        gantt.draw,
        gantt.alt,
    ),
)
"""In the order of the result."""
