"""Weekly routine: calls are made, goods produced and shipped, books rolled, whether or not anybody plans it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
from annotated_types import Ge, Le

from mktsim.kept import kept
from mktsim.model.ledger import SALES, Activity, BudgetLine
from mktsim.model.levers import Lever
from mktsim.model.organisation.mechanisms.channel.franchise import INSPECTION, owned_channels, weekly_churn
from mktsim.model.organisation.mechanisms.channel.outlets import CALL_PLAN, QUARTER_WEEKS, CallPlan
from mktsim.model.organisation.mechanisms.channel.plan import CHANNEL_CONTROL, push
from mktsim.model.organisation.mechanisms.knowledge.beliefs import outlets
from mktsim.model.organisation.mechanisms.planning.budget import BUDGET
from mktsim.model.organisation.mechanisms.planning.corrections import CORRECTION
from mktsim.model.organisation.mechanisms.planning.programmes import STOCK_CONTROL, reach_of
from mktsim.model.organisation.mechanisms.planning.regions import REGION_SUPPORT
from mktsim.model.organisation.mechanisms.planning.targets import counted_share
from mktsim.model.organisation.mechanisms.product.launch import LAUNCH_PLAN
from mktsim.model.organisation.mechanisms.product.versions import spread_word
from mktsim.model.organisation.mechanisms.promotion.events import BOOKED, booked_events, put_in_force
from mktsim.model.organisation.mechanisms.routine.record_kpis import note_week
from mktsim.model.organisation.mechanisms.supply.logistics import DISPATCH
from mktsim.model.organisation.mechanisms.supply.production import PRODUCTION_ORDER
from mktsim.model.organisation.mechanisms.timing import year_of
from mktsim.quantities import Part, Source, Unit
from mktsim.sums import total, weighted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.organisation.office import Office


class Routine(Part):
    """Parameters of the weekly routine."""

    unprepared_delay: Annotated[float, Ge(1), Le(10), Unit("multiple"), Source("assumption")] = 1.8
    """Transit time of shipments that logistics has not prepared, relative to the channel's."""
    churn_per_year: Annotated[float, Ge(0), Le(2), Unit("1/year"), Source("assumption")] = 0.03
    """Own and franchise outlets that close although they are inspected."""
    unrecorded_share: Annotated[
        float,
        Ge(0),
        Le(1),
        Unit("share of stock"),
        Source("DeHoratius & Raman 2008: 65% of records wrong; size assumption"),
    ] = 0.15
    """Finished goods on the books that are lost or in a pack that nobody ordered, where nobody controls them."""
    neglected_churn_per_year: Annotated[float, Ge(0), Le(2), Unit("1/year"), Source("assumption")] = 0.20
    """The same when nobody inspects them."""


ROUTINE = Routine()
"""The parameters in force."""


def run_week(office: Office) -> None:
    """Do what every week brings, in this order."""
    roll_books(office)
    make_calls(office)
    remind_outlets(office)
    keep_push(office)
    spread_word(office)
    produce(office)
    ship(office)
    close_outlets(office)
    note_week(office)


def roll_books(office: Office) -> None:
    """Open a budget year in the week in which a calendar year begins: as approved, else at last year's level."""
    year, before = year_of(office.calendar, office.now), year_of(office.calendar, office.now - 7.0)
    if year == before:
        return
    budget = office.plan(office.owner_of(BUDGET), BUDGET)
    if budget and budget.year == year:
        lines = np.array(budget.lines)
    else:
        lines = office.ledger.approved / counted_share(office, before)
    office.note("unspent_money", total(np.maximum(office.ledger.approved - office.ledger.spent, 0.0)))
    office.ledger.open_year(lines)


def make_calls(office: Office) -> None:
    """Make and pay the configured calls, more in a launch, fewer when the channel line runs out."""
    caller = office.owner_of(CALL_PLAN)
    plan = office.plan(caller, CALL_PLAN)
    if plan is None:
        return
    launch = office.plan_in_force(caller, LAUNCH_PLAN)
    launched = launch is not None and launch.day <= office.now
    wanted = _calls(plan) * (launch.calls_factor if launch and launched else 1.0)
    correction = office.plan_in_force(caller, CORRECTION)
    if correction and correction.calls:
        wanted = wanted * np.array(correction.calls)
    support = office.plan_in_force(caller, REGION_SUPPORT)
    if support:
        wanted = wanted * np.array(support.calls_factor)[:, None]
    number = total(wanted * outlets(office)) / QUARTER_WEEKS
    cost = number * office.scenario.money.call_money
    left = max(office.ledger.available(BudgetLine.CHANNEL), 0.0)
    share = min(left / cost, 1.0) if cost > 0.0 else 1.0
    office.ledger.book(office.now, Activity.CALLS, SALES, -cost * share)
    calls = wanted * share
    _change(office, Lever.CALLS, calls)


def remind_outlets(office: Office) -> None:
    """Have outlets that miss in a running promotion reminded, where supervision has found them."""
    organiser = office.owner_of(BOOKED)
    correction = office.plan_in_force(organiser, CORRECTION)
    if correction and correction.promotions:
        put_in_force(office, organiser, booked_events(office, organiser))


@kept
def _calls(plan: CallPlan) -> NDArray[np.float64]:
    return np.array(plan.calls)


def keep_push(office: Office) -> None:
    """Let members' push follow their skill and drive as these wear down."""
    _change(office, Lever.PUSH, push(office, office.owner_of(CHANNEL_CONTROL)))


def _change(office: Office, lever: Lever, value: NDArray[np.float64]) -> None:
    """Put a lever in force where that changes it."""
    if (value != office.levers.in_force(lever)).any():
        office.levers.put(lever, office.now, value)


def produce(office: Office) -> None:
    """Have production order up to the level in its latest order; before any, cover the level of sales it hears of."""
    maker = office.receiver_of(PRODUCTION_ORDER) or office.owner_of("forecast.units")
    order = office.plan(maker, PRODUCTION_ORDER)
    supply, desk = office.scenario.supply, office.desk
    if order:
        level, demand = order.level_units, order.units_per_week
    else:
        cover = supply.lead_weeks + 1.0 + supply.safety_weeks
        demand = max(office.believe(maker, "forecast.units").value, 0.0)
        level = cover * demand
    correction = office.plan_in_force(maker, CORRECTION)
    if correction:
        level *= correction.production
    office.note("production_demand", demand)
    phantom = ROUTINE.unrecorded_share * (1.0 - reach_of(office, maker, STOCK_CONTROL))
    office.note("stock_record_error", phantom)
    on_books = desk.warehouse_units() * (1.0 + phantom)
    position = on_books + desk.on_order_units() - total(desk.backlog_units())
    if level > position:
        desk.produce(office.now, (level - position) / supply.yield_share)


def ship(office: Office) -> None:
    """Ship members' orders; what nobody prepared is longer on its way."""
    desk = office.desk
    backlog = desk.backlog_units()
    if total(backlog) <= 0.0:
        return
    dispatch = office.plan_in_force(office.receiver_of(DISPATCH), DISPATCH)
    factor = dispatch.delay_factor if dispatch else ROUTINE.unprepared_delay
    if not office.execution.late:
        factor = 1.0
    desk.ship(office.now, backlog.copy(), factor)
    by_channel = np.add.reduce(backlog, axis=0)
    office.note("transit_days", factor * weighted(by_channel, _transit_days(office.scenario)) / total(by_channel))


@kept
def _transit_days(scenario: Scenario) -> NDArray[np.float64]:
    return np.array([channel.transit_days for channel in scenario.channels])


def close_outlets(office: Office) -> None:
    """Close the outlets of own and franchise channels that churn; uninspected ones close more often."""
    if not any(owned_channels(office.scenario)):
        return
    inspected = office.plan_in_force(office.owner_of(INSPECTION), INSPECTION)
    rate = ROUTINE.churn_per_year if inspected else ROUTINE.neglected_churn_per_year
    stay = np.where(owned_channels(office.scenario), weekly_churn(rate), 1.0)
    office.levers.put(Lever.OUTLETS, office.now, office.levers.in_force(Lever.OUTLETS) * stay)
