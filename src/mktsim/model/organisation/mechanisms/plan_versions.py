"""The product's life and the date of its next version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.versions import VERSION_DATE, VersionDate, last_version_day
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

Cycle = Annotated[float, Ge(30), Le(3650), Unit("days"), Source("assumption")]


class PlanVersions(Part):
    """Date the next version from the stage that the product is believed to be in."""

    kind: Literal["plan_versions"] = "plan_versions"
    growing_days: Cycle = 400.0
    """From one version to the next while the product is believed to be introduced or growing."""
    mature_days: Cycle = 330.0
    """The same in maturity."""
    declining_days: Cycle = 210.0
    """The same in decline, which the next version is to answer."""
    slip_days: Annotated[float, Ge(0), Le(365), Unit("days"), Source("assumption")] = 60.0
    """Days by which a date set without care is too late."""
    holds_days: Annotated[float, Ge(1), Le(1460), Unit("days"), Source("assumption")] = 400.0
    """Days for which a date holds good."""

    def draft(self, office: Office, work: Work) -> VersionDate:
        """Return the date: the cycle of each stage, weighted by how probable the stage is believed to be."""
        owner = work.duty.owner
        young, growing, mature, declining = office.stage(owner)
        cycle = (young + growing) * self.growing_days + mature * self.mature_days + declining * self.declining_days
        slip = self.slip_days * (1.0 - executed_share(office, work))
        due = max(last_version_day(office, owner) + cycle, office.now) + slip
        return VersionDate(office.now + self.holds_days, due)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Tell those who develop it."""
        if isinstance(draft, VersionDate):
            office.put_item(work, VERSION_DATE, draft, work.duty.informs)
