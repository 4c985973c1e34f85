"""What the engine asks of every mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class Mechanism(Protocol):
    """What the work of a duty does, in two steps: before and after approval."""

    @property
    def kind(self) -> str:
        """Name on the table of mechanisms."""

    def draft(self, office: Office, work: Work) -> object:
        """Return what the finished work proposes, from knowledge; changes nothing."""

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Put an approved draft into force: topics, items, levers, levels, supply."""
