"""Base of promotion rules: depth, mechanics, length, and funds that bound the calendar."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Annotated, Literal

from annotated_types import Ge, Le, MinLen

from mktsim.inputs.rules import Mechanic, PromotionDecision, PromotionEvent, PromotionInformation, PromotionRule
from mktsim.model.policies.blend import clamp, is_known, stage_mean
from mktsim.quantities import Source, Unit

ASSUMED = Source("assumption")
LEAST_DAYS = 1.0
"""Shorter rests of an event at the end of a window are dropped."""
LARGEST_LIFT = 3.0
"""Largest log multiple that is believed when an event's cost is estimated."""
DISCOUNTS = frozenset({Mechanic.PRICE_OFF, Mechanic.COUPON})
"""Mechanics whose cost grows with depth."""
StageMultiple = Annotated[float, Ge(0), Le(3), Unit("multiple of depth"), ASSUMED]


class BoundedPromotionRule(PromotionRule):
    """A promotion rule: `wanted` is its logic, `decide` keeps events inside the window, apart, and within funds."""

    depth: Annotated[float, Ge(0), Le(0.6), Unit("share of invoice price"), Source("G23; size assumption")] = 0.20
    """Discount of an event."""
    mechanics: Annotated[tuple[Mechanic, ...], MinLen(1)] = (Mechanic.PRICE_OFF, Mechanic.FEATURE)
    """What an event offers, together."""
    days: Annotated[float, Ge(1), Le(91), Unit("days"), ASSUMED] = 14.0
    """Length of an event."""
    least_depth: Annotated[float, Ge(0), Le(0.6), Unit("share of invoice price"), ASSUMED] = 0.05
    """Shallowest discount worth an event; shallower ones are not held when funds are short."""
    support_share: Annotated[float, Ge(0), Le(0.5), Unit("share of invoice price"), ASSUMED] = 0.02
    """Expected cost of each feature, display or gift mechanic per unit sold."""
    support_lift: Annotated[
        float, Ge(0.01), Le(3), Unit("multiple"), Source("Narasimhan, Neslin & Sen 1996; 1.3-2.9")
    ] = 1.5
    """Expected multiple of units of each feature, display or gift mechanic."""
    stage_depth: tuple[StageMultiple, StageMultiple, StageMultiple, StageMultiple] = (1.0, 1.0, 1.0, 1.0)
    """Multiples of depth in introduction, growth, maturity and decline."""

    @abstractmethod
    def wanted(self, info: PromotionInformation) -> Iterable[PromotionEvent]:
        """Return the events that the rule wants, in order of date, before window and funds."""

    def event(self, info: PromotionInformation, first_day: float, name: str) -> PromotionEvent:
        """Return an event of the rule's own depth, length and mechanics."""
        depth = clamp(self.depth * stage_mean(info.stage, self.stage_depth), 0.0, 0.6)
        return PromotionEvent(first_day, self.days, depth, self.mechanics, name=name)

    def expected_cost(self, info: PromotionInformation, event: PromotionEvent) -> float:
        """Return what an event is expected to cost, money: a discount reprices every unit that it sells."""
        return self._cost_by_depth(info, event)(event.depth)

    def _cost_by_depth(self, info: PromotionInformation, event: PromotionEvent) -> Callable[[float], float]:
        """Return the expected cost of an event as it depends on depth alone."""
        discounts = any(mechanic in DISCOUNTS for mechanic in event.mechanics)
        supports = sum(mechanic not in DISCOUNTS for mechanic in event.mechanics)
        slope = max(info.lift.value, 0.0) if is_known(info.lift) else 0.0
        regions = len(event.regions) / max(len(info.region_gap), 1) if event.regions else 1.0
        supported, support = self.support_lift**supports, self.support_share * supports
        normal = max(info.forecast.value, 0.0) / 7.0 * event.days
        reached = min(regions, 1.0) * info.offered_share

        def cost(depth: float) -> float:
            lift = math.exp(min(slope * depth if discounts else 0.0, LARGEST_LIFT)) * supported
            units = normal * lift * reached
            return units * info.price * ((depth if discounts else 0.0) + support)

        return cost

    def decide(self, info: PromotionInformation) -> PromotionDecision:
        """Return the calendar of the window: events inside it, not overlapping, expected cost within funds."""
        if not is_known(info.forecast):
            return PromotionDecision(())
        end = info.first_day + info.days
        funds, free_from, held = max(info.funds_money, 0.0), info.first_day, []
        for event in self.wanted(info):
            first = max(event.first_day, info.first_day)
            last = min(event.first_day + event.days, end)
            if first < free_from or last - first < LEAST_DAYS:
                continue
            fitted = self._within(info, replace(event, first_day=first, days=last - first), funds)
            if fitted is not None:
                held.append(fitted)
                funds -= self.expected_cost(info, fitted)
                free_from = last
        return PromotionDecision(tuple(held))

    def _within(self, info: PromotionInformation, event: PromotionEvent, funds: float) -> PromotionEvent | None:
        """Return the event, made shallower until `funds` pay for it; None when that is not worth it."""
        cost = self._cost_by_depth(info, event)
        if cost(event.depth) <= funds:
            return event
        low, high = min(self.least_depth, event.depth), event.depth
        if cost(low) > funds:
            return None
        for _ in range(40):
            middle = 0.5 * (low + high)
            if cost(middle) <= funds:
                low = middle
            else:
                high = middle
        return replace(event, depth=low)


def cadence(info: PromotionInformation, every_days: float, offset_days: float) -> Iterable[float]:
    """Yield the days offset + k·every of the calendar year that fall into the window."""
    origin = info.year_start_day + offset_days
    k = math.ceil((info.first_day - origin) / every_days - 1e-9)
    while origin + k * every_days < info.first_day + info.days:
        yield origin + k * every_days
        k += 1


class NoPromotion(PromotionRule):
    """Hold no promotions at all (the everyday-low companion; Hoch, Drèze & Purk 1994)."""

    rule: Literal["none"] = "none"
    """Name on the table."""

    def decide(self, info: PromotionInformation) -> PromotionDecision:  # noqa: ARG002 - one signature for all rules
        """Return an empty calendar."""
        return PromotionDecision(())
