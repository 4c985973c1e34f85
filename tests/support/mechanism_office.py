"""An organisation on the bench over a world that stands still, for the laws of mechanisms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from simpy import Environment

from mktsim.calendar import Calendar
from mktsim.inputs.cell import REAL, ResolvedArm
from mktsim.inputs.market import Adoption, Market, Region, Repeat, Segment
from mktsim.inputs.policy import Budget, Policy
from mktsim.inputs.rules import ChannelDecision, ChannelTerms, Mechanic, Message, PromotionEvent
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.trade import Brand, Channel, ChannelKind, Medium, Money, Supply
from mktsim.model.instruments.topics import split_topic
from mktsim.model.ledger import BudgetLine, Ledger
from mktsim.model.levers import Lever, Levers
from mktsim.model.organisation.build_context import BuildContext
from mktsim.model.organisation.engine import OrganisationEngine
from mktsim.model.organisation.mechanisms.advertising.agency import TENDER, Bid, Tender
from mktsim.model.organisation.mechanisms.advertising.creatives import CREATIVE, Creative
from mktsim.model.organisation.mechanisms.advertising.plan import EXPENSE_PLAN, ExpensePlan
from mktsim.model.organisation.mechanisms.channel.plan import CHANNEL_PLAN, ChannelPlan
from mktsim.model.organisation.mechanisms.planning.regions import REGIONAL_ORDERS, RegionalOrders
from mktsim.model.organisation.mechanisms.product.versions import PRODUCT_PLAN, VERSION_DATE, ProductPlan, VersionDate
from mktsim.model.organisation.mechanisms.promotion.calendar import CALENDAR, PlannedEvent, PromotionCalendar
from mktsim.model.organisation.mechanisms.promotion.events import BOOKED, BookedEvent
from mktsim.model.organisation.mechanisms.supply.production import PRODUCTION_PLAN, ProductionPlan
from mktsim.model.organisation.work import Work
from mktsim.model.policies.advertising.timing import Even
from mktsim.model.policies.channel.coverage import Intensive
from mktsim.model.policies.pricing.cost_based import CostPlus
from mktsim.model.policies.promotion.rule import NoPromotion
from mktsim.model.world import Sizes, WorldContext
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

    def rival_deals(self, weeks):
        return ((0.14,), (0.0,), (0.0,), (0.0,))[-weeks:] if weeks > 0 else ()

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


@dataclass(frozen=True)
class Bench:
    """An organisation, its office, and what a test does to them from outside."""

    engine: OrganisationEngine

    @property
    def office(self):
        """What mechanisms are given."""
        return self.engine.office

    def go_to(self, day):
        """Let the days pass until `day`."""
        self.engine.context.env.run(until=day)

    def give(self, agent, key, plan):
        """Put a plan into an agent's hands, as a message will bring it."""
        self.engine.parts.inbox.items[agent, key.name] = key.checked(plan)

    def take(self, agent, key):
        """Take a plan out of an agent's hands."""
        self.engine.parts.inbox.items.pop((agent, key.name))

    def plans(self):
        """Return all plans held, by agent and name."""
        return dict(self.engine.parts.inbox.items)

    def do(self, duty, quality=0.7, task=None):
        """Draft and apply a piece of work of a duty now, as the engine does; return the draft."""
        task = task or work(duty, quality)
        draft = task.duty.mechanism.draft(self.office, task)
        if draft is not None:
            task.duty.mechanism.apply(self.office, task, draft)
        return draft

    def report_sales(self, weeks, filed=False):
        """Have channels report sales of `weeks` weeks, and planning file them."""
        archive, sizes = self.engine.parts.inbox.archive, self.office.sizes
        for _ in range(weeks):
            archive.report(np.full((sizes.regions, sizes.channels), 100.0))
        if filed:
            archive.reach("planning", archive.file("planning", archive.unfiled()))

    def state(self):
        """Return all that a mechanism could have changed, comparable."""
        office, inbox = self.office, self.engine.parts.inbox
        return {
            "levers": tuple(tuple(office.levers.in_force(lever).ravel()) for lever in Lever),
            "items": self.plans(),
            "beliefs": inbox.knowledge.snapshot(),
            "levels": office.levels.snapshot().levels,
            "skill": office.levels.snapshot().channel_skill,
            "ledger": (office.ledger.cash, tuple(office.ledger.approved), tuple(office.ledger.committed)),
            "desk": tuple(office.desk.asked),
            "filed": inbox.archive.unfiled().size,
        }


def furnished(*duties, execution=REAL):
    """Return a bench with `duties` only, plans in every agent's hands, sales reported and money on every line."""
    scenario = world()
    sizes = Sizes.of(scenario)
    arm = ResolvedArm(scenario.policies["quiet"], archetypes()["planning_hub"], duties, (), execution)
    levers = Levers(sizes)
    levers.put(Lever.PRICE, 0.0, np.full(sizes.channels, 10.0))
    levers.put(Lever.MARGIN, 0.0, np.full(sizes.channels, 0.28))
    levers.put(Lever.OUTLETS, 0.0, np.full((sizes.regions, sizes.channels), 0.5))
    context = BuildContext(
        env=Environment(), arm=arm, levers=levers, ledger=Ledger(104, 0, keep_lines=True), first_week=0, weeks=104,
        desk=StillDesk((sizes.regions, sizes.channels)), instruments=StillInstruments(scenario),
        world=WorldContext(scenario, sizes, Calendar(scenario.start), Address(1, "still", 0)),
    )  # fmt: skip
    bench = Bench(OrganisationEngine(context))
    bench.office.ledger.open_year(np.array([50_000.0, 50_000.0, 50_000.0, 0.0]))
    for agent in arm.organisation.agents:
        for key, value in plans().items():
            bench.give(agent, key, value)
    bench.office.ledger.commit(BudgetLine.PROMOTION, 1000.0)
    bench.report_sales(40, filed=True)
    bench.report_sales(30)
    return bench


def opened(*duties, execution=REAL):
    """Return a bench and its office."""
    bench = furnished(*duties, execution=execution)
    return bench, bench.office


def plans():
    return {
        CHANNEL_PLAN: ChannelPlan(0.0, ChannelDecision((TERMS, TERMS))),
        CALENDAR: PromotionCalendar(0.0, 90.0, (PlannedEvent("40.0", EVENT),)),
        EXPENSE_PLAN: ExpensePlan(0, (200.0,) * 26, (0.5, 0.5), Message.INFORM),
        BOOKED: (PAST,),
        REGIONAL_ORDERS: RegionalOrders(800.0, (1.0, 1.0)),
        PRODUCTION_PLAN: ProductionPlan(0.0, 400.0, 0.0),
        PRODUCT_PLAN: ProductPlan(-1000.0, 0.05),
        VERSION_DATE: VersionDate(400.0, 100.0),
        TENDER: Tender(90.0, (Bid(0.7, 0.1, 0.8, 1.1), Bid(0.4, 0.1, 0.5, 1.0))),
        CREATIVE: Creative(0.0, 0.8),
    }


def work(duty, quality=0.7):
    """Return finished work of a duty at the opening."""
    done = Work(duty, "", 0.0, 30.0, "opening")
    done.quality = quality
    return done
