"""Media and agencies: tenders among agencies of unknown quality, the contract, and the choice of media."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le, Lt

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


@dataclass(frozen=True)
class MediaChoice:
    """How far the money of each medium is to be off the mix of the policy."""

    day: float
    tilt: tuple[float, ...]
    """Multiple of the policy's share, by medium."""


MEDIA_CHOICE = Plan("media_choice", MediaChoice)


@dataclass(frozen=True)
class Selection:
    """Media and agency selected."""

    media: MediaChoice
    contract: Contract | None
    """None where the present agency stays."""


class SelectMedia(Part, Mechanism[Selection]):
    """Choose media by believed response for the money within the policy's mix, and sign the agency thought best."""

    kind: Literal["select_media"] = "select_media"
    better_by: Annotated[float, Ge(0), Le(1), Unit("level"), Source("assumption")] = 0.03
    """How much better than the present agency another has to be thought: a change costs time."""
    moved_for_response: Annotated[
        float, Ge(0), Le(5), Unit("share of a medium's money per unit of response"), Source("assumption")
    ] = 1.0
    """Money moved to a medium for what more of it is believed to do beyond the mean of media."""
    most_moved: Annotated[float, Ge(0), Lt(1), Unit("share of a medium's money"), Source("assumption")] = 0.4
    """Most by which a medium's money is off the policy's mix: what the policy leaves to those who buy."""

    def draft(self, office: Office, work: Work) -> Selection:
        """Return the selection; without a tender the agency stays."""
        return Selection(self._media(office, work.owner), self._agency(office, work.owner))

    def apply(self, office: Office, work: Work, draft: Selection) -> None:
        """Brief those who buy, and begin work with a new agency: what its test told is what is known of it."""
        office.put_plan(work, MEDIA_CHOICE, draft.media, work.duty.informs)
        for medium, tilt in zip(office.scenario.media, draft.media.tilt, strict=True):
            office.log("media", work, f"{medium.name} x {tilt:.2f}")
        if draft.contract is None:
            return
        now, then = office.levels.level(Level.AGENCY), draft.contract.bid.quality
        office.levels.build(Level.AGENCY, (then - now) / (1.0 - now if then > now else now))
        office.put_plan(work, CONTRACT, draft.contract, work.duty.informs)
        known = Estimate(draft.contract.bid.estimate, draft.contract.bid.se, office.now, office.now)
        office.announce(work, "agency.quality", known)

    def _media(self, office: Office, owner: str) -> MediaChoice:
        """Return the media with money moved, since the last choice, to those believed to do most for more of it."""
        held = office.plan(owner, MEDIA_CHOICE)
        before = held.tilt if held else (1.0,) * office.sizes.media
        least, most = 1.0 - self.most_moved, 1.0 + self.most_moved
        better = [office.believe(owner, f"response.medium.{index}").value - 1.0 for index in range(len(before))]
        moved = [1.0 + max(self.moved_for_response * response, -0.9) for response in better]
        tilt = tuple(min(max(old * move, least), most) for old, move in zip(before, moved, strict=True))
        return MediaChoice(office.now, tilt)

    def _agency(self, office: Office, owner: str) -> Contract | None:
        """Return the contract with the agency thought best, unless the present one is thought nearly as good."""
        tender = office.plan_in_force(owner, TENDER)
        if tender is None:
            return None
        present = office.believe(owner, "agency.quality").value
        best = tender.bids[0]
        return Contract(office.now, best) if best.estimate > present + self.better_by else None


def mix_chosen(office: Office, agent: str, mix: tuple[float, ...]) -> tuple[float, ...]:
    """Return the policy's media mix with money moved as those have chosen who select media."""
    held = office.plan(agent, MEDIA_CHOICE)
    if held is None:
        return mix
    wanted = [share * tilt for share, tilt in zip(mix, held.tilt, strict=True)]
    whole = sum(wanted)
    return tuple(share / whole for share in wanted) if whole > 0.0 else mix


def fee_factor(office: Office, agent: str) -> float:
    """Return the agency's fee relative to the usual."""
    held = office.plan(agent, CONTRACT)
    return held.bid.fee_factor if held else 1.0
