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


def scenario_of(category: Category, base: Scenario) -> Scenario:
    """Return the category's scenario from the shipped one that it stands on."""
    return _perishable(base) if category is Category.PERISHABLE else base


def _perishable(base: Scenario) -> Scenario:
    """Return a grocery that does not keep: purchases do not wait for stock, and what is bought is eaten.

    Values: MARKET_PROTOTYPE.md section 1, line G21p.
    """
    repeat = base.market.repeat.model_copy(
        update={"stock_reaction": 0.0, "consumption_reaction": 1.0, "deal_quantity": 0.05, "stock_weeks": 0.3}
    )
    choice = base.market.choice.model_copy(update={"reference_coefficient": 0.1})
    market = base.market.model_copy(update={"repeat": repeat, "choice": choice})
    return base.model_copy(update={"name": f"{base.name}_perishable", "market": market})
