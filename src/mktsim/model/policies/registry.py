"""Registry of policy rules: a new rule is a class in the file of its shape and a line here."""

from __future__ import annotations

from mktsim.inputs.rules import AdvertisingRule, ChannelRule, PricingRule, PromotionRule
from mktsim.model.policies.advertising.budget_based import (
    Fixed,
    HistoricalAdvertising,
    ObjectiveAndTask,
    PercentOfSales,
    ShareOfVoice,
)
from mktsim.model.policies.advertising.timing import Even, PulsedAdvertising, StageWeighted
from mktsim.model.policies.channel.coverage import Emphasis, Exclusive, Intensive, Selective, StageCoverage
from mktsim.model.policies.channel.roll_out import FranchiseRollOut, PhasedRollOut
from mktsim.model.policies.pricing.competitive import CompetitiveIndex, EverydayLow, HiLo
from mktsim.model.policies.pricing.cost_based import CostPlus, HoldPrice
from mktsim.model.policies.pricing.life_cycle import HistoricalPrice, Markdown, Penetration, Skimming, StageBased
from mktsim.model.policies.pricing.response_based import OptimalLogit, ValueBased
from mktsim.model.policies.promotion.calendar import HolidayCalendar, Monthly, PulsedPromotion, Quarterly
from mktsim.model.policies.promotion.rule import NoPromotion
from mktsim.model.policies.promotion.targeted import RegionTargeted, StockClearing
from mktsim.quantities import Part

PRICING: tuple[type[PricingRule], ...] = (
    Skimming,
    Penetration,
    CostPlus,
    HoldPrice,
    ValueBased,
    CompetitiveIndex,
    HiLo,
    EverydayLow,
    StageBased,
    Markdown,
    HistoricalPrice,
    OptimalLogit,
)

PROMOTION: tuple[type[PromotionRule], ...] = (
    NoPromotion,
    HolidayCalendar,
    Monthly,
    Quarterly,
    PulsedPromotion,
    StockClearing,
    RegionTargeted,
)

ADVERTISING: tuple[type[AdvertisingRule], ...] = (
    PercentOfSales,
    Fixed,
    ObjectiveAndTask,
    ShareOfVoice,
    StageWeighted,
    Even,
    PulsedAdvertising,
    HistoricalAdvertising,
)

CHANNEL: tuple[type[ChannelRule], ...] = (
    Exclusive,
    Selective,
    Intensive,
    StageCoverage,
    PhasedRollOut,
    FranchiseRollOut,
    Emphasis,
)

RULES: dict[str, tuple[type[Part], ...]] = {
    "pricing": PRICING,
    "promotion": PROMOTION,
    "advertising": ADVERTISING,
    "channel": CHANNEL,
}
"""All rules by lever; the name of a rule is the default of its field `rule`."""
