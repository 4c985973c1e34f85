"""Plausibility of a scenario: the sums that a manager would do, and what in the file does not go with them.

Nothing here is refused: a world may be meant to be strange. Thresholds are assumptions, wide enough that every shipped
scenario keeps within them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mktsim.inputs.agreement import Many, disagreements
from mktsim.inputs.meeting import unmet_dates, unread_events
from mktsim.inputs.organisation import Organisation
from mktsim.inputs.paths import get_path
from mktsim.inputs.policy import Policy
from mktsim.inputs.scenario import GoingConcern, Scenario
from mktsim.relations import RUN_WEEK, Finding

WEEKS_PER_YEAR = 365.25 / 7.0
FEWEST_PURCHASES, MOST_PURCHASES = 0.05, 1000.0
"""Purchases of a household and year outside which a rate is likely to be in another unit."""
MOST_SPENDING = 0.5
"""Share of expected revenue above which a budget, or the pay of the staff, is told."""
MOST_MARGIN = 0.95
"""Gross margin above which a unit cost is told."""
MOST_PRESSURE = 5.0
"""Multiple of normal advertising, or part of it, outside which a level is told."""
MOST_SPARE = 50.0
"""Multiple of expected sales above which a capacity is told where the file states one."""
FAR_PRICE = 2.0
"""Multiple of the reference price, or part of it, outside which a price is told."""
DEAR = 2.0
"""Multiple of the median reservation price above which a price is told."""


@dataclass(frozen=True)
class Sums:
    """Sums of a scenario's numbers at its opening."""

    purchases: float
    """Of a household and year, mean over segments; zero for a durable that is never replaced."""
    units: float
    """Of the category, a year; of a new durable, in its best year by the Bass model."""
    focal_units: float
    """Of the focal brand at its share, a year."""
    revenue: float
    """Of the firm, net of the members' margin, money a year."""
    price: float
    """That the firm gets for a unit, money."""


def sums_of(s: Scenario) -> Sums:
    """Return the sums of a scenario."""
    people = sum(region.households for region in s.market.regions)
    repeat, adoption, focal = s.market.repeat, s.market.adoption, s.brands[0]
    rate = repeat.rate_per_week * sum(one.share * one.purchase_rate for one in s.market.segments)
    replaced = 1.0 / repeat.life_years if repeat.life_years > 0.0 else 0.0
    purchases = rate * WEEKS_PER_YEAR if rate > 0.0 else replaced
    people *= 1.0 if adoption.established else adoption.potential_share
    if rate > 0.0:
        units = people * purchases * repeat.units_per_purchase
    elif adoption.established:
        units = people * purchases
    else:
        p, q = adoption.p_per_year, max(adoption.q_per_year, 1e-9)
        units = people * max(p, (p + q) ** 2 / (4.0 * q))
    margin = sum(channel.traffic_share * channel.margin_share for channel in s.channels)
    alike = sum(brand.share for brand in s.brands if brand.generation == focal.generation)
    focal_units, price = units * focal.share / alike, focal.price_money * (1.0 - margin)
    return Sums(purchases, units, focal_units, focal_units * price, price)


def doubts(s: Scenario, organisation: Organisation | None = None) -> Iterator[Finding]:
    """Yield what in a scenario does not go with its other numbers, or is never met by its run."""
    sums = sums_of(s)
    for check in CHECKS:
        yield from check(s, sums)
    if organisation is not None:
        yield from _staff(s, sums, organisation)
    yield from unmet_dates(s)
    yield from unread_events(s)
    yield from disagreements(s, {RUN_WEEK: Many(s.horizon_weeks)})


def _purchases(s: Scenario, sums: Sums) -> Iterator[Finding]:
    rate = s.market.repeat.rate_per_week
    if rate > 0.0 and not FEWEST_PURCHASES <= sums.purchases <= MOST_PURCHASES:
        words = f"comes to {sums.purchases:,.4g} purchases per household and year"
        yield Finding(("market", "repeat", "rate_per_week"), words)
    elif sums.purchases == 0.0:
        words = "a household buys once and never again: rate_per_week and life_years are both zero"
        yield Finding(("market", "repeat"), words)
    if isinstance(s.opening, GoingConcern) and not s.market.adoption.established and rate == 0.0:
        words = "a going concern in which nobody owns the product yet: market.adoption.established is false"
        yield Finding(("opening",), words)


def _shares(s: Scenario, _sums: Sums) -> Iterator[Finding]:
    total = sum(brand.share for brand in s.brands)
    if len({brand.generation for brand in s.brands}) == 1 and abs(total - 1.0) > 0.02:
        yield Finding(("brands",), f"share sums to {total:.3g}; shares are taken relative to one another")


def _budgets(s: Scenario, sums: Sums) -> Iterator[Finding]:
    rivals = {brand.policy for brand in s.brands[1:]}
    for name, policy in s.policies.items():
        money = policy.budget.per_year_money
        if name not in rivals and money > MOST_SPENDING * sums.revenue:
            words = f"{money:,.0f} a year is {_times(money, sums.revenue)} the {sums.revenue:,.0f} that the brand takes"
            market = f"a market of {sums.units:,.0f} units, {sums.units * s.market.reference_price_money:,.0f} a year"
            yield Finding(("policies", name, "budget", "per_year_money"), f"{words} at its share of {market}")


def _margin(s: Scenario, sums: Sums) -> Iterator[Finding]:
    cost = s.supply.unit_cost_money + s.supply.freight_money
    share = 1.0 - cost / sums.price
    if not 0.0 <= share <= MOST_MARGIN:
        words = f"gross margin is {share:.0%}: the firm gets {sums.price:,.4g} for a unit that costs {cost:,.4g}"
        yield Finding(("supply", "unit_cost_money"), words)


def _advertising(s: Scenario, sums: Sums) -> Iterator[Finding]:
    for place, brand in enumerate(s.brands):
        policy = s.policies.get(brand.policy if place else s.status_quo)
        weekly = 0.0 if policy is None else _advertised(s, policy)
        ratio = weekly / brand.normal_advertising_money
        steps = ("brands", place, "normal_advertising_money")
        if weekly > 0.0 and not 1.0 / MOST_PRESSURE <= ratio <= MOST_PRESSURE:
            words = f"the policy spends {weekly:,.0f} a week on media, {ratio:,.3g} times what counts as normal"
            yield Finding(steps, words)
        normal = brand.normal_advertising_money * WEEKS_PER_YEAR
        taken = sums.focal_units * brand.share / s.brands[0].share * brand.price_money
        if normal > MOST_SPENDING * taken:
            words = (
                f"{normal:,.0f} a year count as normal, {_times(normal, taken)} the {taken:,.0f} that buyers pay for"
            )
            yield Finding(steps, f"{words} the brand at its share")


def _advertised(s: Scenario, policy: Policy) -> float:
    yearly = policy.budget.per_year_money * policy.budget.advertising_share
    return yearly / WEEKS_PER_YEAR / (1.0 + s.money.agency_fee_share)


def _capacity(s: Scenario, sums: Sums) -> Iterator[Finding]:
    made, sold = s.supply.capacity_per_week, sums.focal_units / WEEKS_PER_YEAR
    growth = s.supply.capacity_growth_per_year
    is_given = "capacity_per_week" in s.supply.model_fields_set
    if s.supply.unlimited or not is_given:
        return
    if (made < sold and growth == 0.0) or made > MOST_SPARE * sold:
        words = f"{made:,.0f} units a week are {_times(made, sold)} the {sold:,.0f} expected to be sold"
        yield Finding(("supply", "capacity_per_week"), words)


def _prices(s: Scenario, _sums: Sums) -> Iterator[Finding]:
    reference = s.market.reference_price_money
    for place, brand in enumerate(s.brands):
        if not reference / FAR_PRICE <= brand.price_money <= reference * FAR_PRICE:
            words = f"is {_times(brand.price_money, reference)} the reference price of {reference:,.4g}"
            yield Finding(("brands", place, "price_money"), words)
    price = s.brands[0].price_money
    for place, segment in enumerate(s.market.segments):
        if s.market.adoption.affordability and price > DEAR * segment.reservation_price_money:
            words = f"the focal price is {_times(price, segment.reservation_price_money)} this median"
            yield Finding(("market", "segments", place, "reservation_price_money"), words)


def _assumptions(s: Scenario, _sums: Sums) -> Iterator[Finding]:
    for path, (low, high) in s.assumptions.items():
        value = get_path(s, path)
        if isinstance(value, int | float) and not low <= value <= high:
            yield Finding(
                ("assumptions", path), f"the range from {low:g} to {high:g} does not hold the value {value:g}"
            )


def _staff(s: Scenario, sums: Sums, organisation: Organisation) -> Iterator[Finding]:
    firm = [agent for agent in organisation.agents.values() if not agent.outside]
    posts = 0.0 if organisation.instant else sum(role.staff_fte for agent in firm for role in agent.roles.values())
    pay = posts * s.money.pay_per_fte_year
    if pay > MOST_SPENDING * sums.revenue:
        words = (
            f"{posts:g} posts of {organisation.name} cost {pay:,.0f} a year, {_times(pay, sums.revenue)} the revenue"
        )
        yield Finding(("money", "pay_per_fte_year"), f"{words} of {sums.revenue:,.0f}")


def _times(one: float, other: float) -> str:
    """Return how many times one number is another, in words."""
    return f"{one / other:,.3g} times" if other > 0.0 else "infinitely many times"


CHECKS: tuple[Callable[[Scenario, Sums], Iterator[Finding]], ...] = (
    _purchases, _shares, _budgets, _margin, _advertising, _capacity, _prices, _assumptions,
)  # fmt: skip
"""In the order in which their findings are told where they are about the same line."""
