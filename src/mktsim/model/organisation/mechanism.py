"""Interface of mechanisms: the work of a duty in two steps, before and after approval."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

D = TypeVar("D")
"""What the work proposes."""


class Mechanism(ABC, Generic[D]):
    """The work of a duty; a mechanism is also a `Part` with a `kind`, its name in the registry."""

    @abstractmethod
    def draft(self, office: Office, work: Work) -> D | None:
        """Return what finished work proposes, from knowledge; it changes nothing. None proposes nothing."""

    @abstractmethod
    def apply(self, office: Office, work: Work, draft: D) -> None:
        """Put an approved draft into force: topics, plans, levers, levels, supply."""

    def commitment(self, draft: D) -> float | None:
        """Return the money that a draft commits, within which its owner may decide alone; None for no such limit."""
        del draft
        return None
