"""Evaluation of campaigns: what the creative work in use is worth, and whether it stays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.luck import standard_normal
from mktsim.model.organisation.mechanisms.creatives import CREATIVE, VERDICT, Creative, Verdict
from mktsim.model.organisation.work import Purpose
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class EvaluateCampaigns(Part):
    """Estimate the strength of the creative work in use from what it did, and have weak work replaced."""

    kind: Literal["evaluate_campaigns"] = "evaluate_campaigns"
    error: Annotated[float, Gt(0), Le(3), Unit("log strength"), Source("assumption")] = 0.2
    """Standard error of an evaluation of complete quality; it grows as quality falls."""
    least: Annotated[float, Ge(0), Le(2), Unit("strength"), Source("assumption")] = 1.0
    """Estimated strength below which new work is asked for: what new work is worth on average."""

    def draft(self, office: Office, work: Work) -> Verdict | None:
        """Return the estimate, combined by precision with how creative work differs; None before any campaign."""
        held = office.item(work.duty.owner, CREATIVE, None)
        if not isinstance(held, Creative):
            return None
        estimate = held.strength
        sd = office.scenario.market.luck.campaign_sd
        if office.execution.misinformed and sd > 0.0:
            se = self.error / math.sqrt(max(work.quality, 0.05))
            seen = math.log(held.strength) + se * standard_normal(office.uniform(work, Purpose.NOISE))
            usual, weight = -0.5 * sd * sd, sd * sd / (sd * sd + se * se)
            estimate = math.exp(usual + weight * (seen - usual) + 0.5 * (1.0 - weight) * sd * sd)
        return Verdict(held.day, estimate, replace=estimate < self.least)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Tell those who run the campaigns."""
        if isinstance(draft, Verdict):
            office.put_item(work, VERDICT, draft, work.duty.informs)
