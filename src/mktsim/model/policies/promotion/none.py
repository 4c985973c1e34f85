"""None: no promotions."""

from __future__ import annotations

from typing import Literal

from mktsim.model.seen import PromotionDecision, PromotionSeen
from mktsim.quantities import Part


class NoPromotion(Part):
    """Hold no promotions at all (the everyday-low companion; Hoch, Drèze & Purk 1994)."""

    rule: Literal["none"] = "none"
    """Name on the table."""

    def decide(self, seen: PromotionSeen) -> PromotionDecision:  # noqa: ARG002 - one signature for all rules
        """Return an empty calendar."""
        return PromotionDecision(())
