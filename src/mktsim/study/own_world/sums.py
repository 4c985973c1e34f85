"""The sums that a manager would do with the answers, each with what is doubtful about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mktsim.inputs.plausibility import FEWEST_PURCHASES, MOST_PURCHASES
from mktsim.study.own_world.answers import WEEKS_PER_YEAR, Answers, Category
from mktsim.study.own_world.derived import Derived, derived
from mktsim.study.own_world.scenario_text import STRONGEST, WEAKEST

MOST_BUDGET = 0.5
"""Budget over revenue above which it is told; a launch invests more."""
MOST_LAUNCH_BUDGET = 1.5
MOST_PAY = 0.25
"""Pay over revenue above which it is told."""
MOST_MARGIN = 0.85
MOST_SHARE = 0.7
"""Share above which no price coefficient makes buyers mind the price as they usually do."""
MOST_CAPACITY = 20.0
FAR_PRICE = 2.0


@dataclass(frozen=True)
class Sum:
    """One sum: a figure that the answers come to."""

    field: str
    """Answer that it mostly rests on."""
    text: str
    """What it is."""
    value: float
    unit: str
    doubt: str = ""
    """What is doubtful about it, in words; empty for nothing."""


def sums(a: Answers) -> tuple[Sum, ...]:
    """Return the sums of the answers, in the order in which a manager would do them."""
    d = derived(a)
    return tuple(row for one in _SUMS for row in one(a, d))


def doubts(a: Answers) -> tuple[Sum, ...]:
    """Return the sums about which something is doubtful."""
    return tuple(one for one in sums(a) if one.doubt)


def _market(a: Answers, d: Derived) -> tuple[Sum, ...]:
    what = "units a year, in the best year" if a.category is Category.DURABLE else "units a year, all brands"
    bought = a.purchases_per_year
    odd = bought is not None and not FEWEST_PURCHASES <= bought <= MOST_PURCHASES
    rows = (
        Sum("regions", "households", a.households, "households"),
        Sum("regions", what, d.units, "units", "is less than a thousand" if d.units < 1000.0 else ""),
        Sum("regions", "market at shelf prices, a year", d.units * a.price_money, a.currency),
    )
    if bought is None:
        return rows
    doubt = f"usual are {FEWEST_PURCHASES:g} to {MOST_PURCHASES:g}" if odd else ""
    return (Sum("purchases_per_year", "purchases of a household and year", bought, "purchases", doubt), *rows)


def _firm(a: Answers, d: Derived) -> tuple[Sum, ...]:
    margin = d.gross_margin
    doubt = ""
    alone = "are most of the market: buyers have next to nobody to turn to" if a.share > MOST_SHARE else ""
    if margin <= 0.0:
        doubt = f"a unit costs {a.unit_cost_money + d.freight:,.4g} with freight and brings {d.net_price:,.4g}"
    elif margin > MOST_MARGIN:
        doubt = f"is above {MOST_MARGIN:.0%}: is the cost of a unit complete?"
    return (
        Sum("share", "our units a year at our share", d.focal_units, "units", alone),
        Sum("share", "our revenue a year, without the trade's margin", d.revenue, a.currency),
        Sum("unit_cost_money", "gross margin", margin, "share of revenue", doubt),
    )


def _spending(a: Answers, d: Derived) -> tuple[Sum, ...]:
    part, most = a.budget_money / d.revenue, MOST_LAUNCH_BUDGET if a.launched else MOST_BUDGET
    return (
        *(_first_year(a, d) if a.launched else ()),
        Sum(
            "budget_money",
            "marketing budget over revenue",
            part,
            "share of revenue",
            f"is above {most:.0%}" if part > most else ("is next to nothing" if part < 0.005 else ""),
        ),
        Sum("advertising_share", "advertising a week", a.budget_money * d.advertising_share / 52.0, a.currency),
        Sum(
            "pay_money",
            f"pay of {a.staff_fte:g} posts over revenue",
            d.pay * a.staff_fte / d.revenue,
            "share of revenue",
            f"is above {MOST_PAY:.0%}" if d.pay * a.staff_fte > MOST_PAY * d.revenue else "",
        ),
    )


def _first_year(a: Answers, d: Derived) -> tuple[Sum, ...]:
    """Return what a launch may sell while hardly anybody knows or finds it."""
    sold = d.forecast * WEEKS_PER_YEAR
    part = a.budget_money / (sold * d.net_price)
    doubt = "is above 100%: the launch is paid for by later years, if at all" if part > 1.0 else ""
    return (
        Sum("share", "units in the first year of the launch, about", sold, "units"),
        Sum("budget_money", "marketing budget over the first year's revenue", part, "share of revenue", doubt),
    )


def _making(a: Answers, d: Derived) -> tuple[Sum, ...]:
    over = d.capacity / d.weekly
    doubt = ""
    if a.capacity_per_week is not None and a.category is not Category.DURABLE and over < 1.0:
        doubt = "is less than is sold at our share"
    elif over > MOST_CAPACITY:
        doubt = f"is more than {MOST_CAPACITY:g} times what is sold"
    return (Sum("capacity_per_week", "capacity over weekly sales at our share", over, "multiple", doubt),)


def _price(a: Answers, d: Derived) -> tuple[Sum, ...]:
    best = -1.0 / d.gross_margin if d.gross_margin > 0.0 else float("-inf")
    doubt = ""
    if best > WEAKEST:
        doubt = f"weaker than is published: {WEAKEST:g} is taken, so that a lower price looks better than today's"
    elif best < STRONGEST:
        doubt = f"stronger than is usual: {STRONGEST:g} is taken, so that a higher price looks better than today's"
    rows = [
        Sum("unit_cost_money", "own price elasticity at which today's price is the best", best, "elasticity", doubt)
    ]
    for rival in a.rivals:
        times = rival.price_money / a.price_money
        if not 1.0 / FAR_PRICE <= times <= FAR_PRICE:
            words = "is far from ours: the same units?"
            rows.append(Sum("rivals", f"price of {rival.name} over ours", times, "multiple", words))
    return tuple(rows)


_SUMS: tuple[Callable[[Answers, Derived], tuple[Sum, ...]], ...] = (_market, _firm, _spending, _making, _price)
