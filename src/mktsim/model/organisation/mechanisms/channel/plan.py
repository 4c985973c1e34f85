"""Channel plan: objectives and terms by the channel rule, margins agreed, and the push of channel members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.inputs.rules import ChannelDecision, ChannelInformation, ChannelMemberInformation
from mktsim.kept import kept
from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.changes import changed_terms
from mktsim.model.organisation.directions import intent_of
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.knowledge.beliefs import belief, mean_price
from mktsim.model.organisation.mechanisms.planning.budget import window_money
from mktsim.model.organisation.mechanisms.timing import YEAR_DAYS, Window, market_week
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

QUARTERS = 4.0
CHANNEL_TERMS = Plan("channel_terms", ChannelDecision)
NORMAL_DRIVE: Annotated[float, Ge(0), Le(1), Unit("level"), Source("assumption")] = 0.5
"""Drive of members at the opening, with which their skill of the opening makes a normal push."""
UNPAID_DRIVE: Annotated[float, Ge(0), Le(1), Unit("level"), Source("assumption")] = 0.4
"""Drive of members whom nobody pays or controls: they sell what leaves them a margin."""
DRIVE_HALF_LIFE_WEEKS: Annotated[float, Gt(0), Le(520), Unit("weeks"), Source("assumption")] = 26.0
"""Weeks in which half of the drive beyond that is lost without incentives and control."""


@dataclass(frozen=True)
class ChannelPlan:
    """Targets and terms by channel."""

    day: float
    """Day of the decision."""
    decision: ChannelDecision


CHANNEL_PLAN = Plan("channel_plan", ChannelPlan)


@dataclass(frozen=True)
class ChannelControl:
    """Members' drive as the last review left it."""

    day: float
    drive: float
    """Level, zero to one."""


CHANNEL_CONTROL = Plan("channel_control", ChannelControl)


class PlanChannels(Part, Mechanism[ChannelDecision]):
    """Set targets and terms by channel for the stage."""

    kind: Literal["plan_channels"] = "plan_channels"

    def draft(self, office: Office, work: Work) -> ChannelDecision:
        """Return the rule's decision on what the owner believes."""
        intent = intent_of(office, work)
        decision = intent.policy.channel.decide(channel_information(office, work.duty.owner))
        changes = intent.of("channel")
        return changed_terms(office.scenario, decision, changes) if changes else decision

    def apply(self, office: Office, work: Work, draft: ChannelDecision) -> None:
        """Post the plan to those who configure channels and agree terms."""
        office.put_plan(work, CHANNEL_PLAN, ChannelPlan(office.now, draft), work.duty.informs)


def channel_information(office: Office, agent: str) -> ChannelInformation:
    """Return what the agent can tell a channel rule."""
    scenario = office.scenario
    regions = office.sizes.regions
    members = tuple(
        ChannelMemberInformation(
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
    return ChannelInformation(
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
    plan = office.plan(agent, CHANNEL_PLAN)
    return plan.decision if plan else None


class AgreeTerms(Part, Mechanism[ChannelDecision]):
    """Agree margins with members, and pay and control them so that their sellers keep up recommending the brand."""

    kind: Literal["agree_terms"] = "agree_terms"
    drive_gain: Annotated[float, Ge(0), Le(1), Unit("share of the gap to one"), Source("assumption")] = 0.3
    """Share of the gap to full drive that one review closes which pays the whole incentive."""
    incentive_share: Annotated[
        float, Ge(0), Le(0.25), Unit("share of a quarter's channel money"), Source("assumption")
    ] = 0.04
    """Money for sellers' incentives at each review."""

    def draft(self, office: Office, work: Work) -> ChannelDecision | None:
        """Return the terms planned; None before any channel plan has arrived."""
        return latest_terms(office, work.duty.owner)

    def apply(self, office: Office, work: Work, draft: ChannelDecision) -> None:
        """Put margins and drive in force."""
        owner = work.duty.owner
        margins = np.array([term.margin_share for term in draft.terms])
        if not np.array_equal(margins, office.levers.in_force(Lever.MARGIN)):
            topic = "distribution.channel.0"
            office.decided(work, Lever.MARGIN, topic, office.believe(owner, topic), float(margins[0]))
            office.levers.put(Lever.MARGIN, office.now, margins)
        office.put_plan(work, CHANNEL_TERMS, draft, work.duty.informs)
        before = drive(office, owner)
        after = before + self.drive_gain * self._paid(office, work) * (1.0 - before)
        office.put_plan(work, CHANNEL_CONTROL, ChannelControl(office.now, after), work.duty.informs)
        office.levers.put(Lever.PUSH, office.now, push(office, owner))

    def _paid(self, office: Office, work: Work) -> float:
        """Pay incentives to the members that the work reaches, as far as the line goes; return the share paid."""
        whole = self.incentive_share * float(office.ledger.approved[BudgetLine.CHANNEL]) / QUARTERS
        money = min(whole * executed_share(office, work), max(office.ledger.available(BudgetLine.CHANNEL), 0.0))
        office.ledger.book(office.now, Activity.INCENTIVES, work.owner, -money)
        return money / whole if whole > 0.0 else 0.0


def drive(office: Office, agent: str) -> float:
    """Return members' drive now as the agent's last review left it, worn down since to what margin gives; level."""
    held = office.plan(agent, CHANNEL_CONTROL)
    if held is None:
        return NORMAL_DRIVE
    left = float(0.5 ** ((office.now - held.day) / WEEK_DAYS / DRIVE_HALF_LIFE_WEEKS))
    return UNPAID_DRIVE + (held.drive - UNPAID_DRIVE) * left


def push(office: Office, agent: str) -> NDArray[np.float64]:
    """Return members' skilled recommendation beside what rivals' reps obtain, shape (R, C), level.

    Rivals train and pay members as at the opening; sellers who know and earn less than that recommend rivals.
    """
    beside = office.levels.skill() * drive(office, agent) - _normal(office.scenario)
    return np.repeat(beside[None, :], office.sizes.regions, axis=0)


@kept
def _normal(scenario: Scenario) -> NDArray[np.float64]:
    return np.array([channel.skill for channel in scenario.channels]) * NORMAL_DRIVE
