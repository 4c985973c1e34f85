"""Distribution roll-out: region after region, and franchise openings."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.inputs.rules import ChannelInformation, ChannelMemberInformation, ChannelTerms
from mktsim.inputs.trade import ChannelKind
from mktsim.model.policies.blend import is_known
from mktsim.model.policies.channel.rule import ASSUMED, COVERAGE, BoundedChannelRule, first_regions
from mktsim.quantities import Unit
from mktsim.relations import Index


class PhasedRollOut(BoundedChannelRule):
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

    def wanted(self, info: ChannelInformation) -> tuple[ChannelTerms, ...]:
        """Return terms with weights for the regions opened so far."""
        phases = 1 + int(max(info.week, 0) / self.phase_weeks)
        weights = first_regions(info.regions, phases * self.phase_regions, self.order)
        return tuple(self.terms(m, self.target, weights) for m in info.channels)


class FranchiseRollOut(BoundedChannelRule):
    """Open franchise (and own) outlets at a yearly pace until the target is reached (Kotler; Shane 1996)."""

    rule: Literal["franchise_roll_out"] = "franchise_roll_out"
    """Name on the table."""
    kinds: tuple[ChannelKind, ...] = (ChannelKind.FRANCHISE,)
    """Kinds of channel in which outlets are opened."""
    openings_per_year: Annotated[float, Ge(0), Le(1e6), Unit("outlets/year"), ASSUMED] = 50.0
    """Openings a year over all regions, shared between channels by potential outlets."""
    target: Annotated[float, Ge(0), Le(1), Unit("share of potential outlets"), COVERAGE] = 0.60
    """Share of potential outlets aimed at."""
    other_target: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), ASSUMED] = 0.0
    """Distribution aimed at in other kinds of channel."""
    first_regions: Annotated[int, Ge(1), Le(100), Unit("regions"), ASSUMED] = 100
    """Regions open at the opening."""
    phase_weeks: Annotated[float, Ge(0.1), Le(520), Unit("weeks"), ASSUMED] = 52.0
    """Weeks until one more region is opened."""
    order: tuple[Annotated[int, Ge(0), Le(99), Index("region"), Unit("region index"), ASSUMED], ...] = ()
    """Regions in order of opening; those not named follow by index."""

    def wanted(self, info: ChannelInformation) -> tuple[ChannelTerms, ...]:
        """Return terms with openings in the franchise channels."""
        opened = self.first_regions + int(max(info.week, 0) / self.phase_weeks)
        weights = first_regions(info.regions, opened, self.order)
        potential = sum(m.outlets for m in info.channels if m.kind in self.kinds)
        return tuple(self._member(m, weights, potential) for m in info.channels)

    def _member(self, member: ChannelMemberInformation, weights: tuple[float, ...], potential: float) -> ChannelTerms:
        """Return the terms of one channel."""
        if member.kind not in self.kinds:
            return self.terms(member, self.other_target, weights)
        held = member.distribution.value if is_known(member.distribution) else 0.0
        room = max(self.target - held, 0.0) * member.outlets
        pace = self.openings_per_year * member.outlets / potential if potential > 0.0 else 0.0
        return replace(self.terms(member, self.target, weights), openings_per_year=min(pace, room))
