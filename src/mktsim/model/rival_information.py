"""Information of a rival's rules: its own brand by its own books, the focal brand by its price."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated

import numpy as np
from annotated_types import Ge, Le

from mktsim.inputs.rules import (
    AdvertisingInformation,
    Belief,
    ChannelInformation,
    ChannelMemberInformation,
    HolidayDate,
    PricingInformation,
    PromotionEvent,
    PromotionInformation,
)
from mktsim.kept import kept
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.policy import Budget
    from mktsim.inputs.scenario import Holiday, Scenario

    Floats = NDArray[np.float64]

QUARTER = 13
NOTHING = Belief(0.0, math.inf)
PLENTY = Belief(4.0, 0.0)


@dataclass(frozen=True)
class Conduct:
    """How rivals carry out their rules."""

    execution: Annotated[float, Ge(0), Le(1), Unit("share of outlets"), Source("assumption")] = 0.7
    """Outlets that execute a rival's promotion."""
    tracking_sd: Annotated[float, Ge(0), Le(1), Unit("sd of log"), Source("assumption; store audits")] = 0.06
    """Error of a rival's own weekly tracking."""
    tracking_speed: Annotated[float, Ge(0), Le(1), Unit("1/week"), Source("assumption")] = 0.05
    """Speed at which a rival's idea of its normal sales moves."""
    patience_weeks: Annotated[int, Ge(1), Le(52), Unit("weeks"), Source("assumption")] = 4
    """Weeks that a loss has to last."""
    pause_weeks: Annotated[int, Ge(1), Le(104), Unit("weeks"), Source("assumption")] = 13
    """Weeks between two reactions."""
    attack_pressure: Annotated[float, Ge(1), Le(5), Unit("multiple"), Source("assumption")] = 1.3
    """Rise of the focal brand's pressure over its own mean that is taken for an attack."""
    forestall_weeks: Annotated[int, Ge(0), Le(26), Unit("weeks"), Source("assumption")] = 1
    """Weeks in which a deal can be arranged that forestalls one that became known."""
    forestall_days: Annotated[float, Ge(1), Le(91), Unit("days"), Source("assumption")] = 14.0
    """Length of such a deal, which ends where it can as the other begins: shoppers have stocked up."""
    price_follow: Annotated[float, Ge(0), Le(1), Unit("share of the cut"), Source("assumption")] = 0.5
    """Part of a price cut that became known which is made at once, until the rule's next review."""
    cost_share: Annotated[float, Ge(0), Le(1), Unit("share of price"), Source("assumption")] = 0.5
    """Unit cost of rivals, from which their rules reckon."""


CONDUCT = Conduct()


@dataclass
class RivalState:
    """State and beliefs of one rival."""

    price: float
    normal: float = 0.0
    """Its idea of its normal weekly units."""
    normal_share: float = 0.0
    """Its idea of its share in weeks without deals of its own."""
    recent: list[float] = field(default_factory=list)
    """Tracked share of the last weeks without own deals, relative to its normal."""
    quiet_until: int = -(10**6)
    events: list[PromotionEvent] = field(default_factory=list)
    spending: Floats = field(default_factory=lambda: np.zeros(0))
    """Media money by week of the quarter."""
    quarter_start: int = 0
    boost_until: int = -(10**6)
    """Week until which it answers advertising with advertising."""
    margins: tuple[float, ...] = ()
    """Margin offered by channel, share of the retail price; empty before the first terms."""
    calls: float = 1.0
    call_count: float = 0.0
    """Sales calls a week."""
    share: float = 0.0
    """Its share of last week's units; zero before the first sale."""

    def copy(self) -> RivalState:
        """Return an independent copy."""
        return RivalState(
            self.price, self.normal, self.normal_share, list(self.recent), self.quiet_until, list(self.events),
            self.spending.copy(),
            self.quarter_start, self.boost_until, self.margins, self.calls, self.call_count, self.share,
        )  # fmt: skip


@dataclass(frozen=True)
class Watched:
    """Observations of the focal brand by rivals."""

    pressure: float
    """Its mean media pressure, multiples of normal spending."""
    deal: float
    """Depth of its recent deals."""
    price: float
    """Its recommended retail price, money."""
    share: float
    """Its share of the week's units."""


class Sight:
    """Builds what each rule of a rival sees."""

    def __init__(self, scenario: Scenario) -> None:
        """Look at the rivals of `scenario`."""
        self.scenario = scenario
        self.brands = scenario.brands
        self.regions = len(scenario.market.regions)

    def pricing(self, week: int, b: int, focal_price: float, state: RivalState) -> PricingInformation:
        """Return what a pricing rule sees in the week of the brand's life."""
        brand = self.brands[b]
        beta = self.scenario.market.choice.price_coefficient
        return PricingInformation(
            week=week,
            price=state.price,
            opening_price=brand.price_money,
            unit_cost=Belief(CONDUCT.cost_share * brand.price_money, 0.0),
            margin_share=self.scenario.channels[0].margin_share,
            elasticity=Belief(-beta * (1.0 - (state.share or brand.share)), 0.0),
            willingness=NOTHING,
            rival_price=Belief(focal_price, 0.0),
            quality=Belief(0.0, 1.0),
            stage=self._stage(),
            stock_weeks=PLENTY,
        )

    def promotion(self, week: int, state: RivalState, money: tuple[float, float, float]) -> PromotionInformation:
        """Return what a promotion rule sees; `money` is (funds, unit margin, days since its year began)."""
        funds, margin, into_year = money
        day = 7.0 * week
        return PromotionInformation(
            first_day=day,
            days=7.0 * QUARTER,
            year_start_day=day - into_year,
            holidays=self._holidays(day, 7.0 * QUARTER),
            funds_money=funds,
            price=state.price,
            unit_margin=margin,
            forecast=Belief(state.normal, 0.1 * state.normal),
            lift=Belief(3.0, 1.0),
            stock_weeks=PLENTY,
            region_gap=(0.0,) * self.regions,
            stage=self._stage(),
            offered_share=self.scenario.market.repeat.looking_share,
        )

    def advertising(self, week: int, b: int, state: RivalState, money: tuple[float, float]) -> AdvertisingInformation:
        """Return what an advertising rule sees; `money` is (budget of the quarter, unit margin)."""
        budget, margin = money
        return AdvertisingInformation(
            week=week,
            weeks=QUARTER,
            budget_money=budget,
            sales_money=Belief(state.normal * state.price, 0.0),
            unit_margin=margin,
            stage=self._stage(),
            rival_spending=Belief(budget / QUARTER, 0.0),
            share=Belief(state.share or self.brands[b].share, 0.0),
            awareness=Belief(0.7, 0.1),
            response=Belief(0.24, 0.1),
            season=(1.0,) * QUARTER,
        )

    def channel(self, week: int, state: RivalState, budget: Budget) -> ChannelInformation:
        """Return what a channel rule sees."""
        money = self.scenario.money
        return ChannelInformation(
            week=week,
            budget_money=budget.per_year_money * budget.channel_share,
            stage=self._stage(),
            channels=_members(self.scenario),
            regions=self.regions,
            price=state.price,
            call_money=money.call_money,
            opening_money=money.opening_money,
        )

    def _stage(self) -> tuple[float, float, float, float]:
        return (0.0, 0.0, 1.0, 0.0) if self.scenario.market.adoption.established else (0.1, 0.6, 0.3, 0.0)

    def _holidays(self, day: float, days: float) -> tuple[HolidayDate, ...]:
        return tuple(seen for seen in _holidays(self.scenario) if day <= seen.day < day + days)


@kept
def _holidays(scenario: Scenario) -> tuple[HolidayDate, ...]:
    """Return all occurrences of all holidays by day of the run."""
    return tuple(
        HolidayDate(holiday.name, float((day - scenario.start).days))
        for holiday in scenario.holidays
        for day in holiday.dates or _fixed(holiday, scenario)
    )


def _fixed(holiday: Holiday, scenario: Scenario) -> tuple[date, ...]:
    """Return a fixed holiday's dates from the burn-in to the run-out."""
    if holiday.month == 0:
        return ()
    first = scenario.start.year - 10
    last = scenario.start.year + (scenario.horizon_weeks + scenario.run_out_weeks) // 52 + 1
    return tuple(date(year, holiday.month, holiday.day) for year in range(first, last + 1))


@kept
def _members(scenario: Scenario) -> tuple[ChannelMemberInformation, ...]:
    """Return the channels as a rival knows them."""
    return tuple(
        ChannelMemberInformation(
            name=c.name,
            kind=c.kind.value,
            traffic_share=c.traffic_share,
            margin_share=c.margin_share,
            distribution=Belief(0.5, 0.1),
            units=NOTHING,
            outlets=c.outlets * len(scenario.market.regions),
        )
        for c in scenario.channels
    )
