"""Exclusive: few outlets of one channel."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le

from mktsim.inputs.trade import ChannelKind
from mktsim.model.policies.channel.rule import ASSUMED, COVERAGE, ChannelRule, largest
from mktsim.model.seen import ChannelSeen, ChannelTerms
from mktsim.quantities import Unit


class Exclusive(ChannelRule):
    """Work with few, well-served outlets of one channel (Kotler: exclusive distribution)."""

    rule: Literal["exclusive"] = "exclusive"
    """Name on the table."""
    kinds: tuple[ChannelKind, ...] = ()
    """Kinds among which the channel is chosen, by traffic; empty for any."""
    target: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), COVERAGE] = 0.15
    """Distribution aimed at in that channel."""
    margin_bonus: Annotated[float, Ge(-0.5), Le(0.5), Unit("share of shelf price"), ASSUMED] = 0.05
    """Margin offered above what members expect."""
    calls_per_outlet: Annotated[float, Ge(0), Le(52), Unit("calls per outlet and year"), ASSUMED] = 12.0
    """Sales calls an outlet aimed at gets a year."""
    training_days: Annotated[float, Ge(0), Le(20), Unit("days per outlet and year"), ASSUMED] = 2.0
    """Training an outlet gets a year."""

    def wanted(self, seen: ChannelSeen) -> tuple[ChannelTerms, ...]:
        """Return terms for the one channel and none for the others."""
        chosen = largest(seen.channels, self.kinds, 1)
        return tuple(self.terms(m, self.target if i in chosen else 0.0) for i, m in enumerate(seen.channels))
