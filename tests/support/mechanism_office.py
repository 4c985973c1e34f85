"""A furnished office over a world that stands still, for the laws of mechanisms."""

from __future__ import annotations

import datetime as dt

import numpy as np
from simpy import Environment

from mktsim.calendar import Calendar
from mktsim.inputs.cell import REAL, ResolvedArm
from mktsim.inputs.market import Adoption, Market, Region, Repeat, Segment
from mktsim.inputs.policy import Budget, Policy
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.trade import Brand, Channel, ChannelKind, Medium, Money, Supply
from mktsim.model.instruments.topics import split_topic
from mktsim.model.ledger import BudgetLine, Ledger
from mktsim.model.levers import Lever, Levers
from mktsim.model.organisation.mechanisms.creatives import Creative
from mktsim.model.organisation.mechanisms.plans import (
    BookedEvent,
    ChannelPlan,
    ExpensePlan,
    PlannedEvent,
    ProductionPlan,
    PromotionCalendar,
    RegionalOrders,
)
from mktsim.model.organisation.mechanisms.run_tender import Bid, Tender
from mktsim.model.organisation.mechanisms.versions import ProductPlan, VersionDate
from mktsim.model.organisation.office import Office
from mktsim.model.organisation.premises import Premises
from mktsim.model.organisation.work import Work
from mktsim.model.policies.advertising.even import Even
from mktsim.model.policies.channel.intensive import Intensive
from mktsim.model.policies.pricing.cost_plus import CostPlus
from mktsim.model.policies.promotion.none import NoPromotion
from mktsim.model.seen import ChannelDecision, ChannelTerms, Mechanic, Message, PromotionEvent
from mktsim.model.world import Sizes
from mktsim.streams import Address
from mktsim.study.question.library import archetypes

EVENT = PromotionEvent(40.0, 14.0, 0.2, (Mechanic.PRICE_OFF, Mechanic.FEATURE, Mechanic.DISPLAY, Mechanic.GIFT))
PAST = BookedEvent("past", -21.0, (-21.0, -21.0), -7.0, 0.2, (0.8, 0.8), (Mechanic.PRICE_OFF,))
TERMS = ChannelTerms(0.8, 0.3, 20.0, 2.0, openings_per_year=24.0)


def world():
    policy = Policy(
        pricing=CostPlus(rule="cost_plus"),
        promotion=NoPromotion(rule="none"),
        advertising=Even(rule="even"),
        channel=Intensive(rule="intensive"),
        budget=Budget(per_year_money=100_000.0),
    )
    return Scenario(
        name="still", title="A world that stands still", start=dt.date(2024, 1, 1), horizon_weeks=104,
        market=Market(
            regions=(Region(name="north", households=3000.0), Region(name="south", households=1000.0)),
            segments=(Segment(name="all", share=1.0),), types_per_segment=1, reference_price_money=10.0,
            adoption=Adoption(established=True), repeat=Repeat(rate_per_week=1.0),
        ),
        channels=(
            Channel(name="shops", kind=ChannelKind.RETAILER, traffic_share=0.7),
            Channel(name="franchise", kind=ChannelKind.FRANCHISE, traffic_share=0.3),
        ),
        media=(Medium(name="tv", cost_money=5.0), Medium(name="print", cost_money=5.0)),
        brands=(
            Brand(name="own", price_money=10.0, normal_advertising_money=500.0, distribution=0.5),
            Brand(name="rival", price_money=9.0),
        ),
        supply=Supply(unit_cost_money=4.0, launch_forecast_per_week=400.0),
        money=Money(
            call_money=1.0, research_money=100.0, feature_money=0.1, gift_money=0.1, training_money=0.5,
            opening_money=10.0, last_year_budget_money=50_000.0,
        ),
        policies={"quiet": policy}, status_quo="quiet",
    )  # fmt: skip


class StillInstruments:
    """Truth equal to the prior, observed with a tenth of its standard deviation."""

    def __init__(self, scenario):
        self._scenario = scenario

    def prior(self, name):
        topic, index = split_topic(name)
        return topic.prior(self._scenario, index)

    def truth_of(self, name):
        return self.prior(name)[0]

    def drift(self, name, value=None):
        split_topic(name)
        return 0.0

    def observe(self, instrument, topic, u, accuracy):
        value, sd = self.prior(topic)
        return value + (u - 0.5) * sd, 0.1 * sd / np.sqrt(accuracy)


class StillDesk:
    """Supply that writes down what is asked of it."""

    def __init__(self, shape):
        self.asked = []
        self._zeros = np.zeros(shape)

    def unit_cost(self):
        return 4.0

    def warehouse_units(self):
        return 1000.0

    def on_order_units(self):
        return 0.0

    def channel_units(self):
        return self._zeros + 10.0

    def backlog_units(self):
        return self._zeros + 5.0

    def capacity_per_week(self):
        return 1e9

    def produce(self, day, units):
        self.asked.append(("produce", day, units))
        return units

    def ship(self, day, units, delay_factor):
        self.asked.append(("ship", day, delay_factor))
        return units

    def preorder(self, units):
        self.asked.append(("preorder", float(units.sum())))


def furnished(*duties, execution=REAL):
    """Return an office with `duties` only, plans in every agent's hands, sales reported and money on every line."""
    scenario = world()
    sizes = Sizes.of(scenario)
    env = Environment()
    arm = ResolvedArm(scenario.policies["quiet"], archetypes()["planning_hub"], duties, (), execution)
    levers = Levers(sizes)
    levers.put(Lever.PRICE, 0.0, np.full(sizes.channels, 10.0))
    levers.put(Lever.MARGIN, 0.0, np.full(sizes.channels, 0.28))
    levers.put(Lever.OUTLETS, 0.0, np.full((sizes.regions, sizes.channels), 0.5))
    office = Office(
        Premises(
            env=env, scenario=scenario, sizes=sizes, calendar=Calendar(scenario.start), arm=arm, levers=levers,
            ledger=Ledger(104, 0, keep_lines=True), desk=StillDesk((sizes.regions, sizes.channels)),
            instruments=StillInstruments(scenario), luck=Address(1, "still", 0), first_week=0, weeks=104,
        )
    )  # fmt: skip
    office.ledger.open_year(np.array([50_000.0, 50_000.0, 50_000.0, 0.0]))
    for agent in arm.organisation.agents:
        for name, value in plans().items():
            office._inbox.items[agent, name] = value
    office.ledger.commit(BudgetLine.PROMOTION, 1000.0)
    for weeks, filed in ((40, True), (30, False)):
        for _ in range(weeks):
            office._archive.report(np.full((sizes.regions, sizes.channels), 100.0))
        if filed:
            office._archive.reach("planning", office._archive.file("planning", office._archive.unfiled()))
    return office


def plans():
    return {
        "channel_plan": ChannelPlan(0.0, ChannelDecision((TERMS, TERMS))),
        "promotion_calendar": PromotionCalendar(0.0, 90.0, (PlannedEvent("40.0", EVENT),)),
        "expense_plan": ExpensePlan(0, (200.0,) * 26, (0.5, 0.5), Message.INFORM),
        "promotions_booked": (PAST,),
        "regional_orders": RegionalOrders(800.0, (1.0, 1.0)),
        "production_plan": ProductionPlan(0.0, 400.0, 0.0),
        "product_plan": ProductPlan(-1000.0, 0.05),
        "version_date": VersionDate(400.0, 100.0),
        "agency_tender": Tender(90.0, (Bid(0.7, 0.1, 0.8, 1.1), Bid(0.4, 0.1, 0.5, 1.0))),
        "creative_work": Creative(0.0, 0.8),
    }


def work(duty, quality=0.7):
    """Return finished work of a duty at the opening."""
    done = Work(duty, "", 0.0, 30.0, "opening")
    done.quality = quality
    return done


def state(office):
    """Return all that a mechanism could have changed, comparable."""
    return {
        "levers": tuple(tuple(office.levers.in_force(lever).ravel()) for lever in Lever),
        "items": dict(office._inbox.items),
        "beliefs": office._inbox.knowledge.all(),
        "levels": office.levels.values(),
        "skill": tuple(office.levels.skill()),
        "ledger": (office.ledger.cash, tuple(office.ledger.approved), tuple(office.ledger.committed)),
        "desk": tuple(office.desk.asked),
        "filed": office._archive.unfiled().size,
    }
