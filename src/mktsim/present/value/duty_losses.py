"""What is lost by neglecting each duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.value import forest
from mktsim.present.value.forest import Forest, line_of
from mktsim.present.words import label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.present.value.shown import Shown
    from mktsim.study.value.duties import DutyValues


def data(shown: Shown[DutyValues], context: Context) -> Forest | None:
    """Return the duties that were measured, those whose neglect loses most first; None without any."""
    del context
    found = shown.found
    lines = [line_of(one.duty.id, one.overall.effect) for one in found.duties if one.overall.effect is not None]
    if not lines:
        return None
    ordered = tuple(sorted(lines, key=lambda line: -line.mean))
    axis = f"{label(found.stamp.metric)} lost by neglect, time {found.mode.value}"
    return Forest(ordered, axis, found.stamp.unit, left_out=len(found.duties) - len(ordered))


def draw(figure: Figure, shown: Forest) -> None:
    """Draw a row a duty."""
    forest.draw(figure, shown)


def alt(shown: Forest) -> str:
    """Return the duties that matter most either way."""
    return forest.alt(shown)
