"""Who gives a plan or topic, who works by it and who approves it, as the rows of the duty table say.

Departments are data: a mechanism or the engine that has to know who holds something asks here, by its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.inputs.duty import Duty


class DutyTable:
    """The duties of an organisation by what they give; of several that give the same, the first row counts."""

    def __init__(self, duties: tuple[Duty, ...]) -> None:
        """Look through the rows."""
        self._givers: dict[str, Duty] = {}
        for duty in duties:
            for name in duty.gives:
                self._givers.setdefault(name, duty)

    def giver(self, name: str) -> Duty | None:
        """Return the duty that gives a plan or topic; None where none does."""
        return self._givers.get(name)

    def owner(self, name: str) -> str:
        """Return the department whose duty gives a plan or topic; empty where none does."""
        giver = self._givers.get(name)
        return giver.owner if giver else ""

    def receiver(self, name: str) -> str:
        """Return who works by a plan: the first whom its duty informs, else its owner; empty where nobody gives it."""
        giver = self._givers.get(name)
        if giver is None:
            return ""
        return next((agent for agent in giver.informs if agent != giver.owner), giver.owner)

    def approver(self, name: str) -> str:
        """Return who grants a plan: the approver of its row, else its owner; empty where nobody gives it."""
        giver = self._givers.get(name)
        return (giver.approver or giver.owner) if giver else ""
