"""Intensive: as many outlets as possible, everywhere."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.policies.channel.rule import COVERAGE, ChannelRule
from mktsim.model.seen import ChannelSeen, ChannelTerms
from mktsim.quantities import Unit


class Intensive(ChannelRule):
    """Be in as many outlets of every channel as possible (Kotler: intensive distribution)."""

    rule: Literal["intensive"] = "intensive"
    """Name on the table."""
    target: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), COVERAGE] = 0.90
    """Distribution aimed at in every channel."""

    def wanted(self, seen: ChannelSeen) -> tuple[ChannelTerms, ...]:
        """Return the same terms for all channels."""
        return tuple(self.terms(m, self.target) for m in seen.channels)
