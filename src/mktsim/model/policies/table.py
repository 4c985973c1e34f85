"""The tables of rules: a new rule is one file and one line here."""

from __future__ import annotations

from mktsim.model.policies.advertising.even import Even
from mktsim.model.policies.advertising.fixed import Fixed
from mktsim.model.policies.advertising.historical import HistoricalAdvertising
from mktsim.model.policies.advertising.objective_and_task import ObjectiveAndTask
from mktsim.model.policies.advertising.percent_of_sales import PercentOfSales
from mktsim.model.policies.advertising.pulsed import PulsedAdvertising
from mktsim.model.policies.advertising.rule import AdvertisingRule
from mktsim.model.policies.advertising.share_of_voice import ShareOfVoice
from mktsim.model.policies.advertising.stage_weighted import StageWeighted
from mktsim.model.policies.channel.emphasis import Emphasis
from mktsim.model.policies.channel.exclusive import Exclusive
from mktsim.model.policies.channel.franchise_roll_out import FranchiseRollOut
from mktsim.model.policies.channel.intensive import Intensive
from mktsim.model.policies.channel.phased_roll_out import PhasedRollOut
from mktsim.model.policies.channel.rule import ChannelRule
from mktsim.model.policies.channel.selective import Selective
from mktsim.model.policies.channel.stage_coverage import StageCoverage
from mktsim.model.policies.pricing.competitive_index import CompetitiveIndex
from mktsim.model.policies.pricing.cost_plus import CostPlus
from mktsim.model.policies.pricing.everyday_low import EverydayLow
from mktsim.model.policies.pricing.hi_lo import HiLo
from mktsim.model.policies.pricing.historical import HistoricalPrice
from mktsim.model.policies.pricing.markdown import Markdown
from mktsim.model.policies.pricing.optimal_logit import OptimalLogit
from mktsim.model.policies.pricing.penetration import Penetration
from mktsim.model.policies.pricing.rule import PricingRule
from mktsim.model.policies.pricing.skimming import Skimming
from mktsim.model.policies.pricing.stage_based import StageBased
from mktsim.model.policies.pricing.value_based import ValueBased
from mktsim.model.policies.promotion.holiday_calendar import HolidayCalendar
from mktsim.model.policies.promotion.monthly import Monthly
from mktsim.model.policies.promotion.none import NoPromotion
from mktsim.model.policies.promotion.pulsed import PulsedPromotion
from mktsim.model.policies.promotion.quarterly import Quarterly
from mktsim.model.policies.promotion.region_targeted import RegionTargeted
from mktsim.model.policies.promotion.rule import PromotionRule
from mktsim.model.policies.promotion.stock_clearing import StockClearing
from mktsim.quantities import Part

PRICING: tuple[type[PricingRule], ...] = (
    Skimming,
    Penetration,
    CostPlus,
    ValueBased,
    CompetitiveIndex,
    HiLo,
    EverydayLow,
    StageBased,
    Markdown,
    HistoricalPrice,
    OptimalLogit,
)

PROMOTION: tuple[type[PromotionRule | NoPromotion], ...] = (
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
