"""The numbers that a manager knows of the own product: what `mktsim new` asks for."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import model_validator

from mktsim.inputs.plausibility import sums_of
from mktsim.inputs.scenario import GoingConcern, Scenario
from mktsim.quantities import MONEY, PRICE, Part, Source, Unit
from mktsim.relations import Lengths, Name, Names

GIVEN = Source("asked of the user")
CHURN = Source("assumption: two new subscribers in three then stay a year (Fader & Hardie 2007, JIM 21(1):76)")
WEEKS_PER_YEAR = 365.25 / 7.0
WEEKS_PER_MONTH = WEEKS_PER_YEAR / 12.0


class Category(StrEnum):
    """Kinds of product; each has a file in data/categories."""

    STORABLE = "storable"
    PERISHABLE = "perishable"
    DRINK_SHOP = "drink_shop"
    DURABLE = "durable"
    SUBSCRIPTION = "subscription"


class Opening(StrEnum):
    """How the run opens."""

    LAUNCH = "launch"
    GOING_CONCERN = "going_concern"


class RivalAnswer(Part):
    """A rival brand."""

    name: Name
    """Name."""
    price_money: Annotated[float, PRICE, Unit("money"), GIVEN]
    """Usual shelf price."""
    share: Annotated[float, Gt(0), Lt(1), Unit("share of units"), GIVEN]
    """Share of the category's units."""


class Answers(Part):
    """The numbers that a manager knows; those with None have a default that follows from the others."""

    name: Name
    """Name of the product, and of the files."""
    category: Category
    """Kind of product."""
    title: str = ""
    """One line for tables and the report."""
    currency: str = "USD"
    """Currency of every amount."""
    start: dt.date = dt.date(2026, 1, 5)
    """First day."""
    years: Annotated[int, Ge(1), Le(10), Unit("years"), Source("assumption: three years show what lasts")] = 3
    """Years that count."""
    opening: Opening | None = None
    """Launch or going concern; None: as usual for the category."""
    regions: Annotated[
        dict[Name, Annotated[float, Ge(1), Le(1e10), Unit("households"), GIVEN]], MinLen(1), MaxLen(50), Names("region")
    ]
    """Households by region that could ever buy the category."""
    season: Annotated[tuple[Annotated[float, Ge(0.001), Le(10), Unit("multiple"), GIVEN], ...], Lengths((0, 12))] = ()
    """Twelve multipliers of demand, January first; empty for none."""
    purchases_per_year: Annotated[float, Gt(0), Le(1000), Unit("purchases/household year"), GIVEN] | None = None
    """Purchases of the category by a household and year, any brand; required of what is bought again and again."""
    units_per_purchase: Annotated[float, Ge(0.01), Le(100), Unit("units"), Source("assumption")] = 1.0
    """Units bought at a time."""
    term_months: Annotated[float, Ge(0.25), Le(36), Unit("months"), Source("assumption")] = 1.0
    """Term of a subscription, which goes on until somebody cancels; the price is its fee."""
    subscribing_share: Annotated[float, Ge(0.01), Le(1), Unit("share of households"), Source("assumption")] = 0.85
    """Of the households that have use for such a subscription, those that have one, of any brand."""
    churn_per_month: Annotated[float, Ge(0.001), Le(0.5), Unit("share of subscribers a month"), CHURN] = 0.025
    """Subscribers of the brand who leave it in a month."""
    life_years: Annotated[float, Gt(0), Le(60), Unit("years"), Source("assumption")] = 8.0
    """Life of a durable until it is replaced."""
    potential_share: Annotated[float, Ge(0.0001), Le(1), Unit("share of households"), Source("assumption")] = 0.3
    """Households that could ever own a durable of this kind."""
    price_money: Annotated[float, PRICE, Unit("money"), GIVEN]
    """Usual shelf price of a unit, taxes left out."""
    unit_cost_money: Annotated[float, PRICE, Unit("money/unit"), GIVEN]
    """Cost of making a unit."""
    share: Annotated[float, Gt(0), Lt(1), Unit("share of units"), GIVEN]
    """Share of the category's units; of a launch, the share of choice once everybody knows and finds it."""
    rivals: Annotated[tuple[RivalAnswer, ...], MaxLen(20), Names("rival")] = ()
    """Rivals with price and share; none: two at the same price that share the rest."""
    budget_money: Annotated[float, MONEY, Unit("money/year"), GIVEN]
    """Marketing money a year: advertising, promotions, sales calls."""
    advertising_share: Annotated[float, Ge(0), Le(1), Unit("share of budget"), GIVEN] | None = None
    """Part of it for advertising; None: the category's."""
    promotion_share: Annotated[float, Ge(0), Le(1), Unit("share of budget"), GIVEN] | None = None
    """Part of it for promotions; None: the category's."""
    trade_margin_share: Annotated[float, Ge(0), Lt(0.9), Unit("share of shelf price"), GIVEN] | None = None
    """Margin that shops keep; None: the category's by channel."""
    outlets: Annotated[float, Ge(1), Le(1e9), Unit("outlets/region"), GIVEN] | None = None
    """Shops of all channels in a region; None: in proportion to the people."""
    capacity_per_week: Annotated[float, Gt(0), Le(1e15), Unit("units/week"), GIVEN] | None = None
    """Most units that can be made in a week; None: twice the expected sales."""
    organisation: str = "planning_hub"
    """Archetype, or file of an own organisation."""
    staff_fte: Annotated[float, Gt(0), Le(10000), Unit("FTE"), Source("posts of the shipped archetypes")] = 26.5
    """Posts of that organisation."""
    pay_money: Annotated[float, MONEY, Unit("money/FTE year"), GIVEN] | None = None
    """Pay and overhead of a post; None: the posts' time for this product costs 3% of revenue."""

    @model_validator(mode="after")
    def _enough_to_go_by(self) -> Answers:
        asked = self.category not in {Category.DURABLE, Category.SUBSCRIPTION}
        if asked and self.purchases_per_year is None:
            raise ValueError(f"purchases_per_year: is required for {self.category.value}")
        total = self.share + sum(rival.share for rival in self.rivals)
        if self.rivals and abs(total - 1.0) > 0.05:
            raise ValueError(f"rivals: shares with the own add up to {total:.2f}, not 1")
        return self

    @property
    def launched(self) -> bool:
        """Whether the run opens with the launch."""
        usual = Opening.LAUNCH if self.category in {Category.DRINK_SHOP, Category.DURABLE} else Opening.GOING_CONCERN
        return (self.opening or usual) is Opening.LAUNCH

    @property
    def fees_per_year(self) -> float:
        """Purchases, or fees, of the category by a household and year; zero for a durable."""
        if self.category is Category.SUBSCRIPTION:
            return self.subscribing_share * 12.0 / self.term_months
        return self.purchases_per_year or 0.0

    @property
    def households(self) -> float:
        """Households of all regions."""
        return sum(self.regions.values())

    def all_rivals(self) -> tuple[RivalAnswer, ...]:
        """Return the rivals, or the two that are assumed."""
        rest = 1.0 - self.share
        return self.rivals or (
            RivalAnswer(name="leader", price_money=self.price_money, share=round(0.6 * rest, 3)),
            RivalAnswer(name="others", price_money=self.price_money, share=round(0.4 * rest, 3)),
        )


def category_of(scenario: Scenario) -> Category:
    """Return the category that a scenario belongs to, by what its numbers say."""
    repeat = scenario.market.repeat
    if repeat.rate_per_week == 0.0:
        return Category.DURABLE
    if scenario.market.is_subscription:
        return Category.SUBSCRIPTION
    if any(channel.opened for channel in scenario.channels):
        return Category.DRINK_SHOP
    return Category.PERISHABLE if repeat.stock_reaction == 0.0 else Category.STORABLE


def answers_like(scenario: Scenario) -> dict[str, object]:
    """Return the answers that a scenario gives, as JSON knows them; the name is left open."""
    focal, quo = scenario.brands[0], scenario.policies[scenario.status_quo].budget
    found: dict[str, object] = {
        "category": category_of(scenario),
        "currency": scenario.money.currency,
        "start": scenario.start.isoformat(),
        "opening": Opening.GOING_CONCERN if isinstance(scenario.opening, GoingConcern) else Opening.LAUNCH,
        "regions": {region.name: region.households for region in scenario.market.regions},
        "season": scenario.market.regions[0].monthly_season,
        "price_money": focal.price_money,
        "unit_cost_money": scenario.supply.unit_cost_money,
        "share": focal.share,
        "rivals": [
            {"name": one.name, "price_money": one.price_money, "share": one.share} for one in scenario.brands[1:]
        ],
        "budget_money": quo.per_year_money,
        "advertising_share": quo.advertising_share,
        "promotion_share": quo.promotion_share,
        "units_per_purchase": scenario.market.repeat.units_per_purchase,
    }
    if found["category"] is Category.DURABLE:
        life = scenario.market.repeat.life_years
        return {**found, "potential_share": scenario.market.adoption.potential_share, "life_years": life or 8.0}
    if found["category"] is Category.SUBSCRIPTION:
        repeat = scenario.market.repeat
        has = round(min(1.0, repeat.rate_per_week * repeat.term_weeks), 3)
        return {**found, "term_months": round(repeat.term_weeks / WEEKS_PER_MONTH, 2), "subscribing_share": has}
    return {**found, "purchases_per_year": round(sums_of(scenario).purchases, 2)}
