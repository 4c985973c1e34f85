"""Levels that work builds and time wears down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class BuildLevel(Part):
    """Close part of the gap between one or more levels and one."""

    kind: Literal["build_level"] = "build_level"
    levels: tuple[str, ...]
    """Levels by name."""
    gain: Annotated[float, Ge(0), Le(1), Unit("share of the gap to one"), Source("assumption")] = 0.2
    """Share of the gap that a complete piece of work closes."""
    events_share: Annotated[float, Ge(0), Le(0.2), Unit("share of the advertising line"), Source("assumption")] = 0.0
    """Money spent each time on events."""

    def draft(self, office: Office, work: Work) -> float:
        """Return the share of the programme that is carried out."""
        return executed_share(office, work)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Pay for the programme and raise the levels."""
        if not isinstance(draft, float):
            return
        wanted = self.events_share * float(office.ledger.approved[BudgetLine.ADVERTISING])
        money = min(wanted, max(office.ledger.available(BudgetLine.ADVERTISING), 0.0))
        share = draft * (money / wanted if wanted > 0.0 else 1.0)
        office.ledger.book(office.now, Activity.EVENTS, work.duty.owner, -money)
        for name in self.levels:
            office.levels.build(name, self.gain * share)
