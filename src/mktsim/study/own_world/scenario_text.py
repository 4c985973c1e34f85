"""A scenario file of some twenty-five commented lines from a manager's answers; the rest comes from its category."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from mktsim.inputs.parts import scenario_type
from mktsim.inputs.read import read_text
from mktsim.model.market.price_response import coefficient_for
from mktsim.model.market.retention import looking_for
from mktsim.study.own_world.answers import WEEKS_PER_MONTH, WEEKS_PER_YEAR, Answers, Category, RivalAnswer
from mktsim.study.own_world.derived import (
    CALLS,
    CALLS_AN_OUTLET,
    CAREFUL,
    DEAR,
    FEATURE,
    OPENING_WEEKS,
    RENT_CUPS,
    Derived,
    derived,
)
from mktsim.study.question.user_rules import model_parts

WEAKEST, STRONGEST = -1.7, -3.2
"""Own price elasticities between which the coefficient is solved; published -1.5 to -4.5 (G09)."""
USUAL = 3.0
"""Coefficient of the draft in which the price coefficient is solved."""
USUAL_LOOK = 0.06
"""Looking share of the draft, that of the category."""
ASSUMED = "# assumption: to scale"


@dataclass(frozen=True)
class Solved:
    """What is solved for the answers."""

    coefficient: float
    """Price coefficient."""
    elasticity: float
    """Own price elasticity that it is solved for."""
    look: float = USUAL_LOOK
    """Share of renewals at which subscribers look at what is on offer."""


def scenario_text(a: Answers) -> str:
    """Return the text of the scenario, which extends the category. Errors: InputError for answers of no market."""
    d = derived(a)
    wanted = wanted_elasticity(d)
    draft = read_text(_text(a, d, Solved(USUAL, wanted)), scenario_type(model_parts()), f"{a.name}.yaml")
    look = looking_for(draft, a.churn_per_month) if a.category is Category.SUBSCRIPTION else USUAL_LOOK
    return _text(a, d, Solved(coefficient_for(draft, wanted), wanted, look))


def wanted_elasticity(d: Derived) -> float:
    """Return the own price elasticity at which the price in force is about the best one, within what is published.

    At the best price the margin is one over the elasticity (Lerner 1934).
    """
    best = -1.0 / d.gross_margin if d.gross_margin > 0.0 else STRONGEST
    return min(max(best, STRONGEST), WEAKEST)


def _text(a: Answers, d: Derived, solved: Solved) -> str:
    lines = [
        f"# {plain_title(a)}: the numbers that a manager knows; `mktsim check` does the sums with them.",
        f"# All else (how people choose, luck, channels, rules) comes from the category `{a.category.value}`, with its",
        "# sources; any of it can be given here too. Amounts are in the currency below.",
        f"extends: {a.category.value}",
        f"name: {quoted(a.name)}",
        f"title: {quoted(plain_title(a))}",
        f"start: {a.start.isoformat()}",
        f"horizon_weeks: {52 * a.years}",
        *_opening(a),
        *([] if a.organisation == "planning_hub" else [f"organisation: {quoted(a.organisation)}"]),
        "market:",
        f"  reference_price_money: {_n(a.price_money)}   # given: the usual price; price response is relative to it",
        "  regions:",
        *_regions(a),
        *_use(a, solved.look),
        f"  choice: {{price_coefficient: {solved.coefficient:.3g}}}   # {_response(solved.elasticity)}",
        _channels(a, d),
        "brands:   # shares and prices: given, or the rest in two halves",
        *_brands(a, d),
        *_supply(a, d),
        *_money(a, d),
        "policies:",
        *_policies(a, d),
        *_assumptions(solved.coefficient),
    ]
    return "\n".join(lines) + "\n"


def _response(elasticity: float) -> str:
    return f"solved: own elasticity {elasticity:.1f} (G09: -1.5 to -4.5), with which today's price is about the best"


def _opening(a: Answers) -> list[str]:
    usual = a.category in {Category.DRINK_SHOP, Category.DURABLE}
    if a.launched == usual:
        return []
    return ["opening: {kind: launch}" if a.launched else "opening: {kind: going_concern, burn_in_weeks: 104}"]


def _regions(a: Answers) -> list[str]:
    season = f", monthly_season: [{', '.join(_n(x) for x in a.season)}]" if a.season else ""
    return [f"    - {{name: {quoted(name)}, households: {_n(people)}{season}}}" for name, people in a.regions.items()]


def _use(a: Answers, look: float) -> list[str]:
    if a.category is Category.DURABLE:
        careful = f"careful: {{reservation_price_money: {_n(CAREFUL * a.price_money)}}}"
        dear = f"comfortable: {{reservation_price_money: {_n(DEAR * a.price_money)}}}"
        return [
            f"  adoption: {{potential_share: {_n(a.potential_share)}}}   # given",
            f"  repeat: {{life_years: {_n(a.life_years)}}}   # given",
            f"  segments: {{{dear}, {careful}}}   # assumption: price that half of them would pay",
        ]
    if a.category is Category.SUBSCRIPTION:
        term = a.term_months * WEEKS_PER_MONTH
        figures = f"term_weeks: {term:.4g}, rate_per_week: {a.subscribing_share / term:.4g}, looking_share: {look:.3g}"
        words = f"# given; solved: {a.churn_per_month:.1%} of subscribers leave a month"
        return [f"  repeat: {{{figures}}}   {words}"]
    rate = (a.purchases_per_year or 0.0) / WEEKS_PER_YEAR
    words = f"# given: {_n(a.purchases_per_year or 0.0)} purchases a household and year"
    return [f"  repeat: {{rate_per_week: {rate:.4g}, units_per_purchase: {_n(a.units_per_purchase)}}}   {words}"]


def _channels(a: Answers, d: Derived) -> str:
    rent = f", outlet_cost_money: {_n(_rent(a, d))}" if a.category is Category.DRINK_SHOP else ""
    margin = "" if a.trade_margin_share is None else f", margin_share: {_n(a.trade_margin_share)}"
    rows = [
        f"{name}: {{outlets: {number}{margin}{rent if name.endswith('_shops') else ''}}}"
        for name, number in d.outlets.items()
    ]
    return f"channels: {{{', '.join(rows)}}}   {'# given' if a.outlets else ASSUMED}, outlets a region"


def _rent(a: Answers, d: Derived) -> float:
    return RENT_CUPS * a.price_money * d.trade_margin


def _brands(a: Answers, d: Derived) -> list[str]:
    weekly = a.budget_money * d.advertising_share / WEEKS_PER_YEAR / 1.12
    opening = ", awareness: 0.05, distribution: 0.05" if a.launched else ""
    own = f"price_money: {_n(a.price_money)}, share: {_n(a.share)}, normal_advertising_money: {_n(max(weekly, 1.0))}"
    rows = [f"  - {{name: {quoted(a.name)}, {own}{opening}}}"]
    new = a.category is Category.DURABLE
    known = f", awareness: {0.4 if new else 0.85}, distribution: {0.4 if new else 0.65}, tried: {0.005 if new else 0.4}"
    calm = "" if a.category in {Category.DRINK_SHOP, Category.DURABLE} else ", reaction_threshold: 0.35"
    for rival in a.all_rivals():
        spent = _n(max(weekly * rival.share / a.share, 1.0))
        figures = f"price_money: {_n(rival.price_money)}, share: {_n(rival.share)}, normal_advertising_money: {spent}"
        name = quoted(rival.name)
        rows.append(
            f"  - {{name: {name}, {figures}{known if a.launched else ''}{calm}, policy: {_rival_policy(rival)}}}"
        )
    return rows


def _rival_policy(rival: RivalAnswer) -> str:
    return quoted(f"rival_{rival.name}")


def _supply(a: Answers, d: Derived) -> list[str]:
    made = d.forecast * 52.0 if a.category is Category.DURABLE else 5.0 * d.focal_units
    given = "" if a.capacity_per_week is None else " and capacity"
    forecast = f", launch_forecast_per_week: {_n(d.forecast)}" if a.launched else ""
    if a.category is Category.SUBSCRIPTION and a.capacity_per_week is None:
        return [
            f"supply: {{unit_cost_money: {_n(a.unit_cost_money)}}}   # given: cost of serving a subscriber for a term"
        ]
    limited = "unlimited: false, " if a.category is Category.SUBSCRIPTION else ""
    figures = (
        f"{limited}capacity_per_week: {_n(d.capacity)}, batch_units: {_n(max(1.0, 0.01 * d.weekly))}, "
        f"cumulative_units: {_n(max(1.0, made))}, freight_money: {_n(d.freight)}{forecast}"
    )
    return [f"supply: {{unit_cost_money: {_n(a.unit_cost_money)}, {figures}}}   # cost{given} given; rest assumption"]


def _money(a: Answers, d: Derived) -> list[str]:
    places = sum(d.outlets.values()) * len(a.regions)
    call = CALLS * a.budget_money * d.channel_share / (CALLS_AN_OUTLET[a.category] * places)
    sold = d.revenue / WEEKS_PER_YEAR / places
    figures = {
        "currency": quoted(a.currency),
        "pay_per_fte_year": _n(d.pay),
        "call_money": _n(call),
        "feature_money": _n(FEATURE * sold),
        "research_money": _n(0.0003 * d.revenue),
        "gift_money": _n(0.06 * a.price_money),
        "training_money": _n(0.15 * sold),
        **({"opening_money": _n(OPENING_WEEKS * _rent(a, d))} if a.category is Category.DRINK_SHOP else {}),
        "last_year_budget_money": _n(a.budget_money),
    }
    return [f"money: {{{', '.join(f'{name}: {value}' for name, value in figures.items())}}}   {ASSUMED}"]


def _policies(a: Answers, d: Derived) -> list[str]:
    split = (
        f"advertising_share: {_n(d.advertising_share)}, promotion_share: {_n(d.promotion_share)}, "
        f"channel_share: {_n(d.channel_share)}"
    )
    channel = ""
    if a.category is Category.DRINK_SHOP:
        shops = sum(number for name, number in d.outlets.items() if name.endswith("_shops")) * len(a.regions)
        channel = f", channel: {{openings_per_year: {max(1, round(0.21 * shops))}}}"
    own = f"  status_quo: {{budget: {{per_year_money: {_n(a.budget_money)}, {split}}}{channel}}}   # given"
    rows = [own]
    for rival in a.all_rivals():
        money = _n(a.budget_money * rival.share / a.share)
        rows.append(
            f"  {_rival_policy(rival)}: {{extends: rival, budget: {{per_year_money: {money}}}}}   {ASSUMED}, as ours"
        )
    return rows


def _assumptions(coefficient: float) -> list[str]:
    low, high = _n(0.8 * coefficient), _n(min(10.0, 1.25 * coefficient))
    return [
        "assumptions:   # ranges that `mktsim sensitivity` and `robust` move these in",
        f"  market.choice.price_coefficient: [{low}, {high}]   # assumption",
        "  market.advertising.awareness_reach: [0.006, 0.1]   # assumption",
        "  money.discount_rate_per_year: [0.06, 0.14]   # assumption",
    ]


def plain_title(a: Answers) -> str:
    """Return the title, or one made of name and years."""
    return a.title or f"{a.name}, {a.years} year{'' if a.years == 1 else 's'}"


def quoted(text: str) -> str:
    """Return a text as it stands in a file: plain where it is a simple name, quoted otherwise."""
    simple = text.replace("_", "a").isalnum() and text.isascii() and not text[0].isdigit()
    return (
        text if simple and text not in {"null", "true", "false", "yes", "no"} else json.dumps(text, ensure_ascii=False)
    )


def _n(number: float) -> str:
    """Return a number to three or four digits, without an exponent."""
    if number == 0.0:
        return "0"
    digits = 4 - math.ceil(math.log10(abs(number)))
    rounded = round(number, digits)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.{max(digits, 0)}f}".rstrip("0")
