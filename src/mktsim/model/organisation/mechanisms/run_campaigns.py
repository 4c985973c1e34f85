"""Advertising campaigns: media bought and run week by week."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanisms.beliefs import household_shares
from mktsim.model.organisation.mechanisms.execution import campaign_luck, executed_by_region
from mktsim.model.organisation.mechanisms.plan_advertising import EXPENSE_PLAN
from mktsim.model.organisation.mechanisms.plans import ExpensePlan
from mktsim.model.organisation.mechanisms.spending import window_money
from mktsim.model.organisation.mechanisms.timing import Window, planning_window
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

    Floats = NDArray[np.float64]

MEDIA_PLAN = "media_plan"


@dataclass(frozen=True)
class Campaign:
    """Media bought for a few weeks."""

    weeks: tuple[int, ...]
    money: tuple[float, ...]
    """By week."""
    mix: tuple[float, ...]
    """By medium."""
    executed: tuple[float, ...]
    """Share of insertions that run, by region."""
    efficiency: float = 1.0
    """Contacts for the money: agency, identity and the luck of the campaign, which nobody knows beforehand."""


class RunCampaigns(Part):
    """Buy and run the media of the expense plan; weeks that pass before the work is done are lost."""

    kind: Literal["run_campaigns"] = "run_campaigns"
    agency_slope: Annotated[float, Ge(0), Le(2), Unit("efficiency per level"), Source("assumption")] = 0.5
    """Contacts for the money gained by the agency's quality, relative to the middle."""
    identity_slope: Annotated[float, Ge(0), Le(2), Unit("efficiency per level"), Source("assumption")] = 0.3
    """The same for a consistent identity, relative to a level of 0.6."""

    def draft(self, office: Office, work: Work) -> Campaign:
        """Return the campaign of the window; without a plan the instalment goes into its first week."""
        weeks = tuple(w for w in planning_window(office, work).weeks() if w * WEEK_DAYS >= office.now - 1e-9)
        plan = office.item(work.duty.owner, EXPENSE_PLAN, None)
        media = office.sizes.media
        mix = plan.mix if isinstance(plan, ExpensePlan) and plan.mix else (1.0 / media,) * media
        return Campaign(
            weeks=weeks,
            money=_weekly_money(office, work.duty.owner, plan, weeks),
            mix=mix,
            executed=tuple(float(share) for share in executed_by_region(office, work)),
        )

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Run each week's media from its first day and pay for what ran."""
        if not isinstance(draft, Campaign) or not draft.weeks:
            return
        campaign = replace(draft, efficiency=self.efficiency(office) * campaign_luck(office, work))
        office.put_item(work, MEDIA_PLAN, campaign, work.duty.informs)
        book_flight(office, work.duty.owner, campaign)

    def efficiency(self, office: Office) -> float:
        """Return contacts for the money relative to an average agency and identity."""
        agency = self.agency_slope * (office.levels.level(Level.AGENCY) - 0.5)
        identity = self.identity_slope * (office.levels.level(Level.IDENTITY) - 0.6)
        return max(1.0 + agency + identity, 0.1)


def book_flight(office: Office, owner: str, campaign: Campaign) -> None:
    """Have the weeks of a campaign that are still to come run, and end after the last."""
    for week, money in zip(campaign.weeks, campaign.money, strict=True):
        if week * WEEK_DAYS >= office.now - 1e-9:
            office.at(week * WEEK_DAYS, partial(_run, office, owner, campaign, money))
    office.at((campaign.weeks[-1] + 1) * WEEK_DAYS, partial(_stop, office, owner, campaign))


def _run(office: Office, owner: str, campaign: Campaign, planned: float) -> None:
    """Put a week's pressure in force and book its media and the agency's fee."""
    if _replaced(office, owner, campaign):
        return
    homes, executed = household_shares(office), np.array(campaign.executed)
    fee_share = office.scenario.money.agency_fee_share
    planned = min(planned, max(office.ledger.available(BudgetLine.ADVERTISING), 0.0))
    media = planned / (1.0 + fee_share)
    ran = media * float(homes @ executed)
    normal = office.scenario.brands[0].normal_advertising_money
    by_medium = media / normal * np.array(campaign.mix) * contacts_for_money(office)
    pressure = np.outer(executed, by_medium) * campaign.efficiency
    office.levers.put(Lever.PRESSURE, office.now, pressure)
    office.ledger.book(office.now, Activity.ADVERTISING, owner, -ran)
    office.ledger.book(office.now, Activity.AGENCY_FEE, owner, -ran * fee_share)
    office.note("advertising_run", ran * (1.0 + fee_share))
    office.note("pressure", float(homes @ pressure.sum(axis=1)))


def _replaced(office: Office, owner: str, campaign: Campaign) -> bool:
    """Tell whether a newer campaign covers this week."""
    newest = office.item(owner, MEDIA_PLAN, campaign)
    if newest == campaign or not isinstance(newest, Campaign):
        return False
    return office.now >= newest.weeks[0] * WEEK_DAYS


def _stop(office: Office, owner: str, campaign: Campaign) -> None:
    """End the flight unless a newer one has begun."""
    if not _replaced(office, owner, campaign):
        office.levers.put(Lever.PRESSURE, office.now, np.zeros_like(office.levers.in_force(Lever.PRESSURE)))


def contacts_for_money(office: Office) -> Floats:
    """Return contacts that each medium gives for money relative to an even mix, shape (M,)."""
    cost = np.array([medium.cost_money for medium in office.scenario.media])
    relative: Floats = len(cost) / cost / (1.0 / cost).sum()
    return relative


def _weekly_money(office: Office, agent: str, plan: object, weeks: tuple[int, ...]) -> tuple[float, ...]:
    """Return the plan's money by week; weeks without a plan leave their whole instalment to the first of them."""
    planned = [plan.of_week(week) if isinstance(plan, ExpensePlan) else None for week in weeks]
    missing = [i for i, money in enumerate(planned) if money is None]
    money = [value or 0.0 for value in planned]
    if missing:
        window = Window(weeks[missing[0]] * WEEK_DAYS, (weeks[missing[-1]] + 1) * WEEK_DAYS)
        money[missing[0]] = window_money(office, agent, BudgetLine.ADVERTISING, window)
    return tuple(money)
