"""Phased roll-out: region after region."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.channel.rule import ASSUMED, COVERAGE, ChannelRule, first_regions
from mktsim.model.seen import ChannelSeen, ChannelTerms
from mktsim.quantities import Unit
from mktsim.relations import Index


class PhasedRollOut(ChannelRule):
    """Open regions in phases, with full effort in those that are open (Kotler: roll-out)."""

    rule: Literal["phased_roll_out"] = "phased_roll_out"
    """Name on the table."""
    target: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), COVERAGE] = 0.80
    """Distribution aimed at in open regions."""
    phase_weeks: Annotated[float, Ge(0.1), Le(520), Unit("weeks"), ASSUMED] = 26.0
    """Weeks between phases."""
    phase_regions: Annotated[int, Ge(1), Le(100), Unit("regions"), ASSUMED] = 1
    """Regions opened in each phase, the first at the opening."""
    order: tuple[Annotated[int, Ge(0), Le(99), Index("region"), Unit("region index"), ASSUMED], ...] = ()
    """Regions in order of opening; those not named follow by index."""

    def wanted(self, seen: ChannelSeen) -> tuple[ChannelTerms, ...]:
        """Return terms with weights for the regions opened so far."""
        phases = 1 + int(max(seen.week, 0) / self.phase_weeks)
        weights = first_regions(seen.regions, phases * self.phase_regions, self.order)
        return tuple(self.terms(m, self.target, weights) for m in seen.channels)
