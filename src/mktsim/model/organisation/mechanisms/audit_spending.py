"""Audits of promotion and advertising money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.plans import AuditReport
from mktsim.model.organisation.mechanisms.promotion_money import AUDIT
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class AuditSpending(Part):
    """Track, check and report the use of funds, so that part of what leaks is found and stopped."""

    kind: Literal["audit_spending"] = "audit_spending"
    find_share: Annotated[float, Ge(0), Le(1), Unit("share of leakage"), Source("assumption")] = 0.7
    """Share of the leakage that complete work finds."""

    def draft(self, office: Office, work: Work) -> AuditReport:
        """Return the findings."""
        return AuditReport(office.now, self.find_share * executed_share(office, work))

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Report to those who hand out the money."""
        if not isinstance(draft, AuditReport):
            return
        topic = "audit.leakage"
        office.publish(work, topic, office.observe(work, "sales_archive", topic, max(work.quality, 0.05)))
        office.put_item(work, AUDIT, draft, work.duty.informs)
