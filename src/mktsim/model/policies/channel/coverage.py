"""Distribution coverage: exclusive, selective, intensive, by stage and by kind of channel."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen
from pydantic import model_validator

from mktsim.inputs.rules import ChannelInformation, ChannelMemberInformation, ChannelTerms
from mktsim.inputs.trade import ChannelKind
from mktsim.model.policies.blend import stage_mean
from mktsim.model.policies.channel.rule import ASSUMED, COVERAGE, LARGEST_MARGIN, OPENED, BoundedChannelRule, largest
from mktsim.quantities import Part, Unit


class Exclusive(BoundedChannelRule):
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

    def wanted(self, info: ChannelInformation) -> tuple[ChannelTerms, ...]:
        """Return terms for the one channel and none for the others."""
        chosen = largest(info.channels, self.kinds, 1)
        return tuple(self.terms(m, self.target if i in chosen else 0.0) for i, m in enumerate(info.channels))


class Selective(BoundedChannelRule):
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

    def wanted(self, info: ChannelInformation) -> tuple[ChannelTerms, ...]:
        """Return terms for the chosen channels and none for the others."""
        chosen = largest(info.channels, self.kinds, self.channels)
        return tuple(self.terms(m, self.target if i in chosen else 0.0) for i, m in enumerate(info.channels))


class Intensive(BoundedChannelRule):
    """Be in as many outlets of every channel as possible (Kotler: intensive distribution)."""

    rule: Literal["intensive"] = "intensive"
    """Name on the table."""
    target: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), COVERAGE] = 0.90
    """Distribution aimed at in every channel."""

    def wanted(self, info: ChannelInformation) -> tuple[ChannelTerms, ...]:
        """Return the same terms for all channels."""
        return tuple(self.terms(m, self.target) for m in info.channels)


Target = Annotated[float, Ge(0), Le(1), Unit("share of outlets"), COVERAGE]


class StageCoverage(BoundedChannelRule):
    """Go from selective to intensive and back with the perceived stage (Kotler 1997 ch. 12)."""

    rule: Literal["stage_coverage"] = "stage_coverage"
    """Name on the table."""
    targets: tuple[Target, Target, Target, Target] = (0.40, 0.75, 0.90, 0.60)
    """Distribution aimed at in introduction, growth, maturity and decline."""

    def wanted(self, info: ChannelInformation) -> tuple[ChannelTerms, ...]:
        """Return the same terms for all channels, at the stage's target."""
        target = stage_mean(info.stage, self.targets)
        return tuple(self.terms(m, target) for m in info.channels)


class KindTarget(Part):
    """Target of distribution in the channels of one kind."""

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


class Emphasis(BoundedChannelRule):
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

    def wanted(self, info: ChannelInformation) -> tuple[ChannelTerms, ...]:
        """Return terms by kind."""
        rows = {row.kind.value: row for row in self.kinds}
        return tuple(self._member(m, rows.get(m.kind)) for m in info.channels)

    def _member(self, member: ChannelMemberInformation, row: KindTarget | None) -> ChannelTerms:
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
