"""Intent of the policy for a piece of work: rules of the phases in force, and what they change beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from mktsim.inputs.phases import BudgetChange, LeverChange

if TYPE_CHECKING:
    from mktsim.inputs.policy import Policy
    from mktsim.model.organisation.work import Work


@dataclass(frozen=True)
class Intent:
    """A policy with the rules of the phases in force, and what they change beside them."""

    policy: Policy
    changes: tuple[tuple[str, LeverChange | BudgetChange], ...] = ()
    """(lever, change) in the order in which they are made."""
    ended: bool = False
    """Whether the product is to be given up."""
    since: float | None = None
    """Day since which phases want it; None where none has begun or ended."""

    def of(self, lever: str) -> tuple[LeverChange, ...]:
        """Return the changes of one lever in their order."""
        return tuple(one for name, one in self.changes if name == lever and isinstance(one, LeverChange))

    @property
    def released(self) -> float:
        """Share of the budget's instalments that may be planned."""
        shares = [one.scale for _, one in self.changes if isinstance(one, BudgetChange)]
        return shares[-1] if shares else 1.0


class Intending(Protocol):
    """Source of the intent of work."""

    @property
    def released(self) -> float:
        """Share of the budget's instalments that may be planned now."""

    @property
    def ends_on(self) -> float:
        """Day from which the product is given up; infinite while it goes on."""

    def of(self, work: Work) -> Intent:
        """Return the intent that a piece of work carries out."""

    def look(self) -> None:
        """See what is in force this week."""
