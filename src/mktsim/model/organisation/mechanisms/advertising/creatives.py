"""Creative work of campaigns: its strength and message, its evaluation and replacement."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le, Lt

from mktsim.inputs.rules import Message
from mktsim.inputs.scenario import Launch
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import MEDIUM_SHARE, by_medium, creative_luck
from mktsim.model.organisation.plan import Plan
from mktsim.model.organisation.work import Purpose
from mktsim.model.organisation.work_streams import standard_normal
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

LONGEST_DAYS: Annotated[float, Gt(0), Le(3650), Unit("days"), Source("assumption")] = 365.0
"""Days after which creative work is renewed in any case."""
MISMATCH: Annotated[
    float,
    Ge(0),
    Le(1),
    Unit("share of contacts per unit of awareness"),
    Source("Kotler: inform, persuade, remind; size assumption"),
] = 0.5
"""Contacts that a message misses for each unit by which awareness differs from what it is made for."""
MOVED_FOR_STRENGTH: Annotated[
    float, Ge(0), Le(50), Unit("share of a medium's money per unit of strength"), Source("assumption")
] = 4.0
"""Money moved to a medium for what the work in use is thought to be stronger there."""
MOST_MOVED: Annotated[float, Ge(0), Lt(1), Unit("share of a medium's money"), Source("assumption")] = 0.5
"""Most by which a medium's share of the money changes: bookings and discounts bind the rest."""
MADE_FOR = {Message.INFORM: 0.15, Message.PERSUADE: 0.55, Message.REMIND: 0.95}
"""Share of households aware that each message is made for (assumption: from nobody to nearly everybody)."""


@dataclass(frozen=True)
class Creative:
    """Creative work in use."""

    day: float
    """First day."""
    strength: float
    """Contacts for the money relative to the usual; seen only by evaluating what it did."""
    by_medium: tuple[float, ...] = ()
    """The same in each medium relative to all; empty where it is as strong in all."""
    number: int = 0
    """How many there were before it; the key of its luck, so that all arms meet the same work in the same order."""


CREATIVE = Plan("creative_work", Creative)


@dataclass(frozen=True)
class Verdict:
    """Verdict of an evaluation of creative work."""

    day: float
    """First day of the creative work that it is about."""
    strength: float
    """Estimate, drawn to the usual by its error."""
    replace: bool
    """Whether it is to be replaced."""
    by_medium: tuple[float, ...] = ()
    """Estimate of its strength in each medium relative to all; empty where media were not told apart."""


VERDICT = Plan("campaign_verdict", Verdict)


@dataclass(frozen=True)
class MessagePlan:
    """Plan of advertising's message in the period to come."""

    day: float
    message: Message


MESSAGE_PLAN = Plan("message_plan", MessagePlan)


def creative_in_use(office: Office, work: Work) -> Creative:
    """Return the creative work of a campaign: what runs, unless it is judged poor, has grown old, or is the first."""
    held = office.plan(work.duty.owner, CREATIVE)
    verdict = office.plan(work.duty.owner, VERDICT)
    if held and office.now - held.day < LONGEST_DAYS:
        judged_poor = verdict is not None and verdict.day == held.day and verdict.replace
        if not judged_poor:
            return held
    number = held.number + 1 if held else 0
    return Creative(office.now, *creative_luck(office, number), number)


def mix_after_verdict(office: Office, agent: str, mix: tuple[float, ...]) -> tuple[float, ...]:
    """Return the media mix with money moved to the media in which the work in use is thought to do most."""
    held, verdict = office.plan(agent, CREATIVE), office.plan(agent, VERDICT)
    if held is None or verdict is None:
        return mix
    if verdict.day != held.day or verdict.replace or not verdict.by_medium:
        return mix
    moved = [MOVED_FOR_STRENGTH * (strength - 1.0) for strength in verdict.by_medium]
    wanted = [share * (1.0 + min(max(m, -MOST_MOVED), MOST_MOVED)) for share, m in zip(mix, moved, strict=True)]
    whole = sum(wanted)
    return tuple(share / whole for share in wanted) if whole > 0.0 else mix


def message_in_force(office: Office, agent: str) -> Message:
    """Return the message decided; before any, a new product informs and an old one reminds."""
    plan = office.plan(agent, MESSAGE_PLAN)
    if plan:
        return plan.message
    return Message.INFORM if isinstance(office.scenario.opening, Launch) else Message.REMIND


def message_fit(office: Office, message: Message) -> float:
    """Return the share of contacts to whom a message says something, given how many know the brand.

    What the public knows decides it, not what the firm believes: nobody in the firm reads this.
    """
    return 1.0 - MISMATCH * abs(office.truth_of("market.awareness") - MADE_FOR[message])


class EvaluateCampaigns(Part, Mechanism[Verdict]):
    """Estimate the strength of the creative work in use, overall and by medium, and have weak work replaced."""

    kind: Literal["evaluate_campaigns"] = "evaluate_campaigns"
    error: Annotated[float, Gt(0), Le(3), Unit("log strength"), Source("assumption")] = 0.2
    """Standard error of an evaluation of complete quality; it grows as quality falls."""
    least: Annotated[float, Ge(0), Le(2), Unit("strength"), Source("assumption")] = 1.0
    """Estimated strength below which new work is asked for: what new work is worth on average."""

    def draft(self, office: Office, work: Work) -> Verdict | None:
        """Return the estimate, combined by precision with how creative work differs; None before any campaign."""
        held = office.plan(work.duty.owner, CREATIVE)
        if held is None:
            return None
        sd, noise = office.scenario.market.luck.campaign_sd, office.uniform(work, Purpose.NOISE)
        se = self.error / math.sqrt(max(work.quality, 0.05)) if office.execution.misinformed else 0.0
        estimate = _estimated(held.strength, sd, se, noise)
        apart = se * math.sqrt(office.sizes.media)
        relative = tuple(
            _estimated(strength, MEDIUM_SHARE * sd, apart, u)
            for strength, u in zip(held.by_medium, by_medium(office, office.luck.of(work)), strict=bool(held.by_medium))
        )
        return Verdict(held.day, estimate, estimate < self.least, relative)

    def apply(self, office: Office, work: Work, draft: Verdict) -> None:
        """Tell those who run the campaigns."""
        office.put_plan(work, VERDICT, draft, work.duty.informs)


def _estimated(strength: float, sd: float, se: float, noise: float) -> float:
    """Return the mean of a lognormal strength (mean one) once it was seen with an error of `se` at uniform `noise`."""
    if se == 0.0 or sd == 0.0:
        return strength
    seen = math.log(strength) + se * standard_normal(noise)
    usual, weight = -0.5 * sd * sd, sd * sd / (sd * sd + se * se)
    return math.exp(usual + weight * (seen - usual) + 0.5 * (1.0 - weight) * sd * sd)
