"""A small world that stands still, for instruments to look at."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field

import numpy as np
import pytest

from mktsim.inputs.market import Market, Region, Segment
from mktsim.inputs.policy import Budget, Policy
from mktsim.inputs.scenario import GoingConcern, Launch, Scenario
from mktsim.inputs.trade import Brand, Channel, ChannelKind, Medium, Supply
from mktsim.model.instruments.bundle import Instruments
from mktsim.model.policies.advertising.timing import Even
from mktsim.model.policies.channel.coverage import Intensive
from mktsim.model.policies.pricing.cost_based import CostPlus
from mktsim.model.policies.promotion.rule import NoPromotion
from mktsim.model.world import Sizes

REGION, CHANNEL = np.array([0.75, 0.25]), np.array([0.6, 0.4])


def scenario_of(opening, rivals=2):
    brands = (Brand(name="own", price_money=10.0, share=0.25), *(
        Brand(name=f"rival {k}", price_money=8.0 + k, share=0.25, normal_advertising_money=50.0)
        for k in range(rivals)
    ))  # fmt: skip
    policy = Policy(
        pricing=CostPlus(),
        promotion=NoPromotion(),
        advertising=Even(),
        channel=Intensive(),
        budget=Budget(per_year_money=1000.0),
    )
    season = (2.0,) + (1.0,) * 10 + (0.5,)
    return Scenario(
        name="still",
        title="A world that stands still",
        start=dt.date(2024, 1, 1),
        horizon_weeks=104,
        opening=opening,
        market=Market(
            regions=(
                Region(name="north", households=3000.0, monthly_season=season),
                Region(name="south", households=1000.0, monthly_season=season),
            ),
            segments=(Segment(name="all", share=1.0),),
            reference_price_money=10.0,
        ),
        channels=(
            Channel(name="shops", kind=ChannelKind.RETAILER, traffic_share=0.6),
            Channel(name="web", kind=ChannelKind.ONLINE, traffic_share=0.4, skill=0.7),
        ),
        media=(Medium(name="press", cost_money=5.0),),
        brands=brands,
        supply=Supply(launch_forecast_per_week=500.0, unit_cost_money=4.0),
        policies={"status_quo": policy},
        status_quo="status_quo",
    )


@dataclass
class StillWorld:
    """Answers for market, supply, clock and levels; sales grow by `growth` a week."""

    sizes: Sizes
    week: int = 60
    units: float = 1000.0
    growth: float = 0.0
    rival: float = 9.0
    levels: dict[str, float] = field(default_factory=lambda: {"audit.leakage": 0.04, "agency.quality": 0.6})

    def own_elasticity(self):
        return -2.0

    def willingness_to_pay(self):
        return 12.0

    def rival_price(self):
        return self.rival

    def rival_spending(self):
        return 90.0

    def awareness(self):
        return 0.4

    def distribution(self):
        return np.array([[0.8, 0.4], [0.4, 0.0]])

    def perceived_quality(self):
        return 0.1

    def sales(self, week):
        return self.units * math.exp(self.growth * week) * self.season(week) * np.outer(REGION, CHANNEL)

    def share(self):
        return 0.3

    def category_units(self, week):
        return 4000.0 * self.season(week)

    def lift(self, depth, featured, displayed):
        return math.exp(3.0 * depth) * (2.0 if featured else 1.0) * (1.5 if displayed else 1.0)

    def medium_response(self, medium):
        return 1.0 + 0.1 * medium

    def advertising_elasticity(self):
        return 0.2

    def season(self, week):
        return 1.0 + 0.3 * math.sin(2 * math.pi * week / 52)

    def unit_cost(self):
        return 3.5

    def warehouse_units(self):
        return 2000.0

    def on_order_units(self):
        return 0.0

    def channel_units(self):
        return np.full((2, 2), 500.0)

    def last_week(self):
        return self.week

    def level(self, topic):
        return self.levels.get(topic, 0.5)


@pytest.fixture
def launch():
    return scenario_of(Launch())


@pytest.fixture
def going_concern():
    return scenario_of(GoingConcern(kind="going_concern"))


@pytest.fixture
def world(launch):
    return StillWorld(Sizes.of(launch))


@pytest.fixture
def instruments(world, launch):
    return Instruments(world, world, launch, world.level)


@pytest.fixture
def alone():
    return scenario_of(Launch(), rivals=0)
