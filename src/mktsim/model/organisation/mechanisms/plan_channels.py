"""Channel objectives and terms, by the policy's rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from mktsim.model.ledger import BudgetLine
from mktsim.model.organisation.mechanisms.beliefs import belief, mean_price
from mktsim.model.organisation.mechanisms.plans import ChannelPlan
from mktsim.model.organisation.mechanisms.spending import window_money
from mktsim.model.organisation.mechanisms.timing import YEAR_DAYS, Window, market_week
from mktsim.model.seen import ChannelDecision, ChannelMemberSeen, ChannelSeen
from mktsim.quantities import Part

if TYPE_CHECKING:
    from mktsim.model.organisation.mechanisms.rules import ChannelRule
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

CHANNEL_PLAN = "channel_plan"


class PlanChannels(Part):
    """Set targets and terms by channel for the stage."""

    kind: Literal["plan_channels"] = "plan_channels"

    def draft(self, office: Office, work: Work) -> ChannelDecision:
        """Return the rule's decision on what the owner believes."""
        rule = cast("ChannelRule", office.policy.channel)
        return rule.decide(channel_seen(office, work.duty.owner))

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Post the plan to those who configure channels and agree terms."""
        if not isinstance(draft, ChannelDecision):
            return
        office.put_item(work, CHANNEL_PLAN, ChannelPlan(office.now, draft), work.duty.informs)


def channel_seen(office: Office, agent: str) -> ChannelSeen:
    """Return what the agent can tell a channel rule."""
    scenario = office.scenario
    regions = office.sizes.regions
    members = tuple(
        ChannelMemberSeen(
            name=channel.name,
            kind=channel.kind.value,
            traffic_share=channel.traffic_share,
            margin_share=channel.margin_share,
            distribution=belief(office, agent, f"distribution.channel.{index}"),
            units=belief(office, agent, f"sales.channel.{index}"),
            outlets=channel.outlets * regions,
        )
        for index, channel in enumerate(scenario.channels)
    )
    year = Window(office.now, office.now + YEAR_DAYS)
    return ChannelSeen(
        week=market_week(office, int(office.now // 7)),
        budget_money=window_money(office, agent, BudgetLine.CHANNEL, year),
        stage=office.stage(agent),
        channels=members,
        regions=regions,
        price=mean_price(office, agent),
        call_money=scenario.money.call_money,
        opening_money=scenario.money.opening_money,
    )


def latest_terms(office: Office, agent: str) -> ChannelDecision | None:
    """Return the channel decision that has reached the agent."""
    plan = office.item(agent, CHANNEL_PLAN, None)
    return plan.decision if isinstance(plan, ChannelPlan) else None
