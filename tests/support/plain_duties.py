"""Duties, policies and samplers for laws that are shown through whole runs on plain markets."""

from __future__ import annotations

from mktsim.inputs.duty import Duty, OnCalendar, Period
from mktsim.model.organisation.mechanisms.pricing.set_price import SetPrice
from mktsim.model.policies.pricing.life_cycle import HistoricalPrice
from mktsim.model.policies.pricing.response_based import OptimalLogit
from support.plain_market import quiet_policy

PRICING = Duty(
    id="marketing.08",
    text="Set the list prices.",
    tasks=("decide the price list",),
    owner="market_development",
    trigger=OnCalendar(on="calendar", every=Period.WEEK),
    deadline_days=5,
    effort_days=1,
    gives=("price_list",),
    mechanism=SetPrice(notice_days=0, unprepared_days=0),
    seen_in={"metric": "price_gap", "direction": "up", "scenario": "plain"},
)
"""The list decided every week, in force at once."""


def following(points, **rules):
    """Return the policy that charges a path of prices."""
    return quiet_policy(pricing=HistoricalPrice(points=tuple(points), review_weeks=1), **rules)


def best_response(price_coefficient):
    """Return the policy that answers with the logit-optimal price."""
    return quiet_policy(pricing=OptimalLogit(price_coefficient=price_coefficient, review_weeks=1))


def with_policies(world, rivals, **policies):
    """Return `world` with `policies` added and the brands of `rivals` (index: policy name) following them."""
    brands = tuple(
        brand.model_copy(update={"policy": rivals.get(index, "")}) for index, brand in enumerate(world.brands)
    )
    return world.model_copy(update={"brands": brands, "policies": world.policies | policies})
