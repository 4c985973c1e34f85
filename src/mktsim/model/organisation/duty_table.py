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
        self.owners = {name: duty.owner for name, duty in self._givers.items()}
        """Department whose duty gives a plan or topic, by name."""
        self.receivers = {name: _receiver(duty) for name, duty in self._givers.items()}
        """Who works by a plan or topic, by name: the first whom its duty informs, else its owner."""
        self.approvers = {name: duty.approver or duty.owner for name, duty in self._givers.items()}
        """Who grants a plan, by name: the approver of its row, else its owner."""

    def giver(self, name: str) -> Duty | None:
        """Return the duty that gives a plan or topic; None where none does."""
        return self._givers.get(name)


def _receiver(duty: Duty) -> str:
    return next((agent for agent in duty.informs if agent != duty.owner), duty.owner)
