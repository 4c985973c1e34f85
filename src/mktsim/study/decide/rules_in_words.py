"""Rules of a policy as a manager reads them: what is done, and the numbers that the policy states, with their units."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from pydantic import BaseModel

from mktsim.quantities import declared

DONE: Mapping[str, Mapping[str, str]] = {
    "pricing": {
        "hi_lo": "a list price from which deals are made",
        "everyday_low": "one low price all year",
        "hold": "one price throughout",
        "cost_plus": "cost plus a markup",
        "skimming": "open high and come down",
        "penetration": "open low and stay low",
        "stage_based": "a price for each stage of the life cycle",
        "markdown": "hold the price, and mark down in decline",
        "historical": "the price path on record",
        "value_based": "the price that should earn most, given how buyers react to price",
        "optimal_logit": "the best price by the estimated response of buyers",
        "competitive_index": "a price set against rivals'",
    },
    "promotion": {
        "none": "no deals",
        "pulsed": "regular deals",
        "monthly": "a short deal each month",
        "quarterly": "a longer deal each quarter",
        "holiday_calendar": "deals around holidays",
        "stock_clearing": "deals to clear stock",
        "region_targeted": "deals in regions behind target",
    },
    "advertising": {
        "even": "the same money every week",
        "pulsed": "bursts with pauses between",
        "fixed": "a fixed sum",
        "percent_of_sales": "a share of sales",
        "objective_and_task": "what it takes to reach a goal of awareness",
        "share_of_voice": "a share of the category's advertising",
        "stage_weighted": "money by stage of the life cycle",
        "historical": "the yearly sums on record",
    },
    "channel": {
        "exclusive": "few, well-served outlets",
        "selective": "the better outlets",
        "intensive": "as many outlets as possible",
        "stage_coverage": "as many outlets as the stage of the life cycle asks for",
        "emphasis": "a share of outlets to reach in each kind of place",
        "phased_roll_out": "region after region",
        "franchise_roll_out": "franchise and own outlets opened at a yearly pace",
    },
}
"""By lever and rule."""
NUMBERS: Mapping[str, str] = {
    "premium": "{} above the usual price",
    "cut": "{} below the usual price",
    "depth": "{} off",
    "every_weeks": "every {} weeks",
    "days": "for {} days",
    "index": "{} times theirs",
    "review_weeks": "reviewed every {} weeks",
    "speed": "moving {} of the gap at a time",
    "start_multiple": "opening at {} times the usual price",
    "fall_per_year": "falling {} a year",
    "end_multiple": "ending at {} times it",
    "target": "a goal of {} of outlets",
    "calls_per_outlet": "{} sales calls per outlet per year",
    "openings_per_year": "{} openings a year",
    "margin_bonus": "{} more margin for the outlets",
    "share": "{}",
    "per_year_money": "{} a year",
    "growth_per_year": "growing {} a year",
    "advertising_share": "{} of it advertising",
    "promotion_share": "{} promotion",
    "channel_share": "{} channels",
}
"""Numbers that a manager asks for, in the order in which they are told; others stay in the policy's file."""
_SAYS_NOTHING_AT_ZERO = frozenset({"growth_per_year", "margin_bonus"})
_LEVELS = frozenset({"premium", "cut"})
"""Numbers that are told as the usual price where they are zero."""


def described(lever: str, part: BaseModel, currency: str = "") -> str:
    """Return a rule, or a budget, in words.

    >>> from mktsim.model.policies.promotion.calendar import PulsedPromotion
    >>> described("promotion", PulsedPromotion(every_weeks=6, depth=0.2))
    'regular deals (20% off, every 6 weeks)'
    """
    units = {one.name: one.unit for one in declared(type(part)) if "." not in one.path and "[" not in one.path}
    stated = part.model_dump(exclude_unset=True)
    numbers = [_told(name, stated[name], units.get(name, ""), currency) for name in NUMBERS if _is_told(name, stated)]
    numbers += [_kinds(stated["kinds"])] if "kinds" in stated else []
    rule = str(getattr(part, "rule", ""))
    does = DONE.get(lever, {}).get(rule, rule.replace("_", " "))
    inner = ", ".join(numbers)
    return f"{does} ({inner})" if does and inner else does or inner or "as usual"


def _is_told(name: str, stated: Mapping[str, object]) -> bool:
    """Tell whether a number is stated and says something."""
    value = stated.get(name)
    return isinstance(value, int | float) and (value != 0.0 or name not in _SAYS_NOTHING_AT_ZERO)


def _told(name: str, value: float, unit: str, currency: str) -> str:
    if value == 0.0 and name in _LEVELS:
        return "at the usual price"
    return NUMBERS[name].format(_number(value, unit, currency))


def _kinds(rows: object) -> str:
    """Return kinds of places with their goals."""
    told = []
    for row in rows if isinstance(rows, list | tuple) else ():
        if not isinstance(row, dict):
            told.append(_word(row))
            continue
        goal = f" {100.0 * row['target']:.3g}%" if "target" in row else ""
        told.append(f"{_word(row.get('kind', ''))}{goal}")
    return ", ".join(told)


def _word(value: object) -> str:
    return str(value.value if isinstance(value, Enum) else value).replace("_", " ")


def _number(value: float, unit: str, currency: str) -> str:
    if unit.startswith("share") or unit == "1/year":
        return f"{100.0 * value:.3g}%"
    told = f"{value / 1e6:.4g} M" if value >= 1e6 else f"{value:,.0f}" if value >= 10_000 else f"{value:g}"
    return f"{told} {currency}".strip() if "money" in unit else told
