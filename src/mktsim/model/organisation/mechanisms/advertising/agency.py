"""Advertising agencies: tenders among agencies of unknown quality, and the contract."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.plan import Plan
from mktsim.model.organisation.work import Purpose
from mktsim.model.organisation.work_streams import standard_normal
from mktsim.model.world import Estimate
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

DRAWS = ((Purpose.OUTCOME, Purpose.NOISE), (Purpose.TIMING, Purpose.SPARE), (Purpose.SIZE, Purpose.COMPLIANCE))
"""Draws of (quality, error of the test) of each agency that takes part."""


@dataclass(frozen=True)
class Bid:
    """Bid of an agency: its estimate, and its true quality."""

    estimate: float
    """Level of its quality as tested, drawn to the usual by the error."""
    se: float
    quality: float
    """Level that work with it has; nobody reads it before it is signed."""
    fee_factor: float
    """Fee asked, relative to the usual."""


@dataclass(frozen=True)
class Tender:
    """Bids, best estimate first."""

    last_day: float
    """Day until which bids hold."""
    bids: tuple[Bid, ...]


TENDER = Plan("agency_tender", Tender)


class RunTender(Part, Mechanism[Tender]):
    """Invite agencies, test their work and rank them; the better the work, the smaller the error of the test."""

    kind: Literal["run_tender"] = "run_tender"
    usual: Annotated[float, Ge(0), Le(1), Unit("level"), Source("assumption")] = 0.5
    """Mean quality of agencies."""
    spread: Annotated[float, Gt(0), Le(1), Unit("level"), Source("assumption")] = 0.2
    """Standard deviation of quality among agencies."""
    error: Annotated[float, Gt(0), Le(1), Unit("level"), Source("assumption")] = 0.12
    """Standard error of a test of complete quality."""
    fee_slope: Annotated[float, Ge(0), Le(4), Unit("share per level"), Source("assumption")] = 0.5
    """How much more a better agency asks."""
    holds_days: Annotated[float, Ge(1), Le(366), Unit("days"), Source("assumption")] = 120.0
    """Days for which bids hold."""

    def draft(self, office: Office, work: Work) -> Tender:
        """Return the agencies with what is thought of them."""
        se = self.error / math.sqrt(max(work.quality, 0.05)) if office.execution.misinformed else 0.0
        weight = self.spread**2 / (self.spread**2 + se**2)
        bids = []
        for worth, luck in DRAWS:
            drawn = self.usual + self.spread * standard_normal(office.uniform(work, worth))
            quality = min(max(drawn, 0.05), 0.95)
            seen = quality + se * standard_normal(office.uniform(work, luck))
            estimate = self.usual + weight * (seen - self.usual)
            fee = 1.0 + self.fee_slope * (quality - self.usual)
            bids.append(Bid(estimate, self.spread * math.sqrt(1.0 - weight), quality, fee))
        bids.sort(key=lambda bid: -bid.estimate)
        return Tender(office.now + self.holds_days, tuple(bids))

    def apply(self, office: Office, work: Work, draft: Tender) -> None:
        """Hand the ranking to those who sign."""
        office.put_plan(work, TENDER, draft, work.duty.informs)


@dataclass(frozen=True)
class Contract:
    """The agency at work."""

    day: float
    bid: Bid


CONTRACT = Plan("agency_contract", Contract)


class SignAgency(Part, Mechanism[Contract]):
    """Sign the agency thought best, unless the present one is thought nearly as good; without a tender it stays."""

    kind: Literal["sign_agency"] = "sign_agency"
    better_by: Annotated[float, Ge(0), Le(1), Unit("level"), Source("assumption")] = 0.03
    """How much better than the present agency another has to be thought: a change costs time."""

    def draft(self, office: Office, work: Work) -> Contract | None:
        """Return the new contract; None when the present agency stays."""
        tender = office.plan_in_force(work.duty.owner, TENDER)
        if tender is None:
            return None
        present = office.believe(work.duty.owner, "agency.quality").value
        best = tender.bids[0]
        return Contract(office.now, best) if best.estimate > present + self.better_by else None

    def apply(self, office: Office, work: Work, draft: Contract) -> None:
        """Begin work with the new agency: its quality is the level from now on, and its test what is known of it."""
        now, then = office.levels.level(Level.AGENCY), draft.bid.quality
        office.levels.build(Level.AGENCY, (then - now) / (1.0 - now if then > now else now))
        office.put_plan(work, CONTRACT, draft, work.duty.informs)
        known = Estimate(draft.bid.estimate, draft.bid.se, office.now, office.now)
        office.announce(work, "agency.quality", known)


def fee_factor(office: Office, agent: str) -> float:
    """Return the agency's fee relative to the usual."""
    held = office.plan(agent, CONTRACT)
    return held.bid.fee_factor if held else 1.0
