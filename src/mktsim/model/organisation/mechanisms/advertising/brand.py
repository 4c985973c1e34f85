"""Brand planning and image building."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.advertising.attribution import USUALLY_ATTRIBUTED, attributed_share
from mktsim.model.organisation.mechanisms.execution import executed_by_region
from mktsim.model.organisation.mechanisms.planning.programmes import Standing
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import household_shares
from mktsim.quantities import Part, Source, Unit
from mktsim.sums import weighted

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

NORMAL_WEEKS = 52.0
BRAND_PLAN = Plan("brand_plan", Standing)


class BuildBrand(Part, Mechanism[tuple[float, ...]]):
    """Carry on image work where it can be carried out and paid for, until the programme ends."""

    kind: Literal["build_brand"] = "build_brand"
    build_per_week: Annotated[float, Ge(0), Le(0.1), Unit("goodwill a week"), Source("assumption")] = 0.004
    """Goodwill that a programme of normal money adds where people know whose it is."""
    programme_days: Annotated[float, Gt(0), Le(1460), Unit("days"), Source("assumption")] = 400.0
    """Days after which a programme ends unless the next one has begun."""
    line_share: Annotated[float, Ge(0), Le(0.5), Unit("share of the advertising line"), Source("assumption")] = 0.05
    """Money for a programme."""
    normal_share: Annotated[
        float, Gt(0), Le(0.5), Unit("share of a year's normal advertising"), Source("assumption")
    ] = 0.05
    """Money that a fully effective programme takes; twice as much is not twice as good."""

    def draft(self, office: Office, work: Work) -> tuple[float, ...]:
        """Return the share of the programme that is carried out, by region."""
        return tuple(float(share) for share in executed_by_region(office, work))

    def apply(self, office: Office, work: Work, draft: tuple[float, ...]) -> None:
        """Pay for what is carried out in each region; what nobody takes for the brand's builds the category instead."""
        wanted = self.line_share * float(office.ledger.approved[BudgetLine.ADVERTISING])
        left = min(wanted, max(office.ledger.available(BudgetLine.ADVERTISING), 0.0))
        known = attributed_share(office.levels.level(Level.IDENTITY)) / USUALLY_ATTRIBUTED
        bought = [paid_for(office, left * share, self.normal_share) for share in draft]
        rate = self.build_per_week * known * np.array(bought)
        money = left * weighted(household_shares(office.scenario), np.array(draft))
        owner, end = work.duty.owner, Standing(office.now + self.programme_days)
        office.ledger.book(office.now, Activity.EVENTS, owner, -money)
        office.decided(work, Lever.BRAND_BUILD, "insight.quality", office.believe(owner, "insight.quality"), rate[0])
        office.levers.put(Lever.BRAND_BUILD, office.now, rate)
        office.put_plan(work, BRAND_PLAN, end, work.duty.informs)
        office.at(end.last_day, lambda: end_programme(office, owner, end))


def end_programme(office: Office, owner: str, end: Standing) -> None:
    """Stop brand work unless a later programme runs."""
    if office.plan(owner, BRAND_PLAN) in (None, end):
        office.levers.put(Lever.BRAND_BUILD, office.now, np.zeros(office.sizes.regions))


def paid_for(office: Office, money: float, normal_share: float) -> float:
    """Return how far `money` carries brand work that normally takes a share of a year's normal advertising.

    Concave, one at the normal sum and two at most: nothing for nothing, and no fortune for a fortune.
    """
    normal = normal_share * NORMAL_WEEKS * office.scenario.brands[0].normal_advertising_money
    return 2.0 * money / (money + normal) if money > 0.0 else 0.0
