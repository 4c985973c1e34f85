"""The contract with the advertising agency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.levels import Level
from mktsim.model.organisation.mechanisms.run_tender import TENDER, Bid, Tender
from mktsim.model.world import Estimate
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

CONTRACT = "agency_contract"


@dataclass(frozen=True)
class Contract:
    """The agency at work."""

    day: float
    bid: Bid


class SignAgency(Part):
    """Sign the agency thought best, unless the present one is thought nearly as good; without a tender it stays."""

    kind: Literal["sign_agency"] = "sign_agency"
    better_by: Annotated[float, Ge(0), Le(1), Unit("level"), Source("assumption")] = 0.03
    """How much better than the present agency another has to be thought: a change costs time."""

    def draft(self, office: Office, work: Work) -> Contract | None:
        """Return the new contract; None when the present agency stays."""
        tender = office.item(work.duty.owner, TENDER, None)
        if not isinstance(tender, Tender) or tender.last_day <= office.now:
            return None
        present = office.believe(work.duty.owner, "agency.quality").value
        best = tender.bids[0]
        return Contract(office.now, best) if best.estimate > present + self.better_by else None

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Begin work with the new agency: its quality is the level from now on, and its test what is known of it."""
        if not isinstance(draft, Contract):
            return
        now, then = office.levels.level(Level.AGENCY), draft.bid.quality
        office.levels.build(Level.AGENCY, (then - now) / (1.0 - now if then > now else now))
        office.put_item(work, CONTRACT, draft, work.duty.informs)
        known = Estimate(draft.bid.estimate, draft.bid.se, office.now, office.now)
        office.announce(work, "agency.quality", known)


def fee_factor(office: Office, agent: str) -> float:
    """Return the agency's fee relative to the usual."""
    held = office.item(agent, CONTRACT, None)
    return held.bid.fee_factor if isinstance(held, Contract) else 1.0
