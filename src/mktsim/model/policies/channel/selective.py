"""Selective: the better half of the outlets of some channels."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.inputs.trade import ChannelKind
from mktsim.model.policies.channel.rule import ASSUMED, COVERAGE, ChannelRule, largest
from mktsim.model.seen import ChannelSeen, ChannelTerms
from mktsim.quantities import Unit


class Selective(ChannelRule):
    """Work with the better outlets of the larger channels (Kotler: selective distribution)."""

    rule: Literal["selective"] = "selective"
    """Name on the table."""
    kinds: tuple[ChannelKind, ...] = ()
    """Kinds among which channels are chosen, by traffic; empty for any."""
    channels: Annotated[int, Ge(1), Le(20), Unit("channels"), ASSUMED] = 2
    """Number of channels used."""
    target: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), COVERAGE] = 0.45
    """Distribution aimed at in them."""
    margin_bonus: Annotated[float, Ge(-0.5), Le(0.5), Unit("share of shelf price"), ASSUMED] = 0.02
    """Margin offered above what members expect."""
    calls_per_outlet: Annotated[float, Ge(0), Le(52), Unit("calls per outlet and year"), ASSUMED] = 8.0
    """Sales calls an outlet aimed at gets a year."""

    def wanted(self, seen: ChannelSeen) -> tuple[ChannelTerms, ...]:
        """Return terms for the chosen channels and none for the others."""
        chosen = largest(seen.channels, self.kinds, self.channels)
        return tuple(self.terms(m, self.target if i in chosen else 0.0) for i, m in enumerate(seen.channels))
