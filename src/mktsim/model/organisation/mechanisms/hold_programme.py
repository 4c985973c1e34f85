"""Briefs, checks and controls that hold for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.programmes import Programme
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class HoldProgramme(Part):
    """Make a brief, check or control that holds for some days and covers what the work was good enough for."""

    kind: Literal["hold_programme"] = "hold_programme"
    item: str
    """Name under which it reaches those who work by it."""
    holds_days: Annotated[float, Ge(1), Le(1460), Unit("days"), Source("assumption")] = 120.0
    """Days for which it holds."""

    def draft(self, office: Office, work: Work) -> Programme:
        """Return what is covered and until when."""
        return Programme(office.now + self.holds_days, executed_share(office, work))

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Hand it to those who work by it."""
        if isinstance(draft, Programme):
            office.put_item(work, self.item, draft, work.duty.informs)
