"""Base of channel rules: margins, calls, training, and a budget that caps them."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import Annotated

from annotated_types import Ge, Le

from mktsim.inputs.rules import ChannelDecision, ChannelInformation, ChannelMemberInformation, ChannelRule, ChannelTerms
from mktsim.inputs.trade import ChannelKind
from mktsim.model.policies.blend import clamp
from mktsim.quantities import Source, Unit

ASSUMED = Source("assumption")
COVERAGE = Source("Kotler 1997 ch. 12; sizes assumption")
WEEKS_PER_YEAR = 52.0
OPENED = frozenset({ChannelKind.FRANCHISE, ChannelKind.OWN_TEAM})
"""Kinds whose outlets the firm opens."""
LARGEST_MARGIN = 0.9
"""No rule offers more than this share of the shelf price."""


class BoundedChannelRule(ChannelRule):
    """A channel rule: `wanted` is its logic, `decide` scales calls and openings to the budget."""

    margin_bonus: Annotated[float, Ge(-0.5), Le(0.5), Unit("share of shelf price"), ASSUMED] = 0.0
    """Margin offered above what members expect."""
    calls_per_outlet: Annotated[float, Ge(0), Le(52), Unit("calls per outlet and year"), ASSUMED] = 4.0
    """Sales calls an outlet aimed at gets a year; four count as normal pressure."""
    training_days: Annotated[float, Ge(0), Le(20), Unit("days per outlet and year"), ASSUMED] = 0.5
    """Training an outlet gets a year."""

    @abstractmethod
    def wanted(self, info: ChannelInformation) -> tuple[ChannelTerms, ...]:
        """Return the terms that the rule wants by channel, before the budget."""

    def decide(self, info: ChannelInformation) -> ChannelDecision:
        """Return the terms; calls and openings are scaled down until a year's cost is within the budget."""
        terms = self.wanted(info)
        cost, cap = yearly_cost(info, terms), max(info.budget_money, 0.0)
        if cost > cap:
            scale = cap / cost * (1.0 - 1e-12)
            terms = tuple(
                replace(t, calls_per_week=t.calls_per_week * scale, openings_per_year=t.openings_per_year * scale)
                for t in terms
            )
        return ChannelDecision(terms)

    def terms(self, member: ChannelMemberInformation, target: float, weights: tuple[float, ...] = ()) -> ChannelTerms:
        """Return the rule's own terms for a channel at a target; a target of zero leaves the channel alone."""
        target = clamp(target, 0.0, 1.0)
        reach = sum(weights) / len(weights) if weights else 1.0
        calls = self.calls_per_outlet * target * reach * member.outlets / WEEKS_PER_YEAR
        return ChannelTerms(
            target_distribution=target,
            margin_share=clamp(member.margin_share + (self.margin_bonus if target > 0.0 else 0.0), 0.0, LARGEST_MARGIN),
            calls_per_week=calls,
            training_days=self.training_days if target > 0.0 else 0.0,
            region_weights=weights,
        )


def yearly_cost(info: ChannelInformation, terms: tuple[ChannelTerms, ...]) -> float:
    """Return what the terms cost a year in calls and openings, money; margins and training are paid elsewhere."""
    calls = sum(t.calls_per_week for t in terms) * WEEKS_PER_YEAR * info.call_money
    return calls + sum(t.openings_per_year for t in terms) * info.opening_money


def first_regions(regions: int, opened: int, order: tuple[int, ...]) -> tuple[float, ...]:
    """Return weights of one for the first `opened` regions of `order` (then by index) and zero for the rest."""
    named = [r for r in dict.fromkeys(order) if 0 <= r < regions]
    sequence = named + [r for r in range(regions) if r not in named]
    chosen = set(sequence[: max(opened, 0)])
    return tuple(1.0 if r in chosen else 0.0 for r in range(regions))


def largest(members: tuple[ChannelMemberInformation, ...], kinds: tuple[ChannelKind, ...], count: int) -> set[int]:
    """Return the `count` channels of largest traffic among those of `kinds` (empty or absent: among all)."""
    eligible = [i for i, m in enumerate(members) if m.kind in kinds] or list(range(len(members)))
    return set(sorted(eligible, key=lambda i: (-members[i].traffic_share, i))[:count])
