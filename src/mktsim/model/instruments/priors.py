"""Priors of each topic before any observation: value and standard deviation."""

from __future__ import annotations

import math

from mktsim.inputs.scenario import Launch, Scenario

PROMOTION_EXPONENT = 3.6
"""Promotional price elasticity, magnitude (G09: -3.63, van Heerde & Neslin 2008)."""
LAUNCH_OPTIMISM = 1.20
"""Ratio of launch forecasts to what comes true (G43: +20% on average)."""
DEAL_DEPTH = 0.20
"""Depth at which the response to deals is described, share (a usual deal)."""

Prior = tuple[float, float]


def _is_launch(scenario: Scenario) -> bool:
    return isinstance(scenario.opening, Launch)


def _focal_share(scenario: Scenario) -> float:
    """Return the focal share of choice among brands on the market at the opening."""
    present = sum(b.share for b in scenario.brands if b.entry_week == 0)
    return min(scenario.brands[0].share / max(present, 1e-9), 1.0)


def category_level(scenario: Scenario) -> float:
    """Return expected units of the category a week at the opening."""
    if _is_launch(scenario) and scenario.supply.launch_forecast_per_week > 0.0:
        return scenario.supply.launch_forecast_per_week / _focal_share(scenario)
    people = sum(r.households for r in scenario.market.regions) * scenario.market.adoption.potential_share
    repeat = scenario.market.repeat
    if repeat.rate_per_week > 0.0:
        return people * repeat.rate_per_week * repeat.units_per_purchase
    if scenario.market.adoption.established and repeat.life_years > 0.0:
        return people / (repeat.life_years * 52.0)
    return people * scenario.market.adoption.p_per_year / 52.0


def focal_level(scenario: Scenario) -> float:
    """Return expected focal units a week at the opening, without optimism."""
    return category_level(scenario) * _focal_share(scenario)


def elasticity(_scenario: Scenario, _index: int) -> Prior:
    """Return the own-price elasticity of brands (G09: mean -2.6; sd 0.8 assumption)."""
    return -2.6, 0.8


def willingness(scenario: Scenario, _index: int) -> Prior:
    """Return the opening price as the best guess of what people would pay (spread assumption)."""
    price = scenario.brands[0].price_money
    return price, 0.35 * price


def quality(_scenario: Scenario, _index: int) -> Prior:
    """Return parity with rivals (spread assumption)."""
    return 0.0, 0.5


def rival_price(scenario: Scenario, _index: int) -> Prior:
    """Return rivals' mean opening price; nothing (infinite spread) where there are no rivals at all."""
    rivals = [b for b in scenario.brands[1:] if b.entry_week == 0] or list(scenario.brands[1:])
    if not rivals:
        return scenario.brands[0].price_money, math.inf
    mean = sum(b.share * b.price_money for b in rivals) / sum(b.share for b in rivals)
    return mean, 0.20 * mean


def rival_spending(scenario: Scenario, _index: int) -> Prior:
    """Return rivals' normal spending (spread assumption)."""
    normal = sum(b.normal_advertising_money for b in scenario.brands[1:] if b.entry_week == 0)
    return normal, 0.4 * normal + 1e-9


def share(scenario: Scenario, _index: int) -> Prior:
    """Return the share given for the opening (spread assumption)."""
    value = _focal_share(scenario)
    return value, (0.5 if _is_launch(scenario) else 0.2) * value


def category(scenario: Scenario, _index: int) -> Prior:
    """Return the category's expected level, too high for a launch (G43)."""
    return _optimistic(scenario, category_level(scenario))


def awareness(scenario: Scenario, _index: int) -> Prior:
    """Return the given awareness of a launch, else what established brands have (assumption)."""
    return (scenario.brands[0].awareness, 0.1) if _is_launch(scenario) else (0.7, 0.2)


def sales_level(scenario: Scenario, _index: int) -> Prior:
    """Return the focal brand's expected level, too high for a launch (G43)."""
    return _optimistic(scenario, focal_level(scenario))


def sales_region(scenario: Scenario, index: int) -> Prior:
    """Return a region's part by households."""
    regions = scenario.market.regions
    part = regions[index].households / sum(r.households for r in regions)
    value, sd = sales_level(scenario, -1)
    return value * part, sd * part


def sales_channel(scenario: Scenario, index: int) -> Prior:
    """Return a channel's part by traffic."""
    value, sd = sales_level(scenario, -1)
    part = scenario.channels[index].traffic_share
    return value * part, sd * part


def distribution(scenario: Scenario, _index: int) -> Prior:
    """Return the given distribution of a launch, else what established brands have (assumption)."""
    return (scenario.brands[0].distribution, 0.1) if _is_launch(scenario) else (0.7, 0.2)


def growth(scenario: Scenario, _index: int) -> Prior:
    """Return growth a week: that of 30% a year for a launch (G04: 45% in growth), none for a going concern."""
    return (0.005, 0.006) if _is_launch(scenario) else (0.0, 0.002)


def season(scenario: Scenario, index: int) -> Prior:
    """Return the household-weighted season of a month, 0 … 11 (spread assumption)."""
    regions = scenario.market.regions
    people = sum(r.households for r in regions)
    value = sum(r.households * (r.monthly_season[index] if r.monthly_season else 1.0) for r in regions) / people
    return value, 0.10 * value


def unit_cost(scenario: Scenario, _index: int) -> Prior:
    """Return the given unit cost (spread assumption)."""
    cost = scenario.supply.unit_cost_money
    return cost, 0.05 * cost


def stock_weeks(scenario: Scenario, _index: int) -> Prior:
    """Return the planned cover of warehouse and channels (spread assumption)."""
    members = sum(c.traffic_share * c.cover_weeks for c in scenario.channels)
    own = scenario.supply.opening_weeks if _is_launch(scenario) else scenario.supply.safety_weeks
    weeks = members + own
    return weeks, 0.4 * weeks + 0.1


def promotion(_scenario: Scenario, _index: int) -> Prior:
    """Return the log multiple of units per unit of depth of an ordinary deal (G09, G23: exponent 3.6, 2 to 5)."""
    slope = PROMOTION_EXPONENT * -math.log(1.0 - DEAL_DEPTH) / DEAL_DEPTH
    return slope, 1.0


def advertising(_scenario: Scenario, _index: int) -> Prior:
    """Return the long-run elasticity of advertising (G13: 0.24; sd 0.1)."""
    return 0.24, 0.10


def medium(_scenario: Scenario, _index: int) -> Prior:
    """Return that more money does the same in each medium (spread assumption)."""
    return 1.0, 0.3


def leakage(_scenario: Scenario, _index: int) -> Prior:
    """Return the share of funds believed to leak (assumption)."""
    return 0.03, 0.03


def agency(_scenario: Scenario, _index: int) -> Prior:
    """Return the quality of an unknown agency (assumption)."""
    return 0.5, 0.2


def skill(scenario: Scenario, index: int) -> Prior:
    """Return the given skill of a channel's members (spread assumption)."""
    return scenario.channels[index].skill, 0.2


def _optimistic(scenario: Scenario, level: float) -> Prior:
    if _is_launch(scenario):
        return LAUNCH_OPTIMISM * level, 0.5 * LAUNCH_OPTIMISM * level
    return level, 0.2 * level
