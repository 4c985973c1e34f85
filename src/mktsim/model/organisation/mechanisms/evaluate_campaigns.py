"""Evaluation of campaigns: what the creative work in use is worth, whether it stays, and in which media it pays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Gt, Le

from mktsim.model.organisation.luck import standard_normal
from mktsim.model.organisation.mechanisms.creatives import CREATIVE, VERDICT, Creative, Verdict
from mktsim.model.organisation.mechanisms.execution import MEDIUM_SHARE, by_medium
from mktsim.model.organisation.work import Purpose
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


class EvaluateCampaigns(Part):
    """Estimate the strength of the creative work in use, overall and by medium, and have weak work replaced."""

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
        sd, noise = office.scenario.market.luck.campaign_sd, office.uniform(work, Purpose.NOISE)
        se = self.error / math.sqrt(max(work.quality, 0.05)) if office.execution.misinformed else 0.0
        estimate = _estimated(held.strength, sd, se, noise)
        apart = se * math.sqrt(office.sizes.media)
        relative = tuple(
            _estimated(strength, MEDIUM_SHARE * sd, apart, u)
            for strength, u in zip(held.by_medium, by_medium(office, office.luck.of(work)), strict=bool(held.by_medium))
        )
        return Verdict(held.day, estimate, estimate < self.least, relative)

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Tell those who run the campaigns."""
        if isinstance(draft, Verdict):
            office.put_item(work, VERDICT, draft, work.duty.informs)


def _estimated(strength: float, sd: float, se: float, noise: float) -> float:
    """Return the mean of a lognormal strength (mean one) once it was seen with an error of `se` at uniform `noise`."""
    if se == 0.0 or sd == 0.0:
        return strength
    seen = math.log(strength) + se * standard_normal(noise)
    usual, weight = -0.5 * sd * sd, sd * sd / (sd * sd + se * se)
    return math.exp(usual + weight * (seen - usual) + 0.5 * (1.0 - weight) * sd * sd)
