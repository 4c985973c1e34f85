"""The advertising expense plan, by the policy's rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal, cast

from annotated_types import Ge, Le

from mktsim.model.ledger import BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.beliefs import (
    belief,
    demand_per_week,
    mean_margin,
    mean_price,
    season_by_week,
    unit_margin,
)
from mktsim.model.organisation.mechanisms.plans import ExpensePlan
from mktsim.model.organisation.mechanisms.spending import window_money
from mktsim.model.organisation.mechanisms.timing import Window, market_week, planning_window
from mktsim.model.seen import AdvertisingSeen, Belief
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.mechanisms.rules import AdvertisingRule
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

EXPENSE_PLAN = "expense_plan"


class PlanAdvertising(Part):
    """Phase the advertising money of a period by week and medium, with a message."""

    kind: Literal["plan_advertising"] = "plan_advertising"
    kept_share: Annotated[float, Ge(0), Le(1), Unit("share of the advertising line"), Source("assumption")] = 0.10
    """Money kept for brand work and events."""

    def draft(self, office: Office, work: Work) -> ExpensePlan | None:
        """Return the rule's plan for the window; None for a window without a week."""
        window = planning_window(office, work)
        weeks = window.weeks()
        if not weeks:
            return None
        rule = cast("AdvertisingRule", office.policy.advertising)
        seen = advertising_seen(office, work.duty.owner, window)
        decision = rule.decide(replace(seen, budget_money=seen.budget_money * (1.0 - self.kept_share)))
        return ExpensePlan(weeks[0], decision.spending_money, decision.mix, decision.message)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Post the plan; weeks that an older one plans before it stay."""
        if not isinstance(draft, ExpensePlan):
            return
        owner = work.duty.owner
        plan = _joined(office.item(owner, EXPENSE_PLAN, None), draft, int(office.now // 7))
        topic = "response.advertising"
        mean = sum(draft.spending_money) / max(len(draft.spending_money), 1)
        office.decided(work, Lever.PRESSURE, topic, office.believe(owner, topic), mean)
        office.put_item(work, EXPENSE_PLAN, plan, work.duty.informs)


def _joined(old: object, new: ExpensePlan, this_week: int) -> ExpensePlan:
    """Return the new plan with the old one's weeks from this one on that the new one does not plan."""
    if not isinstance(old, ExpensePlan):
        return new
    end = new.first_week + len(new.spending_money)
    before = [old.of_week(week) or 0.0 for week in range(min(this_week, new.first_week), new.first_week)]
    after = [old.of_week(week) or 0.0 for week in range(end, old.first_week + len(old.spending_money))]
    return ExpensePlan(new.first_week - len(before), (*before, *new.spending_money, *after), new.mix, new.message)


def advertising_seen(office: Office, agent: str, window: Window) -> AdvertisingSeen:
    """Return what the agent can tell an advertising rule about a window."""
    weeks = window.weeks()
    net = mean_price(office, agent) * (1.0 - mean_margin(office, agent))
    demand = demand_per_week(office, agent, (window.first + window.last) / 2.0)
    return AdvertisingSeen(
        week=market_week(office, weeks[0]),
        weeks=len(weeks),
        budget_money=window_money(office, agent, BudgetLine.ADVERTISING, window),
        sales_money=Belief(demand.value * net, demand.se * net),
        unit_margin=unit_margin(office, agent),
        stage=office.stage(agent),
        rival_spending=belief(office, agent, "rival.spending"),
        share=belief(office, agent, "market.share"),
        awareness=belief(office, agent, "market.awareness"),
        response=belief(office, agent, "response.advertising"),
        season=tuple(season_by_week(office, agent, weeks)),
    )
