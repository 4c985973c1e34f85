"""A durable's market in two regions, small enough to run to its end."""

from __future__ import annotations

from mktsim.inputs.market import Adoption, Market, Region, Repeat, Segment
from mktsim.inputs.response import Advertising, Choice
from mktsim.inputs.trade import Brand, Supply
from support.plain_market import EVERYWHERE, open_channel, scenario


def durable_world(*, households=60.0, types=4, generations=(), life=0.0, upgrade=0.5, waiting=0.0, supply=None):
    """Return a market of a durable, two brands a generation, two regions and two segments."""
    market = Market(
        regions=(Region(name="here", households=households), Region(name="there", households=2 * households)),
        segments=(
            Segment(name="rich", share=0.4, reservation_price_money=2.0),
            Segment(name="poor", share=0.6, reservation_price_money=0.8, first_generation=0),
        ),
        types_per_segment=types,
        reference_price_money=1.0,
        adoption=Adoption(
            p_per_year=0.5,
            q_per_year=2.0,
            generation_gap_weeks=generations,
            upgrade_share=upgrade,
            waiting_share=waiting,
        ),
        repeat=Repeat(life_years=life),
        choice=Choice(price_power=0.0),
        advertising=Advertising(awareness_reach=0.3),
    )
    brands = tuple(
        Brand(name=f"{name} {g}", price_money=price, share=0.5, generation=g, **EVERYWHERE)
        for g in range(1 + len(generations))
        for name, price in (("own", 1.0), ("rival", 0.9))
    )
    return scenario(market, brands=brands, weeks=100, supply=supply or Supply(), channel=open_channel())
