"""Plans that departments make and send each other: frozen values, posted by name as items."""

from __future__ import annotations

from dataclasses import dataclass

from mktsim.model.seen import ChannelDecision, Mechanic, Message, PromotionEvent


@dataclass(frozen=True)
class YearBudget:
    """Approved money of a budget year (a calendar year)."""

    year: int
    lines: tuple[float, float, float, float]
    """Money by BudgetLine, for the part of the year that lies in the run."""


@dataclass(frozen=True)
class Targets:
    """Annual sales targets."""

    year: int
    by_quarter: tuple[float, float, float, float]
    """Units a week in each quarter."""
    by_region: tuple[float, ...]
    """Shares of regions."""
    by_channel: tuple[float, ...]
    """Shares of channels."""


@dataclass(frozen=True)
class PlannedEvent:
    """A promotion in the calendar."""

    id: str
    """Name that work, luck and items refer to."""
    event: PromotionEvent


@dataclass(frozen=True)
class PromotionCalendar:
    """Promotions planned for a window of days, in order of date."""

    first_day: float
    last_day: float
    events: tuple[PlannedEvent, ...]


@dataclass(frozen=True)
class BookedEvent:
    """A promotion as organised: where it starts when, and in what share of outlets."""

    id: str
    first_day: float
    """First day as planned."""
    starts: tuple[float, ...]
    """First day by region."""
    last_day: float
    """Day after the last."""
    depth: float
    shares: tuple[float, ...]
    """Share of outlets that execute it, by region; zero where it does not run."""
    mechanics: tuple[Mechanic, ...]
    committed_money: float = 0.0
    """Promotion money committed for it."""


@dataclass(frozen=True)
class PromotionFunds:
    """Regions' promotion funds, declared and approved for a window."""

    first_day: float
    last_day: float
    by_region: tuple[float, ...]
    """Share of what the region asked for that is approved."""


@dataclass(frozen=True)
class ItemOrders:
    """Promotional items ordered: (event, day of arrival in outlets)."""

    arrivals: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Allowance:
    """Cap on the promotion money committed since the year began."""

    last_day: float
    """Day after which it no longer holds."""
    committed_money: float
    """Most that may be committed until then."""


@dataclass(frozen=True)
class ExpensePlan:
    """Advertising money by week."""

    first_week: int
    spending_money: tuple[float, ...]
    mix: tuple[float, ...]
    """Share by medium; empty for even."""
    message: Message

    def of_week(self, week: int) -> float | None:
        """Return the money of `week`; None when the plan does not reach it."""
        index = week - self.first_week
        return self.spending_money[index] if 0 <= index < len(self.spending_money) else None


@dataclass(frozen=True)
class ChannelPlan:
    """Targets and terms by channel."""

    day: float
    """Day of the decision."""
    decision: ChannelDecision


@dataclass(frozen=True)
class CallPlan:
    """Sales calls, as configured."""

    calls: tuple[tuple[float, ...], ...]
    """Multiples of one call an outlet a quarter, by region and channel."""


@dataclass(frozen=True)
class LaunchPlan:
    """The launch as planned."""

    day: float
    """Day on which it was carried out."""
    last_day: float
    """Day after which the extra effort ends."""
    calls_factor: float
    """Multiple of sales calls until then."""


@dataclass(frozen=True)
class SalesPlan:
    """Units a week that sales and production are to work to."""

    day: float
    units: tuple[tuple[float, ...], ...]
    """By region and channel."""


@dataclass(frozen=True)
class ProductionPlan:
    """What production and sales agreed on."""

    day: float
    units_per_week: float
    """Demand to supply in the weeks that production now affects."""
    build_units: float
    """Units wanted in addition, for promotions."""


@dataclass(frozen=True)
class ProductionOrder:
    """The level that production orders up to every week."""

    day: float
    level_units: float
    """Warehouse stock plus work in progress less members' open orders."""
    units_per_week: float
    """Demand it was made for."""


@dataclass(frozen=True)
class PromotionBuild:
    """Units that coming promotions take beyond normal sales."""

    day: float
    units: float


@dataclass(frozen=True)
class Dispatch:
    """How the next shipments travel."""

    last_day: float
    """Day after which it no longer holds."""
    delay_factor: float
    """Multiple of the channels' transit time."""


@dataclass(frozen=True)
class IntegratedPlan:
    """The plan in which price, promotion, advertising and supply are in step."""

    last_day: float
    """Day until which it holds."""
    reach: float
    """Share of conflicts that it removes."""


@dataclass(frozen=True)
class PriceList:
    """The list price decided and when it takes force."""

    day: float
    prices: tuple[float, ...]
    """Shelf price by channel, money."""


@dataclass(frozen=True)
class MarketingPolicy:
    """The sales policy as approved; it sets the departments to work."""

    day: float


@dataclass(frozen=True)
class PolicyReview:
    """A review of spending against plan; unspent money is planned again."""

    last_day: float
    """Day until which it holds."""


@dataclass(frozen=True)
class AuditReport:
    """Findings of an audit of promotion and advertising money."""

    day: float
    found_share: float
    """Share of the leakage that was found and stopped."""


@dataclass(frozen=True)
class Standing:
    """That something is in good order until a day."""

    last_day: float


@dataclass(frozen=True)
class RegionalOrders:
    """Work orders that turn the policy into each region's own work."""

    last_day: float
    """Day until which they hold."""
    by_region: tuple[float, ...]
    """Share of the policy that they spell out, by region."""


@dataclass(frozen=True)
class Goals:
    """Where the company means to be in a year, from what it sold and where the market is going."""

    year: int
    units_per_week: float
    """Mean over the year."""


@dataclass(frozen=True)
class RegionSupport:
    """Sales calls lent to regions behind their target."""

    last_day: float
    """Day until which it holds."""
    calls_factor: tuple[float, ...]
    """Multiple of sales calls, by region."""


@dataclass(frozen=True)
class ChannelControl:
    """Members' drive as the last review left it."""

    day: float
    drive: float
    """Level, zero to one."""
