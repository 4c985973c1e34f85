"""The figures of the worth of information."""

from __future__ import annotations

from typing import Any

from mktsim.present.decisions import information_work, information_world
from mktsim.present.plots.spec import FigureSpec, Section

INFORMATION_FIGURES: tuple[FigureSpec[Any], ...] = (
    FigureSpec(
        "information_work",
        "What better knowledge and faster work would bring",
        "A bar right of zero is worth paying for, up to what it shows.",
        Section.RISK,
        information_work.data,
        information_work.draw,
        information_work.alt,
    ),
    FigureSpec(
        "information_world",
        "What is worth finding out before choosing",
        "Research into something with no bar would not change the choice, whatever it found.",
        Section.RISK,
        information_world.data,
        information_world.draw,
        information_world.alt,
    ),
)
"""In the order of the result."""
