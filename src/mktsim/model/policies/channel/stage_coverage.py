"""Stage coverage: distribution aimed at by stage of the life cycle."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.blend import stage_mean
from mktsim.model.policies.channel.rule import COVERAGE, ChannelRule
from mktsim.model.seen import ChannelSeen, ChannelTerms
from mktsim.quantities import Unit

Target = Annotated[float, Ge(0), Le(1), Unit("share of outlets"), COVERAGE]


class StageCoverage(ChannelRule):
    """Go from selective to intensive and back with the perceived stage (Kotler 1997 ch. 12)."""

    rule: Literal["stage_coverage"] = "stage_coverage"
    """Name on the table."""
    targets: tuple[Target, Target, Target, Target] = (0.40, 0.75, 0.90, 0.60)
    """Distribution aimed at in introduction, growth, maturity and decline."""

    def wanted(self, seen: ChannelSeen) -> tuple[ChannelTerms, ...]:
        """Return the same terms for all channels, at the stage's target."""
        target = stage_mean(seen.stage, self.targets)
        return tuple(self.terms(m, target) for m in seen.channels)
