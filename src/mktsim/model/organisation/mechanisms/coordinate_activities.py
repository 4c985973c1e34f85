"""Large joint activities, and departments brought together that cannot do their joint work alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.build_level import BuildLevel
from mktsim.model.organisation.mechanisms.plans import Standing
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

COORDINATION = "coordination"


class CoordinateActivities(Part):
    """Hold the activity, which brings departments into line, and keep an eye on joint work until the next one."""

    kind: Literal["coordinate_activities"] = "coordinate_activities"
    gain: Annotated[float, Ge(0), Le(1), Unit("share of the gap to one"), Source("assumption")] = 0.3
    """Share of the gap of alignment that a complete activity closes."""
    events_share: Annotated[float, Ge(0), Le(0.2), Unit("share of the advertising line"), Source("assumption")] = 0.0
    """Money spent each time on events."""
    holds_days: Annotated[float, Ge(1), Le(366), Unit("days"), Source("assumption")] = 120.0
    """Days for which departments work to the dates agreed."""

    def draft(self, office: Office, work: Work) -> float:
        """Return the share of the programme that is carried out."""
        return self._activity().draft(office, work)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Hold the activity and agree dates for joint work."""
        if not isinstance(draft, float):
            return
        self._activity().apply(office, work, draft)
        agreed = Standing(office.now + self.holds_days * draft)
        office.put_item(work, COORDINATION, agreed, work.duty.informs)

    def _activity(self) -> BuildLevel:
        return BuildLevel(levels=("alignment",), gain=self.gain, events_share=self.events_share)
