"""Advertising plan: expenses by week and medium, and the message, by the advertising rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.inputs.rules import AdvertisingInformation, Belief, Message
from mktsim.model.ledger import BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.directions import ADVERTISING_CHANGES, intent_of, pass_on
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.advertising.creatives import MESSAGE_PLAN, MessagePlan
from mktsim.model.organisation.mechanisms.knowledge.beliefs import (
    belief,
    demand_per_week,
    mean_margin,
    mean_price,
    season_by_week,
    unit_margin,
)
from mktsim.model.organisation.mechanisms.planning.budget import window_money
from mktsim.model.organisation.mechanisms.timing import Window, market_week, planning_window
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


@dataclass(frozen=True)
class ExpensePlan:
    """Advertising money by week."""

    first_week: int
    spending_money: tuple[float, ...]
    mix: tuple[float, ...]
    """Share by medium; empty for even."""
    message: Message

    def of_week(self, week: int) -> float | None:
        """Return the money of `week`; None when the plan does not reach it."""
        index = week - self.first_week
        return self.spending_money[index] if 0 <= index < len(self.spending_money) else None


EXPENSE_PLAN = Plan("expense_plan", ExpensePlan)


class PlanAdvertising(Part, Mechanism[ExpensePlan]):
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
        info = advertising_information(office, work.duty.owner, window)
        decision = intent_of(office, work).policy.advertising.decide(
            replace(info, budget_money=info.budget_money * (1.0 - self.kept_share))
        )
        return ExpensePlan(weeks[0], decision.spending_money, decision.mix, decision.message)

    def apply(self, office: Office, work: Work, draft: ExpensePlan) -> None:
        """Post the plan; weeks that an older one plans before it stay."""
        owner = work.duty.owner
        plan = _joined(office.plan(owner, EXPENSE_PLAN), draft, int(office.now // 7))
        topic = "response.advertising"
        mean = sum(draft.spending_money) / max(len(draft.spending_money), 1)
        office.decided(work, Lever.PRESSURE, topic, office.believe(owner, topic), mean)
        pass_on(office, work, ADVERTISING_CHANGES, "advertising")
        office.put_plan(work, EXPENSE_PLAN, plan, work.duty.informs)


def _joined(old: ExpensePlan | None, new: ExpensePlan, this_week: int) -> ExpensePlan:
    """Return the new plan with the old one's weeks from this one on that the new one does not plan."""
    if old is None:
        return new
    end = new.first_week + len(new.spending_money)
    before = [old.of_week(week) or 0.0 for week in range(min(this_week, new.first_week), new.first_week)]
    after = [old.of_week(week) or 0.0 for week in range(end, old.first_week + len(old.spending_money))]
    return ExpensePlan(new.first_week - len(before), (*before, *new.spending_money, *after), new.mix, new.message)


def advertising_information(office: Office, agent: str, window: Window) -> AdvertisingInformation:
    """Return what the agent can tell an advertising rule about a window."""
    weeks = window.weeks()
    net = mean_price(office, agent) * (1.0 - mean_margin(office, agent))
    demand = demand_per_week(office, agent, (window.first + window.last) / 2.0)
    return AdvertisingInformation(
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


class ChooseMessage(Part, Mechanism[MessagePlan]):
    """Choose by the policy's rule what advertising says in the stage perceived."""

    kind: Literal["choose_message"] = "choose_message"
    ahead_days: Annotated[float, Ge(14), Le(366), Unit("days"), Source("assumption")] = 91.0
    """Days that the choice looks ahead."""

    def draft(self, office: Office, work: Work) -> MessagePlan:
        """Return the rule's message on what the owner believes."""
        window = Window(office.now, office.now + self.ahead_days)
        info = advertising_information(office, work.duty.owner, window)
        return MessagePlan(office.now, office.policy.advertising.decide(info).message)

    def apply(self, office: Office, work: Work, draft: MessagePlan) -> None:
        """Brief those who run the campaigns."""
        office.put_plan(work, MESSAGE_PLAN, draft, work.duty.informs)
