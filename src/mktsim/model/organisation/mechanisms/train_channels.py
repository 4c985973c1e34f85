"""Training and tools for channel members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.model.ledger import Activity, BudgetLine
from mktsim.model.organisation.mechanisms.evaluate_members import member_review
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.mechanisms.plan_channels import latest_terms
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

MONTHS = 12
UNKNOWN_SD: Annotated[float, Gt(0), Le(1), Unit("level"), Source("assumption")] = 0.2
"""Standard error of members' skill at which nothing is known of them: how much members differ."""


class TrainChannels(Part):
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

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Train each channel as the terms say and the channel line allows."""
        if not isinstance(draft, float):
            return
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
