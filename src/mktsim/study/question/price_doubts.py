"""Whether consumers mind the price about as much as has been measured, at the opening price of the focal brand."""

from __future__ import annotations

from collections.abc import Iterator

from mktsim.inputs.scenario import Scenario
from mktsim.model.market.price_response import coefficient_for, own_price_elasticity
from mktsim.relations import Finding

WEAKEST, STRONGEST = -1.5, -4.5
"""Own price elasticities that are usual (Bijmolt, van Heerde & Pieters 2005, JMR 42:141)."""
GROCERY = -1.9
"""Own price elasticity of packaged_food, whose price in force is about its best."""
NO_RIVAL = 0.9
"""Share from which a brand competes with next to nobody, so that its elasticity says nothing."""
PLACE = ("market", "choice", "price_coefficient")


def price_doubts(s: Scenario) -> Iterator[Finding]:
    """Yield that the price coefficient makes the focal brand's buyers mind its price too little, or too much."""
    alike = [brand.share for brand in s.brands if brand.generation == s.brands[0].generation]
    if s.brands[0].share > NO_RIVAL * sum(alike):
        return
    found = own_price_elasticity(s)
    if STRONGEST <= found <= WEAKEST:
        return
    given, price = s.market.choice.price_coefficient, s.brands[0].price_money
    better = coefficient_for(s, GROCERY)
    words = (
        f"{given:g} comes to an own price elasticity of about {found:.1f} at the opening price of {price:,.4g}, where "
        f"{WEAKEST:g} to {STRONGEST:g} are usual: {_meaning(found)}; {better:.2g} would give {GROCERY:g}"
    )
    former = "; a coefficient written for the former market, where price acted as a logarithm, has to be raised"
    yield Finding(PLACE, words + (former if found > WEAKEST else ""))


def _meaning(elasticity: float) -> str:
    return (
        "dearer, or without any discount, nearly always pays" if elasticity > WEAKEST else "cheaper nearly always pays"
    )
