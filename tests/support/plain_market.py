"""Builds plain markets: the world of the closed forms, neutral by parameter values only."""

from __future__ import annotations

import datetime as dt

from mktsim.inputs.cell import Cell, ResolvedArm
from mktsim.inputs.luck import Luck
from mktsim.inputs.market import Adoption, Market, Region, Repeat, Segment
from mktsim.inputs.organisation import Organisation
from mktsim.inputs.policy import Budget, Policy
from mktsim.inputs.response import Advertising, Choice
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.trade import Brand, Channel, ChannelKind, Medium, Money, Supply
from mktsim.model.policies.advertising.timing import Even
from mktsim.model.policies.channel.coverage import Intensive
from mktsim.model.policies.pricing.competitive import EverydayLow
from mktsim.model.policies.promotion.rule import NoPromotion

QUIET = Luck(
    category_sd=0.0, brand_sd=0.0, campaign_sd=0.0, appeal_sd=0.0, potential_sd=0.0, season_sd=0.0, rival_sd=0.0,
    slow_sd=0.0, national_sd=0.0, response_sd=0.0, counts=False,
)  # fmt: skip
INSTANT = Organisation(name="instant", instant=True)
EVERYWHERE = {"awareness": 1.0, "distribution": 1.0, "tried": 1.0}


def quiet_policy(**rules):
    return Policy(
        pricing=rules.get("pricing", EverydayLow(rule="everyday_low")),
        promotion=rules.get("promotion", NoPromotion(rule="none")),
        advertising=rules.get("advertising", Even(rule="even")),
        channel=rules.get("channel", Intensive(rule="intensive")),
        budget=Budget(per_year_money=0.0),
    )


def open_channel(**changes):
    """A chain whose outlets list everything, work for nothing and follow the list price at once."""
    given = {
        "kind": ChannelKind.RETAILER, "listing_speed": 0.0, "delisting_speed": 0.0, "price_adjustment": 1.0,
        "contract_renewal": 1.0, "margin_share": 0.0, "handling_share": 0.0, "price_change_cost": 0.0,
    } | changes  # fmt: skip
    return Channel(name="open", traffic_share=1.0, **given)


def durable(
    adoption,
    *,
    households=1000.0,
    brands=None,
    segments=None,
    weeks=522,
    luck=QUIET,
    supply=None,
    channel=None,
    price_power=0.0,
):
    """A durable that everybody knows; with `price_power` one a chain passes invoices on money for money, at once."""
    return scenario(
        Market(
            regions=(Region(name="everywhere", households=households),),
            segments=segments or (Segment(name="all", share=1.0),),
            types_per_segment=1,
            reference_price_money=1.0,
            adoption=adoption,
            choice=Choice(price_power=price_power),
            advertising=Advertising(awareness_on=False),
            luck=luck,
        ),
        brands=brands or (Brand(name="only", price_money=1.0, share=1.0, **EVERYWHERE),),
        weeks=weeks,
        supply=supply,
        channel=channel,
    )


def packaged(
    brands,
    *,
    households=10_000.0,
    weeks=104,
    luck=QUIET,
    supply=None,
    channel=None,
    price_coefficient=3.0,
    price_power=0.0,
    usual=1.0,
):
    """A category bought every week by everyone, one type, no stock, no reference price, no loyalty, no memory of deals.

    Price counts by its logarithm, or relative to the usual one with `price_power` one.
    """
    return scenario(
        Market(
            regions=(Region(name="everywhere", households=households),),
            segments=(Segment(name="all", share=1.0),),
            types_per_segment=1,
            reference_price_money=usual,
            adoption=Adoption(established=True),
            repeat=Repeat(
                rate_per_week=1.0, incidence_elasticity=0.0, stock_reaction=0.0, deal_quantity=0.0,
                feature_quantity=0.0, outside_attraction=0.0,
            ),
            choice=Choice(
                price_coefficient=price_coefficient, price_power=price_power, price_sd=0.0, taste_concentration=1e4,
                reference_coefficient=0.0, deal_coefficient=0.0, shelf_space=0.0, loyalty=0.0,
            ),
            advertising=Advertising(awareness_on=False, immediate=0.0, lasting=0.0),
            luck=luck,
        ),
        brands=brands,
        weeks=weeks,
        supply=supply,
        channel=channel,
    )  # fmt: skip


def scenario(market, *, brands, weeks, supply=None, channel=None):
    return Scenario(
        name="plain", title="Plain market", start=dt.date(2024, 1, 1), horizon_weeks=weeks, run_out_weeks=0,
        market=market, channels=(channel or open_channel(),), media=(Medium(name="any", cost_money=1.0),),
        brands=brands, supply=supply or Supply(unlimited=True), money=Money(), policies={"quiet": quiet_policy()},
        status_quo="quiet",
    )  # fmt: skip


def cell(world, *, policy=None, duties=(), replication=0, seed=1, silenced=frozenset()):
    arm = ResolvedArm(policy or world.policies["quiet"], INSTANT, duties)
    incumbent = ResolvedArm(world.policies["quiet"], INSTANT, duties)
    return Cell(world, incumbent, arm, seed, replication, world.name, silenced)
