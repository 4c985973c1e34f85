"""The figures of value experiments."""

from __future__ import annotations

from typing import Any

from mktsim.present.plots.spec import FigureSpec, Section
from mktsim.present.value import duty_losses, link_losses, staff_gains
from mktsim.present.value.shown import Valued
from mktsim.study.value.duties import DutyValues
from mktsim.study.value.links import LinkValues
from mktsim.study.value.staff import StaffValues

VALUE_FIGURES: dict[type, tuple[FigureSpec[Any], ...]] = {
    DutyValues: (
        FigureSpec(
            "duty_losses",
            "What is lost when a duty is neglected",
            "Right of zero the duty earns its keep; left of zero its neglect would be a gain. Hollow marks cannot be "
            "told from zero.",
            Section.ORGANISATION,
            duty_losses.data,
            duty_losses.draw,
            duty_losses.alt,
        ),
    ),
    LinkValues: (
        FigureSpec(
            "link_losses",
            "What is lost when coordination changes",
            "Right of zero the change costs money; left of zero it is a gain. Hollow marks cannot be told from zero.",
            Section.ORGANISATION,
            link_losses.data,
            link_losses.draw,
            link_losses.alt,
        ),
    ),
    StaffValues: (
        FigureSpec(
            "staff_gains",
            "What one more person is worth in each pool of staff",
            "Right of the dotted line one more person brings something, right of zero more than their pay.",
            Section.ORGANISATION,
            staff_gains.data,
            staff_gains.draw,
            staff_gains.alt,
        ),
    ),
}
"""By kind of result, in the order of the result."""


def figures_of(found: Valued) -> tuple[FigureSpec[Any], ...]:
    """Return the figures of a result."""
    return VALUE_FIGURES[type(found)]
