"""What is lost by changing each link, approval and relay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.value import forest
from mktsim.present.value.forest import Forest, line_of
from mktsim.present.words import label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.present.value.shown import Shown
    from mktsim.study.value.links import LinkValues

_MOST = 40
"""Rows that a page holds."""


def data(shown: Shown[LinkValues], context: Context) -> Forest | None:
    """Return the changes that matter most either way, the dearest first; None without any."""
    del context
    found = shown.found
    lines = [line_of(one.change.title, one.finding.effect) for one in found.links if one.finding.effect is not None]
    if not lines:
        return None
    chosen = sorted(lines, key=lambda line: -abs(line.mean))[:_MOST]
    ordered = tuple(sorted(chosen, key=lambda line: -line.mean))
    axis = f"{label(found.stamp.metric)} lost by the change"
    return Forest(ordered, axis, found.stamp.unit, left_out=len(found.links) - len(ordered))


def draw(figure: Figure, shown: Forest) -> None:
    """Draw a row a change."""
    forest.draw(figure, shown)


def alt(shown: Forest) -> str:
    """Return the changes that matter most either way."""
    return forest.alt(shown)
