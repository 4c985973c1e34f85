"""The scenario of each category of products: one parameter set a category, no row has one of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.evidence.validation.row import Category

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

BASES = {
    Category.STORABLE: "packaged_food",
    Category.PERISHABLE: "packaged_food",
    Category.DURABLE: "us_color_tv_1963",
    Category.SERVICE: "tea_chain",
}
"""Shipped scenario that each category stands on."""


AFFORDED = (600.0, 340.0)
"""Median reservation prices of the segments, money: the first can nearly all pay the opening price, the others wait."""
SPREAD = 0.18
"""Spread of log reservation prices."""
ADOPTION = {"potential_share": 0.65, "segment_imitation_share": 0.8}
"""Households that would ever adopt if they could afford it; how little the segments look at each other."""
MADE = 35_000.0
"""Units that the focal firm made before the introduction: where learning begins."""
CYCLE_SD = 0.17
"""Spread of the year's demand with the business cycle: assumption, chosen so that saddles appear as told (G05)."""
UNKNOWN = {"appeal_sd": 0.4, "potential_sd": 0.25}
"""What nobody knows before the introduction: assumption, twice that of the product nine years old (Kahn 2002)."""
FORECAST = 1_650.0
"""Units a week expected before the introduction, some 15% too many as is usual (Tull 1967: 65% of forecasts)."""
DEVELOPMENT = 150e6
"""Money spent before the first day: assumption, near the 130 millions that a pioneer of colour sets told of; it decides
G44 almost alone."""
TALK = {"word_of_mouth": 4.5, "talk_volume": 1.2, "untried_risk": 0.4}
"""Talk about a durable, set for the elasticities of You, Vadakkepatt & Joshi 2015 (G30)."""
NEW = {"awareness": 0.35, "distribution": 0.30, "tried": 0.0}
"""State of every brand on its first day."""


def scenario_of(category: Category, base: Scenario) -> Scenario:
    """Return the category's scenario from the shipped one that it stands on."""
    if category is Category.DURABLE:
        return _new_durable(base)
    return _perishable(base) if category is Category.PERISHABLE else base


def _new_durable(base: Scenario) -> Scenario:
    """Return the durable at its introduction: dear, unknown and hardly listed, as new durables are.

    The shipped scenario opens nine years after the first sets were sold. A new durable opens at a price that few can
    or will pay (Golder & Tellis 1997: take-off after years of falling prices, at under two in a hundred households);
    the year's demand moves with the business cycle (Deleersnyder et al. 2004). Sizes: assumption, chosen by looking at
    rows G01 to G07 together, so that these are fitted rather than foretold.
    """
    market = base.market
    segments = tuple(
        s.model_copy(update={"reservation_price_money": AFFORDED[i], "reservation_sd": SPREAD})
        for i, s in enumerate(market.segments)
    )
    adoption = market.adoption.model_copy(update=ADOPTION)
    luck = market.luck.model_copy(update={"cycle_sd": CYCLE_SD, **UNKNOWN})
    choice = market.choice.model_copy(update=TALK)
    market = market.model_copy(update={"segments": segments, "adoption": adoption, "luck": luck, "choice": choice})
    supply = base.supply.model_copy(update={"cumulative_units": MADE, "launch_forecast_per_week": FORECAST})
    financed = base.money.credit_limit_money + DEVELOPMENT  # what was spent before the first day is paid for
    money = base.money.model_copy(update={"development_money": DEVELOPMENT, "credit_limit_money": financed})
    brands = tuple(b.model_copy(update=NEW) for b in base.brands)
    return base.model_copy(
        update={"name": f"{base.name}_new", "market": market, "brands": brands, "supply": supply, "money": money}
    )


def _perishable(base: Scenario) -> Scenario:
    """Return a grocery that does not keep: purchases do not wait for stock, and what is bought is eaten.

    Values: assumption; the price coefficient makes up for the reference price that
    hardly counts, so that brands are as elastic as groceries are (Bijmolt, van Heerde & Pieters 2005, JMR 42:141).
    """
    repeat = base.market.repeat.model_copy(
        update={"stock_reaction": 0.0, "consumption_reaction": 1.0, "deal_quantity": 0.05, "stock_weeks": 0.3}
    )
    choice = base.market.choice.model_copy(update={"reference_coefficient": 0.1, "price_coefficient": 3.0})
    market = base.market.model_copy(update={"repeat": repeat, "choice": choice})
    return base.model_copy(update={"name": f"{base.name}_perishable", "market": market})
