"""Phases of a policy: from when, or from what the organisation believes, a lever is changed or follows another rule.

A phase names the levers that it changes; every other goes on as it was. Weeks are those of the run, counted from 0; a
date counts from the first week that begins on it or later. The change is decided from then on by the department of the
lever, and takes its time, approvals and notice like every other.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import ConfigDict, Field, model_validator

from mktsim.inputs.rules import AdvertisingRule, ChannelRule, PricingRule, PromotionRule, Stage
from mktsim.quantities import MONEY, PRICE, Part, Source, Unit
from mktsim.relations import InRun, Ref

GIVEN = Source("given by the policy")
MOST_PHASES = 50
SAME = "same"
"""What stands for a rule where the lever's rule stays and is only changed."""
OPERATIONS = ("scale", "change", "hold")
"""Fields of which a change of a lever has one."""
Scale = Annotated[float | None, Ge(0), Le(20), Unit("multiple"), GIVEN]
Share = Annotated[float | None, Ge(-1), Le(19), Unit("share"), GIVEN]
Regions = tuple[Annotated[str, Ref("region")], ...]
Channels = tuple[Annotated[str, Ref("channel")], ...]
Week = Annotated[int, Ge(0), Le(10_000), InRun(), Unit("week"), GIVEN]
Moment = dt.date | Week


class LeverChange(Part):
    """A change of what a lever's rule decides: one of `scale`, `change` and `hold`."""

    rule: Literal["same"] = "same"
    """The rule stays."""
    scale: Scale = None
    """Multiple of what the rule decides."""
    change: Share = None
    """Change of what the rule decides, as a share of it: -0.2 is a fifth less."""

    @model_validator(mode="after")
    def _one_operation(self) -> LeverChange:
        given = [name for name in OPERATIONS if getattr(self, name, None) is not None]
        if len(given) != 1:
            raise ValueError(f"give one of {', '.join(n for n in OPERATIONS if n in type(self).model_fields)}")
        return self

    @property
    def multiple(self) -> float | None:
        """Multiple of what the rule decides; None where a value is held."""
        if self.scale is not None:
            return self.scale
        return None if self.change is None else 1.0 + self.change

    @property
    def held(self) -> float | None:
        """Value held in place of what the rule decides; None where it is changed."""
        found: float | None = getattr(self, "hold", None)
        return found


class PriceChange(LeverChange):
    """A change of the recommended retail price, and with it of the invoice."""

    scale: Annotated[float | None, Ge(0.05), Le(20), Unit("multiple"), GIVEN] = None
    """Multiple of the price that the rule decides."""
    change: Annotated[float | None, Ge(-0.95), Le(19), Unit("share"), GIVEN] = None
    """Change of the price that the rule decides, as a share of it."""
    hold: Annotated[float | None, PRICE, Unit("money"), GIVEN] = None
    """Recommended retail price in place of what the rule decides."""
    regions: Regions = ()
    """Regions where it holds; empty for all."""
    channels: Channels = ()
    """Channels where it holds; empty for all."""


class PromotionChange(LeverChange):
    """A change of the depth of promotions; a depth of zero leaves the promotion out."""

    hold: Annotated[float | None, Ge(0), Le(0.9), Unit("share of price"), GIVEN] = None
    """Depth of every promotion in place of what the rule decides."""
    regions: Regions = ()
    """Regions where it holds; empty for all."""
    channels: Channels = ()
    """Channels where it holds; empty for all."""


class AdvertisingChange(LeverChange):
    """A change of media money. What is spent less is given back, what is spent more is granted beyond the budget."""

    hold: Annotated[float | None, MONEY, Unit("money/week"), GIVEN] = None
    """Media money a week in place of what the rule decides; of the regions and media named, where some are."""
    regions: Regions = ()
    """Regions where it holds; empty for all."""
    media: tuple[Annotated[str, Ref("medium")], ...] = ()
    """Media in which it holds; empty for all."""


class ChannelChange(LeverChange):
    """A change of sales calls, training days and openings of outlets."""

    channels: Channels = ()
    """Channels where it holds; empty for all."""


class BudgetChange(Part):
    """How much of the instalments of the approved budget may be planned; what is held back stays in the budget."""

    scale: Annotated[float, Ge(0), Le(1), Unit("share of instalments"), GIVEN]
    """Share of every instalment that may be planned."""


class AtStage(Part):
    """A stage of the life cycle, as the department of the lever believes it."""

    stage: Literal["introduction", "growth", "maturity", "decline"]
    """Stage from which on, once it is believed the most probable, the phase holds."""

    @property
    def number(self) -> Stage:
        """The stage."""
        return Stage[self.stage.upper()]


class Threshold(Part):
    """A threshold of what a department believes."""

    below: Annotated[float | None, Ge(-1e15), Le(1e15), Unit("as what is believed"), GIVEN] = None
    """Holds while the belief is below this; this or `above`."""
    above: Annotated[float | None, Ge(-1e15), Le(1e15), Unit("as what is believed"), GIVEN] = None
    """Holds while the belief is above this."""
    for_weeks: Annotated[int, Ge(1), Le(520), Unit("weeks"), GIVEN] = 1
    """Weeks on end for which it must have held."""

    @model_validator(mode="after")
    def _one_side(self) -> Threshold:
        if (self.below is None) == (self.above is None):
            raise ValueError("needs either below or above")
        return self

    def holds(self, believed: float) -> bool:
        """Return whether a belief is beyond the threshold."""
        if self.below is not None:
            return believed < self.below
        return self.above is not None and believed > self.above


def rule(given: Any) -> str:  # noqa: ANN401 - what stands in a file, or what was read of it
    """Return the name of the rule of a lever in a phase; `SAME` where it is only changed."""
    named = given.get("rule", SAME) if isinstance(given, dict) else getattr(given, "rule", SAME)
    return str(named)


class Phase(Part):
    """A stretch of time for which some levers are changed or follow another rule."""

    model_config = ConfigDict(populate_by_name=True)

    start: Annotated[Moment | AtStage | None, Field(alias="from")] = None
    """First day, first week, or the stage believed; none is the opening."""
    until: Moment | None = None
    """Day or week from which it no longer holds."""
    weeks: Annotated[tuple[Week, ...], MaxLen(2)] = ()
    """First and last week, in place of from and until."""
    when: dict[Annotated[str, Ref("belief")], Threshold] = {}
    """What must be believed for the phase to begin, each by its threshold; all of them."""
    for_weeks: Annotated[int | None, Ge(1), Le(10_000), Unit("weeks"), GIVEN] = None
    """Weeks for which it holds; a phase with `when` may begin again after it."""
    pricing: PricingRule | PriceChange | None = None
    """What becomes of the price list."""
    promotion: PromotionRule | PromotionChange | None = None
    """What becomes of promotions."""
    advertising: AdvertisingRule | AdvertisingChange | None = None
    """What becomes of the media plan."""
    channel: ChannelRule | ChannelChange | None = None
    """What becomes of work with channels."""
    budget: BudgetChange | None = None
    """How much of the budget is released."""
    end: bool = False
    """Whether the product is given up: it leaves the market, and nothing more is spent on it."""

    @model_validator(mode="after")
    def _a_stretch_that_changes_something(self) -> Phase:
        if self.weeks:
            if self.start is not None or self.until is not None:
                raise ValueError("weeks: stand in place of from and until")
            if len(self.weeks) != 2 or self.weeks[1] < self.weeks[0]:
                raise ValueError("weeks: expected the first and the last week")
        if not self.levers and not self.end:
            raise ValueError(f"changes nothing: name one of {', '.join((*LEVERS, 'end'))}")
        if self.until is not None and self.for_weeks is not None and not self.when:
            raise ValueError("for_weeks: until says how long it holds; give one of them")
        if self.until is not None and type(self.start) is type(self.until) and not _before(self.start, self.until):
            raise ValueError("until: must come after from")
        return self

    @property
    def levers(self) -> tuple[str, ...]:
        """Levers that it names, in their order."""
        return tuple(lever for lever in LEVERS if getattr(self, lever) is not None)

    def span(self, start: dt.date) -> tuple[int, int]:
        """Return (first week, week after the last) between which it may hold, for a run that begins on `start`."""
        if self.weeks:
            return self.weeks[0], self.weeks[1] + 1
        first = 0 if self.start is None or isinstance(self.start, AtStage) else week_of(self.start, start)
        last = NEVER if self.until is None else week_of(self.until, start)
        is_dated = not self.when and not isinstance(self.start, AtStage)
        if self.for_weeks is not None and is_dated:
            last = min(last, first + self.for_weeks)
        return first, last


def _before(one: Any, other: Any) -> bool:  # noqa: ANN401 - two weeks or two dates
    return bool(one < other)


NEVER = 1_000_000
"""A week that no run has."""
LEVERS = ("pricing", "promotion", "advertising", "channel", "budget")
"""Levers that a phase may name."""


def week_of(moment: dt.date | int, start: dt.date) -> int:
    """Return the first week of a run that begins on a date or later; a week is itself."""
    return moment if isinstance(moment, int) else -((start - moment).days // 7)


Phases = Annotated[tuple[Phase, ...], MinLen(0), MaxLen(MOST_PHASES)]
"""Phases in the order in which a later one goes before an earlier one."""

BELIEFS = {
    "market_share": "market.share",
    "awareness": "market.awareness",
    "category_units": "market.category",
    "market_growth": "market.growth",
    "sales": "sales.level",
    "forecast": "forecast.units",
    "rival_price": "rival.price",
    "rival_spending": "rival.spending",
    "unit_cost": "cost.unit",
    "stock_weeks": "stock.weeks",
}
"""What a phase may ask of a department's knowledge, and the topic that it is."""

CHANGES: dict[str, type[LeverChange]] = {
    "pricing": PriceChange,
    "promotion": PromotionChange,
    "advertising": AdvertisingChange,
    "channel": ChannelChange,
}
"""What a phase may do to a lever whose rule stays."""

PLANNED_IN = {
    "pricing": "price_list",
    "promotion": "promotion_calendar",
    "advertising": "expense_plan",
    "channel": "channel_plan",
    "budget": "budget",
}
"""The plan in which each lever is decided; who gives it sees the lever's phases."""
