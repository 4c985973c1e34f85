"""Outlets: sales calls by channel and region, and training of channel members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.inputs.rules import ChannelDecision
from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.channel.members import member_review
from mktsim.model.organisation.mechanisms.channel.plan import latest_terms
from mktsim.model.organisation.mechanisms.execution import executed_by_region, executed_share
from mktsim.model.organisation.mechanisms.knowledge.beliefs import outlets
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import household_shares
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

QUARTER_WEEKS = 13.0
MONTHS = 12
UNKNOWN_SD: Annotated[float, Gt(0), Le(1), Unit("level"), Source("assumption")] = 0.2
"""Standard error of members' skill at which nothing is known of them: how much members differ."""


@dataclass(frozen=True)
class CallPlan:
    """Sales calls, as configured."""

    calls: tuple[tuple[float, ...], ...]
    """Multiples of one call an outlet a quarter, by region and channel."""


CALL_PLAN = Plan("call_plan", CallPlan)


class ConfigureChannels(Part, Mechanism[CallPlan]):
    """Spread sales calls over channels and regions within the channel line, as members' review says."""

    kind: Literal["configure_channels"] = "configure_channels"

    def draft(self, office: Office, work: Work) -> CallPlan | None:
        """Return calls by region and channel; None before any channel plan has arrived."""
        terms = latest_terms(office, work.duty.owner)
        if terms is None:
            return None
        calls = _calls_per_week(office, terms) * executed_by_region(office, work)[:, None]
        review = member_review(office, work.duty.owner)
        if review is not None:
            calls *= np.array(review.calls)
        cost = float(calls.sum()) * office.scenario.money.call_money
        weekly = _channel_money_left(office) / _weeks_left(office)
        affordable = min(weekly / cost, 1.0) if cost > 0.0 else 1.0
        normal = calls * affordable * QUARTER_WEEKS / outlets(office)
        return CallPlan(tuple(tuple(float(x) for x in row) for row in normal))

    def apply(self, office: Office, work: Work, draft: CallPlan) -> None:
        """Set the calls; the standing work of the sales teams makes and pays them week by week."""
        calls = np.array(draft.calls)
        topic = "distribution.channel.0"
        estimate = office.believe(work.duty.owner, topic)
        office.decided(work, Lever.CALLS, topic, estimate, float(calls.mean()))
        office.put_plan(work, CALL_PLAN, draft, work.duty.informs)
        office.levers.put(Lever.CALLS, office.now, calls)


def _calls_per_week(office: Office, terms: ChannelDecision) -> NDArray[np.float64]:
    """Return calls a week by region and channel, shape (R, C), before what can be paid."""
    homes = household_shares(office.scenario)
    columns = []
    for term in terms.terms:
        weights = np.array(term.region_weights or (1.0,) * office.sizes.regions)
        columns.append(term.calls_per_week * weights * homes)
    return np.array(columns).T


def _channel_money_left(office: Office) -> float:
    line = BudgetLine.CHANNEL
    return max(float(office.ledger.approved[line] - office.ledger.spent[line]), 0.0)


def _weeks_left(office: Office) -> float:
    """Return the weeks until the budget year ends, one at least."""
    today = office.calendar.date_of(office.now)
    return max((today.replace(month=12, day=31) - today).days / 7.0, 1.0)


class TrainChannels(Part, Mechanism[float]):
    """Raise the skill of channel members by product training, comparisons and selling tools."""

    kind: Literal["train_channels"] = "train_channels"
    gain: Annotated[float, Ge(0), Le(1), Unit("share of the gap to one a month"), Source("assumption")] = 0.06
    """Share of the gap that tools and advice close without training days."""
    training_gain: Annotated[float, Ge(0), Le(1), Unit("share of the gap to one a month"), Source("assumption")] = 0.18
    """Share of the gap that very many training days would close."""
    half_days: Annotated[float, Gt(0), Le(50), Unit("days an outlet a year"), Source("assumption")] = 2.0
    """Training days at which half of that is reached."""
    unaimed_loss: Annotated[float, Ge(0), Le(1), Unit("share of training"), Source("assumption")] = 0.5
    """Training spent on members who do not need it where nothing at all is known of who does."""

    def draft(self, office: Office, work: Work) -> float:
        """Return the share of members reached."""
        return executed_share(office, work)

    def apply(self, office: Office, work: Work, draft: float) -> None:
        """Train each channel as the terms say and the channel line allows."""
        terms, review = latest_terms(office, work.duty.owner), member_review(office, work.duty.owner)
        gains = np.zeros(office.sizes.channels)
        for index, channel in enumerate(office.scenario.channels):
            days = terms.terms[index].training_days if terms else 0.0
            days *= review.training[index] if review else 1.0
            outlets = channel.outlets * office.sizes.regions
            wanted = days / MONTHS * outlets * draft * office.scenario.money.training_money
            money = min(wanted, max(office.ledger.available(BudgetLine.CHANNEL), 0.0))
            office.ledger.book(office.now, Activity.TRAINING, work.duty.owner, -money)
            trained = days * (money / wanted if wanted > 0.0 else 1.0)
            gain = self.gain + self.training_gain * trained / (trained + self.half_days)
            aimed = self.aimed(office, work.duty.owner, index)
            office.note("trainings", 1.0)
            office.note("training_aimed", aimed)
            gains[index] = gain * draft * aimed
        office.levels.train(gains)

    def aimed(self, office: Office, agent: str, channel: int) -> float:
        """Return the share of a channel's training that meets members who need it, by what is known of their skill."""
        error = min(office.believe(agent, f"channel.skill.{channel}").se / UNKNOWN_SD, 1.0)
        return 1.0 - self.unaimed_loss * error
