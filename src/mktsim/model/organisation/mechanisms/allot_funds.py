"""Regions' promotion funds: declared and approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mktsim.model.organisation.mechanisms.execution import executed_by_region
from mktsim.model.organisation.mechanisms.organise_promotions import FUNDS, funds
from mktsim.model.organisation.mechanisms.plans import PromotionFunds
from mktsim.model.organisation.mechanisms.timing import planning_window
from mktsim.quantities import Part

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class AllotFunds(Part):
    """Guide regions in declaring what they need for a quarter's promotions, and approve it before it begins."""

    kind: Literal["allot_funds"] = "allot_funds"

    def draft(self, office: Office, work: Work) -> PromotionFunds:
        """Return the share of each region's funds that is declared in order and approved."""
        window = planning_window(office, work)
        shares = tuple(float(share) for share in executed_by_region(office, work))
        return PromotionFunds(window.first, window.last, shares)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Release the funds; those of a period that still runs stay released."""
        if isinstance(draft, PromotionFunds):
            running = (old for old in funds(office, work.duty.owner) if old.last_day > office.now)
            others = tuple(old for old in running if old.first_day != draft.first_day)
            office.put_item(work, FUNDS, (*others, draft), work.duty.informs)
