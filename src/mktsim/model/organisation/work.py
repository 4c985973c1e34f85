"""A piece of work, and the purposes of its random numbers."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.inputs.duty import Duty

WHOLE = ""
"""Subject of work that is about nothing in particular."""

PHASE = "phase"
"""What sets work off when a phase of the policy begins or ends, and the beginning of its subject."""
Subject = str
"""What a piece of work is about: a promotion, a plan, or everything."""


class Purpose(IntEnum):
    """Purpose of each random number of a task; its position in the block."""

    DURATION = 0
    REWORK = 1
    REDO_DURATION = 2
    WEAK = 3
    FIND = 4
    EXCEPTION = 5
    DECISION_DURATION = 6
    APPROVAL_DURATION = 7
    COMPLIANCE = 8
    EXECUTION = 9
    CAMPAIGN = 10
    NOISE = 11
    OUTCOME = 12
    TIMING = 13
    SIZE = 14
    SPARE = 15


class Work:
    """One piece of work of one duty, from what set it off to what came of it."""

    __slots__ = (
        "attempt",
        "created",
        "deadline",
        "duty",
        "information",
        "luck",
        "origin",
        "owner",
        "period",
        "quality",
        "returned",
        "set_off_by",
        "spent_days",
        "subject",
        "weak",
    )

    def __init__(self, duty: Duty, subject: Subject, created: float, deadline: float, set_off_by: str) -> None:
        """Begin with nothing spent; `created` and `deadline` are days of the run."""
        self.duty = duty
        """Row of the catalogue."""
        self.owner = duty.owner
        """Agent that performs it."""
        self.subject = subject
        """What it is about."""
        self.created = created
        """Day on which it was set off."""
        self.deadline = deadline
        """Day after which dependants go on without it."""
        self.set_off_by = set_off_by
        """`calendar`, `stage`, `opening`, or the topic or plan whose message set it off."""
        self.period = int(created // 7.0)
        """Week in which it fell due."""
        self.origin = self.period
        """Week in which what it is a step of began, or its stage's interval, else its own; the key of its luck."""
        self.luck: list[float] | None = None
        """Its block of uniforms, once asked for."""
        self.quality = 1.0
        """Quality, zero to one; see the module `quality`."""
        self.information = 1.0
        """Geometric mean accuracy of what was needed (I)."""
        self.spent_days = 0.0
        """Effort spent so far, person-days."""
        self.attempt = 0
        """How often it was sent back."""
        self.weak = False
        """Whether it has an error that an approver may find."""
        self.returned = False
        """Whether an approver has sent it back already."""
