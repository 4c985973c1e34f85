"""Derived figures of a manager's numbers: volumes, money, outlets, costs, by the ratios of the shipped scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mktsim.errors import InputError
from mktsim.inputs.extends import load
from mktsim.inputs.named_files import categories
from mktsim.inputs.tree import Plain, plain
from mktsim.study.own_world.answers import WEEKS_PER_YEAR, Answers, Category

FREIGHT = 0.02
"""Freight over the price: packaged_food 0.06 of 3.00."""
STAFF = 0.03
"""Pay over revenue: packaged_food 1.9 of 80 million."""
FEATURE = 1.0 / 6.0
"""Fee of a feature over an outlet's weekly sales of the brand: packaged_food."""
CALLS = 0.8
"""Part of the channel money that sales calls take: packaged_food."""
CALLS_AN_OUTLET = {
    Category.STORABLE: 5.4,
    Category.PERISHABLE: 5.4,
    Category.DRINK_SHOP: 1.5,
    Category.DURABLE: 3.0,
    Category.SUBSCRIPTION: 12.0,
}
"""Calls an outlet and year under the category's status quo, coverage counted."""
PEOPLE_AN_OUTLET: dict[Category, dict[str, float]] = {
    Category.STORABLE: {"hypermarkets": 20_000, "supermarkets": 5_300, "discounters": 4_400, "online": 400_000},
    Category.PERISHABLE: {"hypermarkets": 20_000, "supermarkets": 5_300, "discounters": 4_400, "online": 400_000},
    Category.DURABLE: {"dealers": 3_300, "chains": 22_000, "online": 300_000},
    Category.SUBSCRIPTION: {"web": 1e11, "app_stores": 1e11},
}
"""Households for each outlet: packaged_food, us_color_tv_1963; a subscription has one page a region, and one app."""
CUPS_A_PLACE = {"franchise_shops": 14_000.0, "own_shops": 52_500.0, "counters": 2_300.0, "delivery": 70_000.0}
"""Units a week of the whole category for each place: tea_chain."""
RENT_CUPS = 909.0
"""Units a week whose margin pays rent and staff of a shop: tea_chain."""
OPENING_WEEKS = 10.0
"""Cost of opening a shop in weeks of its rent and staff: tea_chain."""
DIFFUSION = (0.03, 0.38)
"""Innovation and imitation a year (Sultan, Farley & Lehmann 1990, JMR 27:70)."""
DEAR, CAREFUL = 1.64, 1.02
"""Median reservation prices of the two segments of durables over the price: us_color_tv_1963."""


@dataclass(frozen=True)
class Derived:
    """Volumes and money that the answers come to."""

    units: float
    """Of the category a year; of a durable in its best year by the Bass model."""
    focal_units: float
    """Of the brand at its share, a year."""
    trade_margin: float
    """Mean margin of the trade, share of the shelf price."""
    net_price: float
    """What the firm gets for a unit, money."""
    revenue: float
    """Of the firm a year, money."""
    freight: float
    """Freight of a unit, money."""
    gross_margin: float
    """Of what the firm gets for a unit, share."""
    advertising_share: float
    promotion_share: float
    channel_share: float
    """Split of the budget."""
    pay: float
    """Of a post a year, money."""
    outlets: dict[str, int]
    """By channel, a region."""
    forecast: float
    """Units a week expected at a launch."""
    capacity: float
    """Units a week."""

    @property
    def weekly(self) -> float:
        """Units of the brand a week at its share."""
        return self.focal_units / WEEKS_PER_YEAR


@lru_cache(maxsize=8)
def category_tree(category: Category) -> dict[str, Plain]:
    """Return what a category's file says, values only. Errors: InputError."""
    tree, problems = load(categories()[category.value])
    if tree is None:
        raise InputError(problems)
    found = plain(tree)
    return found if isinstance(found, dict) else {}


def channels_of(category: Category) -> list[dict[str, Plain]]:
    """Return the category's channels."""
    rows = category_tree(category)["channels"]
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def derived(a: Answers) -> Derived:
    """Return what the answers come to."""
    units = _units(a)
    margin = a.trade_margin_share
    if margin is None:
        margin = sum(_number(c["traffic_share"]) * _number(c["margin_share"]) for c in channels_of(a.category))
    net = a.price_money * (1.0 - margin)
    freight = 0.0 if a.category is Category.SUBSCRIPTION else FREIGHT * a.price_money
    focal = units * a.share
    advertising, promotion, channel = _split(a)
    pay = STAFF * focal * net / a.staff_fte if a.pay_money is None else a.pay_money
    forecast = _forecast(a, focal)
    sold = forecast * 2.5 if a.category is Category.DURABLE else 2.0 * focal / WEEKS_PER_YEAR
    return Derived(
        units=units,
        focal_units=focal,
        trade_margin=margin,
        net_price=net,
        revenue=focal * net,
        freight=freight,
        gross_margin=1.0 - (a.unit_cost_money + freight) / net,
        advertising_share=advertising,
        promotion_share=promotion,
        channel_share=channel,
        pay=pay,
        outlets=_outlets(a, units),
        forecast=forecast,
        capacity=sold if a.capacity_per_week is None else a.capacity_per_week,
    )


def _units(a: Answers) -> float:
    if a.category is Category.DURABLE:
        p, q = DIFFUSION
        return a.households * a.potential_share * (p + q) ** 2 / (4.0 * q)
    return a.households * a.fees_per_year * a.units_per_purchase


def _forecast(a: Answers, focal: float) -> float:
    """Units a week in a launch's first months: a ninth of what the share is worth (tea_chain); sets three quarters."""
    if a.category is Category.DURABLE:
        return 0.75 * DIFFUSION[0] * a.households * a.potential_share * a.share / WEEKS_PER_YEAR
    return focal / WEEKS_PER_YEAR / 9.0


def _split(a: Answers) -> tuple[float, float, float]:
    """Return the split of the budget: what is given, and the category's proportions for the rest."""
    policies = category_tree(a.category)["policies"]
    quo = policies["status_quo"] if isinstance(policies, dict) else {}
    budget = quo["budget"] if isinstance(quo, dict) else {}
    usual = budget if isinstance(budget, dict) else {}
    advertising, promotion = a.advertising_share, a.promotion_share
    first, second = _number(usual["advertising_share"]), _number(usual["promotion_share"])
    if advertising is None:
        advertising = first if promotion is None else (1.0 - promotion) * first / (1.0 - second)
    if promotion is None:
        promotion = (1.0 - advertising) * second / (1.0 - first)
    return round(advertising, 3), round(promotion, 3), round(max(0.0, 1.0 - advertising - promotion), 3)


def _outlets(a: Answers, units: float) -> dict[str, int]:
    """Return outlets by channel: a mean region's, to the scale of people or cups, or of the outlets given."""
    regions = len(a.regions)
    if a.category is Category.DRINK_SHOP:
        places = {name: units / WEEKS_PER_YEAR / regions / cups for name, cups in CUPS_A_PLACE.items()}
    else:
        places = {name: a.households / regions / people for name, people in PEOPLE_AN_OUTLET[a.category].items()}
    scale = 1.0 if a.outlets is None else a.outlets / sum(places.values())
    return {name: max(1, round(number * scale)) for name, number in places.items()}


def _number(value: Plain) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
