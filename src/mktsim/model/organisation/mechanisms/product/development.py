"""Development of the next version by several departments at gates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.ledger import Activity
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.planning.programmes import PRODUCT_DEFINITION, reach_of
from mktsim.model.organisation.mechanisms.product.versions import (
    DEVELOPMENT,
    PRODUCT_PLAN,
    VERSION_DATE,
    Development,
    last_version_day,
    latest,
)
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class DevelopProduct(Part, Mechanism[Development]):
    """Take a product plan through its gates, in time for the date that the next version is wanted."""

    kind: Literal["develop_product"] = "develop_product"
    development_days: Annotated[float, Ge(0), Le(1460), Unit("days"), Source("assumption")] = 130.0
    """From the first gate to the shelf when the departments work together well."""
    slack: Annotated[float, Ge(0), Le(5), Unit("share of development"), Source("assumption")] = 0.8
    """Further time, and money, of the part that was not worked out together."""
    gate_days: Annotated[float, Ge(0), Le(366), Unit("days"), Source("assumption")] = 91.0
    """Days from one gate to the next: development begins at the last gate that is early enough."""
    undated_days: Annotated[float, Ge(30), Le(3650), Unit("days"), Source("assumption")] = 900.0
    """From one version to the next where nobody has set a date."""
    misfit: Annotated[float, Ge(0), Le(1), Unit("share of features"), Source("assumption")] = 0.4
    """Features that consumers do not want where nobody has defined the product."""
    money_per_utility: Annotated[float, Gt(0), Le(1000), Unit("standard surveys per utility"), Source("assumption")] = (
        67.0
    )
    """Cost of development, in consumer surveys of standard size."""

    def draft(self, office: Office, work: Work) -> Development | None:
        """Return the version to develop from now on; None when none is planned or it is too early."""
        owner = work.duty.owner
        plan, before = office.plan(owner, PRODUCT_PLAN), latest(office, owner)
        if plan is None or (before and before.plan_day >= plan.day):
            return None
        if before and before.ready > office.now:
            return None
        days = self.days(office, work)
        if self._due(office, owner) - days > office.now + self.gate_days:
            return None
        fit = 1.0 - self.misfit * (1.0 - reach_of(office, owner, PRODUCT_DEFINITION))
        features = before.after if before else 0.0
        return Development(
            plan_day=plan.day,
            ready=office.now + days,
            previous=last_version_day(office, owner),
            before=features,
            after=features + plan.utility * fit,
            fit=fit,
        )

    def apply(self, office: Office, work: Work, draft: Development) -> None:
        """Pay for development; the version is on the shelf when it is ready."""
        planned = (draft.after - draft.before) / draft.fit
        dearer = self.days(office, work) / self.development_days if office.execution.late else 1.0
        fee = self.money_per_utility * planned * dearer * office.scenario.money.research_money
        office.ledger.book(office.now, Activity.RESEARCH, work.duty.owner, -fee)
        office.put_plan(work, DEVELOPMENT, draft, work.duty.informs)

    def days(self, office: Office, work: Work) -> float:
        """Return the time of development, days."""
        if not office.execution.late:
            return 0.0
        return self.development_days * (1.0 + self.slack * (1.0 - executed_share(office, work)))

    def _due(self, office: Office, agent: str) -> float:
        """Return the day on which the next version is wanted."""
        wanted = office.plan_in_force(agent, VERSION_DATE)
        return wanted.due if wanted else last_version_day(office, agent) + self.undated_days
