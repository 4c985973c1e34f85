"""Decision rules of a policy: the information that each is given, its decision, and the four bases.

Information is what the deciding department believes, never the truth. A rule is a function of it and of its parameters.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

from mktsim.quantities import Part


class Stage(IntEnum):
    """Stages of the life cycle."""

    INTRODUCTION = 0
    GROWTH = 1
    MATURITY = 2
    DECLINE = 3


class Belief(NamedTuple):
    """An estimate as a rule is given it."""

    value: float
    se: float
    """Standard error, same unit; infinite when nothing is known."""


@dataclass(frozen=True)
class PricingInformation:
    """Information of a pricing rule."""

    week: int
    """Weeks since the opening (launch, or start of the counted run)."""
    price: float
    """Recommended retail price in force, money."""
    opening_price: float
    """Recommended retail price at the opening, money."""
    unit_cost: Belief
    """Money per unit."""
    margin_share: float
    """Channel margin as a share of the shelf price, sales-weighted."""
    elasticity: Belief
    """Own-price elasticity, negative."""
    willingness: Belief
    """Median reservation price, money."""
    rival_price: Belief
    """Rivals' mean shelf price, money; infinite standard error when there is none."""
    quality: Belief
    """Perceived quality relative to rivals, utility."""
    stage: tuple[float, float, float, float]
    """Probabilities of introduction, growth, maturity and decline."""
    stock_weeks: Belief
    """Stock of the whole channel in weeks of sales."""


@dataclass(frozen=True)
class PriceDecision:
    """A recommended retail price for every channel."""

    price: float
    """Recommended shelf price, money."""
    channel_factors: tuple[float, ...] = ()
    """Multiples of it by channel; empty for the same everywhere."""
    steps: tuple[tuple[float, ...], ...] = ()
    """Change by region and channel beside that, share; empty for none."""
    multiple: float = 1.0
    """What phases of the policy have made of the rule's price."""


class PricingRule(Part):
    """A rule of the recommended retail price."""

    @abstractmethod
    def decide(self, info: PricingInformation) -> PriceDecision:
        """Return the price on this information."""


class Mechanic(StrEnum):
    """Kind of a promotion's offer."""

    PRICE_OFF = "price_off"
    COUPON = "coupon"
    GIFT = "gift"
    FEATURE = "feature"
    DISPLAY = "display"


class HolidayDate(NamedTuple):
    """A holiday in the planning window."""

    name: str
    day: float
    """Day of the run."""


@dataclass(frozen=True)
class PromotionInformation:
    """Information of a promotion rule, which plans a window of weeks."""

    first_day: float
    """First day of the window (day of the run)."""
    days: float
    """Length of the window."""
    year_start_day: float
    """First day of the calendar year the window lies in, for cadences."""
    holidays: tuple[HolidayDate, ...]
    """Holidays in the window."""
    funds_money: float
    """Promotion funds of the window."""
    price: float
    """Recommended retail price, money."""
    unit_margin: float
    """Firm's margin per unit at the recommended retail price, money."""
    forecast: Belief
    """Units per week without promotion."""
    lift: Belief
    """Learned log multiple of units per unit of depth (price-off alone)."""
    stock_weeks: Belief
    """Stock of the whole channel in weeks of sales."""
    region_gap: tuple[float, ...]
    """Shortfall against target by region, share; positive is behind."""
    stage: tuple[float, float, float, float]
    offered_share: float = 1.0
    """Most of the units that a deal is for: all, or of a subscription those of people who look."""


@dataclass(frozen=True)
class PromotionEvent:
    """One dated promotion."""

    first_day: float
    days: float
    depth: float
    """Discount as a share of the invoice price."""
    mechanics: tuple[Mechanic, ...]
    regions: tuple[int, ...] = ()
    """Region indices; empty for all."""
    name: str = ""


@dataclass(frozen=True)
class PromotionDecision:
    """The promotions of a window, in order of date."""

    events: tuple[PromotionEvent, ...]


class PromotionRule(Part):
    """A rule of the promotion calendar."""

    @abstractmethod
    def decide(self, info: PromotionInformation) -> PromotionDecision:
        """Return the promotions of the window."""


class Message(StrEnum):
    """Content of advertising."""

    INFORM = "inform"
    PERSUADE = "persuade"
    REMIND = "remind"


@dataclass(frozen=True)
class AdvertisingInformation:
    """Information of an advertising rule, which plans a window of weeks."""

    week: int
    """First week of the window, counted from the opening."""
    weeks: int
    """Length of the window."""
    budget_money: float
    """Advertising money of the window."""
    sales_money: Belief
    """Expected net sales per week, money."""
    unit_margin: float
    """Firm's margin per unit, money."""
    stage: tuple[float, float, float, float]
    rival_spending: Belief
    """Rivals' media spending per week, money."""
    share: Belief
    """Own share of units."""
    awareness: Belief
    """Share of households aware."""
    response: Belief
    """Long-run elasticity of units to spending."""
    season: tuple[float, ...]
    """Believed seasonal multiple of each week of the window, length `weeks`."""


@dataclass(frozen=True)
class AdvertisingDecision:
    """Spending by week of the window, its mix over media and its message."""

    spending_money: tuple[float, ...]
    """By week of the window; the window's budget caps the sum."""
    mix: tuple[float, ...]
    """Share by medium in scenario order; empty for even."""
    message: Message


class AdvertisingRule(Part):
    """A rule of the media plan."""

    @abstractmethod
    def decide(self, info: AdvertisingInformation) -> AdvertisingDecision:
        """Return spending, mix and message of the window."""


@dataclass(frozen=True)
class ChannelMemberInformation:
    """Information on one channel."""

    name: str
    kind: str
    """ChannelKind value."""
    traffic_share: float
    margin_share: float
    """What members expect."""
    distribution: Belief
    """Weighted distribution now, share."""
    units: Belief
    """Units per week."""
    outlets: float
    """Outlets of the whole channel over all regions."""


@dataclass(frozen=True)
class ChannelInformation:
    """Information of a channel rule, which plans a year or a stage."""

    week: int
    """Weeks since the opening."""
    budget_money: float
    """Channel money of a year."""
    stage: tuple[float, float, float, float]
    channels: tuple[ChannelMemberInformation, ...]
    regions: int
    """Number of regions."""
    price: float
    call_money: float
    """Cost of a call."""
    opening_money: float
    """Cost of opening an outlet."""


@dataclass(frozen=True)
class ChannelTerms:
    """Targets and terms for one channel."""

    target_distribution: float
    """Weighted distribution aimed at, share of outlets; zero leaves the channel alone."""
    margin_share: float
    """Margin offered, share of the shelf price."""
    calls_per_week: float
    """Sales calls a week over all regions."""
    training_days: float
    """Training days an outlet gets a year."""
    region_weights: tuple[float, ...] = ()
    """Roll-out: share of full effort by region, 0 … 1; empty for all at one."""
    openings_per_year: float = 0.0
    """Outlets opened a year over all regions (own or franchise)."""


@dataclass(frozen=True)
class ChannelDecision:
    """Terms by channel, in scenario order."""

    terms: tuple[ChannelTerms, ...]


class ChannelRule(Part):
    """A rule of channel targets and terms."""

    @abstractmethod
    def decide(self, info: ChannelInformation) -> ChannelDecision:
        """Return the terms by channel."""


def most_probable(stage: tuple[float, float, float, float]) -> Stage:
    """Return the stage of highest probability, the earlier on ties."""
    return Stage(stage.index(max(stage)))
