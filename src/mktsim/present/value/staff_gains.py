"""What one more person is worth in each pool of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.value import forest
from mktsim.present.value.forest import Forest, line_of
from mktsim.present.words import label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mktsim.present.context import Context
    from mktsim.present.value.shown import Shown
    from mktsim.study.value.staff import StaffValues


def data(shown: Shown[StaffValues], context: Context) -> Forest | None:
    """Return the pools, the largest gain first."""
    del context
    found = shown.found
    lines = tuple(sorted((line_of(one.pool, one.gain) for one in found.pools), key=lambda line: -line.mean))
    axis = f"{label(found.stamp.metric)} gained by one full-time equivalent more, net of pay"
    return Forest(lines, axis, found.stamp.unit, mark=-found.pay if found.pay else None) if lines else None


def draw(figure: Figure, shown: Forest) -> None:
    """Draw a row a pool, and a dotted line where a gain just is the pay."""
    forest.draw(figure, shown)


def alt(shown: Forest) -> str:
    """Return the pools in which one more is worth most."""
    return forest.alt(shown)
