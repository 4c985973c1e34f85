"""One thing changed in an arm: duties neglected, or another organisation in place of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mktsim.inputs.organisation import Organisation
from mktsim.inputs.study import Neglect
from mktsim.study.question.resolve import NamedArm


@dataclass(frozen=True)
class Change:
    """What differs from the baseline."""

    title: str
    """In words; changes that differ have different titles."""
    neglect: tuple[Neglect, ...] = ()
    """Duties neglected beside those of the arm."""
    organisation: Organisation | None = None
    """Organisation in place of the arm's; None for its own."""


def changed_arm(arm: NamedArm, change: Change) -> NamedArm:
    """Return the arm with the change made."""
    organisation = change.organisation or arm.arm.organisation
    neglect = (*arm.arm.neglect, *change.neglect)
    return replace(
        arm,
        name=f"{arm.name}, {change.title}",
        arm=replace(arm.arm, neglect=neglect, organisation=organisation),
    )
