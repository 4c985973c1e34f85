"""The figures of an optimisation."""

from __future__ import annotations

from typing import Any

from mktsim.present.decisions import optimise_frontier, optimise_search
from mktsim.present.plots.spec import FigureSpec, Section

OPTIMISE_FIGURES: tuple[FigureSpec[Any], ...] = (
    FigureSpec(
        "optimise_search",
        "How the search went",
        "The black line should be flat in the grey part; if it still climbs, the search was stopped too early.",
        Section.RESULT,
        optimise_search.data,
        optimise_search.draw,
        optimise_search.alt,
    ),
    FigureSpec(
        "optimise_frontier",
        "What a budget buys when it is spent as well as was found",
        "Where the line is flat, more money buys nothing. Left of the square on its dotted line: the same for less.",
        Section.RESULT,
        optimise_frontier.data,
        optimise_frontier.draw,
        optimise_frontier.alt,
    ),
)
"""In the order of the result."""
