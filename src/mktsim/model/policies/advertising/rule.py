"""Base of advertising rules: media mix, message by stage, season, and a budget that caps spending."""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated

from annotated_types import Ge, Le

from mktsim.inputs.rules import AdvertisingDecision, AdvertisingInformation, AdvertisingRule, Message, most_probable
from mktsim.quantities import Source, Unit
from mktsim.relations import PerEach, SumsTo

ASSUMED = Source("assumption")


class BoundedAdvertisingRule(AdvertisingRule):
    """An advertising rule: `wanted` is its logic, `decide` adds season, cap, mix and message."""

    mix: Annotated[
        tuple[Annotated[float, Ge(0), Le(1), Unit("share of spending"), ASSUMED], ...], PerEach("medium"), SumsTo(1.0)
    ] = ()
    """Shares by medium in scenario order, summing to one; empty for even."""
    messages: tuple[Message, Message, Message, Message] = (
        Message.INFORM,
        Message.PERSUADE,
        Message.REMIND,
        Message.REMIND,
    )
    """Message in introduction, growth, maturity and decline (Kotler: inform, persuade, remind)."""
    season_exponent: Annotated[float, Ge(0), Le(3), Unit("exponent"), ASSUMED] = 0.0
    """Power of the believed season in weekly spending; zero ignores it, one follows it."""

    @abstractmethod
    def wanted(self, info: AdvertisingInformation) -> tuple[float, ...]:
        """Return the spending that the rule wants by week of the window, money, length `info.weeks`."""

    def decide(self, info: AdvertisingInformation) -> AdvertisingDecision:
        """Return the plan of the window; its sum never exceeds the budget."""
        weekly = _seasoned(self.wanted(info), info.season, self.season_exponent)
        total, cap = sum(weekly), max(info.budget_money, 0.0)
        if total > cap:
            # A hair under the cap, so that rounding in the sum cannot exceed it.
            weekly = tuple(x * (cap / total) * (1.0 - 1e-12) for x in weekly)
        return AdvertisingDecision(weekly, self.mix, self.messages[most_probable(info.stage)])


def even_spending(info: AdvertisingInformation) -> tuple[float, ...]:
    """Return the budget spread evenly over the window, money by week."""
    return (max(info.budget_money, 0.0) / max(info.weeks, 1),) * info.weeks


def _seasoned(weekly: tuple[float, ...], season: tuple[float, ...], exponent: float) -> tuple[float, ...]:
    """Move spending between weeks by the season's power, keeping the sum."""
    kept = tuple(max(x, 0.0) for x in weekly)
    if exponent == 0.0 or len(season) != len(kept):
        return kept
    moved = tuple(x * max(s, 0.0) ** exponent for x, s in zip(kept, season, strict=True))
    return tuple(x * sum(kept) / sum(moved) for x in moved) if sum(moved) > 0.0 else kept
