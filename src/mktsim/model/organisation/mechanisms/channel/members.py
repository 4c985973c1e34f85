"""Evaluation of channel members: which are worth serving, and who needs training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Le

from mktsim.inputs.rules import Stage, most_probable
from mktsim.model.ledger import Activity
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.channel.plan import latest_terms
from mktsim.model.organisation.mechanisms.knowledge.beliefs import outlets
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Part, Source, Unit
from mktsim.sums import total

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.rules import ChannelDecision
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work
    from mktsim.model.world import Estimate

    Floats = NDArray[np.float64]

SKILL = "channel.skill"
BUILDING = frozenset({Stage.INTRODUCTION, Stage.GROWTH})
"""Stages in which no member is dropped: what it will bring is not to be seen yet."""
YEAR_WEEKS = 52.0


@dataclass(frozen=True)
class MemberReview:
    """How calls, openings and training move between channels, as multiples of what the policy's terms ask for."""

    last_day: float
    """Day until which it holds."""
    calls: tuple[float, ...]
    """Calls and openings, by channel; zero where members are dropped."""
    training: tuple[float, ...]
    """Training, by channel; zero where members are dropped."""


MEMBER_REVIEW = Plan("member_review", MemberReview)


@dataclass(frozen=True)
class Findings:
    """Findings of an evaluation of channel members."""

    skills: tuple[Estimate, ...]
    """By channel."""
    review: MemberReview | None
    """None before any terms."""


class EvaluateMembers(Part, Mechanism[Findings]):
    """Survey members' skill, drop channels whose outlets bring less than serving them costs, and back the others.

    What the policy says of effort by channel stays: the calls of those dropped go to those kept, and training days go
    where skill is thought to be missing.
    """

    kind: Literal["evaluate_members"] = "evaluate_members"
    instrument: str = "survey"
    """Instrument by name."""
    surveys: Annotated[float, Ge(0), Le(20), Unit("standard surveys"), Source("assumption")] = 0.1
    """Money spent each time, in consumer surveys of standard size."""
    least: Annotated[float, Ge(0), Le(1), Unit("multiple"), Source("assumption")] = 0.5
    """Least training of members that are kept, relative to the terms."""
    most: Annotated[float, Ge(1), Le(10), Unit("multiple"), Source("assumption")] = 2.0
    """Most calls and training of members that are backed, relative to the terms."""
    holds_days: Annotated[float, Ge(1), Le(732), Unit("days"), Source("assumption")] = 150.0
    """Days for which a review holds."""

    def draft(self, office: Office, work: Work) -> Findings:
        """Return skills as surveyed and the review that follows from them, sales and cost."""
        accuracy = max(work.quality, 0.05)
        channels = range(office.sizes.channels)
        skills = tuple(office.observe(work, self.instrument, f"{SKILL}.{c}", accuracy) for c in channels)
        return Findings(skills, self._review(office, work.duty.owner, np.array([s.value for s in skills])))

    def apply(self, office: Office, work: Work, draft: Findings) -> None:
        """Pay for the survey, publish skills and hand the review to those who call on, open and train members."""
        office.ledger.book(
            office.now, Activity.RESEARCH, work.duty.owner, -self.surveys * office.scenario.money.research_money
        )
        for index, estimate in enumerate(draft.skills):
            office.publish(work, f"{SKILL}.{index}", estimate)
        if draft.review is not None:
            office.put_plan(work, MEMBER_REVIEW, draft.review, work.duty.informs)

    def _review(self, office: Office, agent: str, skills: Floats) -> MemberReview | None:
        terms = latest_terms(office, agent)
        if terms is None:
            return None
        worth, cost = contribution_per_outlet(office, agent), cost_per_outlet(office, terms)
        building = most_probable(office.stage(agent)) in BUILDING
        kept = (worth > cost) | building
        calls = np.array([term.calls_per_week for term in terms.terms])
        days = np.array([term.training_days for term in terms.terms]) * outlets(office)
        need = np.clip(1.0 - skills, 0.01, 1.0)
        mean = total(need * days) / total(days) if total(days) > 0.0 else 1.0
        needed: Floats = np.clip(need / mean, self.least, self.most)
        return MemberReview(
            last_day=office.now + self.holds_days,
            calls=self._moved(calls, np.where(kept, 1.0, 0.0)),
            training=self._moved(days, np.where(kept, needed, 0.0)),
        )

    def _moved(self, effort: Floats, multiples: Floats) -> tuple[float, ...]:
        """Return the multiples scaled so that the sum of effort is as before, where that is within the most."""
        wanted = total(multiples * effort)
        scale = total(effort) / wanted if wanted > 0.0 else 0.0
        return tuple(np.minimum(multiples * scale, self.most).tolist())


def contribution_per_outlet(office: Office, agent: str) -> Floats:
    """Return the believed weekly contribution of an outlet that lists the brand, at recommended prices, money, (C,)."""
    channels = range(office.sizes.channels)
    units = np.array([max(office.believe(agent, f"sales.channel.{c}").value, 0.0) for c in channels])
    listed = np.array([office.believe(agent, f"distribution.channel.{c}").value for c in channels])
    carrying = np.maximum(listed, 0.01) * outlets(office) * office.sizes.regions
    net = office.levers.in_force(Lever.PRICE) * (1.0 - office.levers.in_force(Lever.MARGIN))
    earned: Floats = units * (net - office.believe(agent, "cost.unit").value) / carrying
    return earned


def cost_per_outlet(office: Office, terms: ChannelDecision) -> Floats:
    """Return what serving an outlet aimed at costs a week in calls and training, money, shape (C,)."""
    money = office.scenario.money
    aimed = np.array([max(term.target_distribution, 0.01) for term in terms.terms])
    aimed = aimed * outlets(office) * office.sizes.regions
    calls = np.array([term.calls_per_week for term in terms.terms]) * money.call_money
    days = np.array([term.training_days for term in terms.terms]) / YEAR_WEEKS * money.training_money
    cost: Floats = calls / aimed + days
    return cost


def member_review(office: Office, agent: str) -> MemberReview | None:
    """Return the review of members that holds, as the agent has it; None without one."""
    return office.plan_in_force(agent, MEMBER_REVIEW)
