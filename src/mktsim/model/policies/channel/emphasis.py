"""Emphasis: targets by kind of channel: own team, agents, retailers, online, franchise."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen
from pydantic import model_validator

from mktsim.inputs.trade import ChannelKind
from mktsim.model.policies.channel.rule import ASSUMED, LARGEST_MARGIN, OPENED, ChannelRule
from mktsim.model.seen import ChannelMemberSeen, ChannelSeen, ChannelTerms
from mktsim.quantities import Part, Unit


class KindTarget(Part):
    """What is aimed at in the channels of one kind."""

    kind: ChannelKind
    """Who runs the outlets."""
    target: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), ASSUMED]
    """Distribution aimed at."""
    effort: Annotated[float, Ge(0), Le(10), Unit("multiple"), ASSUMED] = 1.0
    """Calls and training relative to the rule's."""
    margin_bonus: Annotated[float, Ge(-0.5), Le(0.5), Unit("share of shelf price"), ASSUMED] = 0.0
    """Margin offered above what members expect, besides the rule's."""
    openings_per_year: Annotated[float, Ge(0), Le(1e6), Unit("outlets/year"), ASSUMED] = 0.0
    """Outlets opened a year in each channel of this kind, over all regions; own team and franchise only."""


class Emphasis(ChannelRule):
    """Aim at a distribution by kind of channel; kinds not named are left alone (Coughlan et al.: channel mix)."""

    rule: Literal["emphasis"] = "emphasis"
    """Name on the table."""
    kinds: Annotated[tuple[KindTarget, ...], MinLen(1)]
    """Targets by kind."""

    @model_validator(mode="after")
    def _each_kind_once(self) -> Emphasis:
        names = [k.kind for k in self.kinds]
        if len(set(names)) < len(names):
            msg = "kinds: a kind occurs twice"
            raise ValueError(msg)
        for row in self.kinds:
            if row.openings_per_year > 0.0 and row.kind not in OPENED:
                msg = f"kinds: outlets of kind {row.kind.value!r} are not the firm's to open"
                raise ValueError(msg)
        return self

    def wanted(self, seen: ChannelSeen) -> tuple[ChannelTerms, ...]:
        """Return terms by kind."""
        rows = {row.kind.value: row for row in self.kinds}
        return tuple(self._member(m, rows.get(m.kind)) for m in seen.channels)

    def _member(self, member: ChannelMemberSeen, row: KindTarget | None) -> ChannelTerms:
        """Return the terms of one channel."""
        if row is None:
            return self.terms(member, 0.0)
        own = self.terms(member, row.target)
        return replace(
            own,
            margin_share=min(max(own.margin_share + row.margin_bonus, 0.0), LARGEST_MARGIN),
            calls_per_week=own.calls_per_week * row.effort,
            training_days=own.training_days * row.effort,
            openings_per_year=min(row.openings_per_year, row.target * member.outlets),
        )
