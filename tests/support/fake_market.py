"""A small stand-in for the model: pure, fast, with luck shared by arms; importable by workers."""

from __future__ import annotations

import math
from datetime import date
from typing import Literal

import numpy as np

from mktsim.inputs.cell import Cell, LuckSource
from mktsim.inputs.duty import Duty
from mktsim.inputs.market import Market, Region, Segment
from mktsim.inputs.organisation import Agent, Edge, EdgeKind, Organisation, Role
from mktsim.inputs.parts import Parts
from mktsim.inputs.policy import Budget, Policy
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.study import Arm, Study
from mktsim.inputs.trade import Brand, Channel, ChannelKind, Medium, Supply
from mktsim.outcomes.history import Decision, History, Table, WorkTable
from mktsim.quantities import Part
from mktsim.streams import Address, uniforms
from mktsim.study.question.resolve import Library

SERIES = ("week", "units", "desired", "lost", "price", "list_price", "cost", "category_units", "stage_true", "forecast")
MONEY = ("revenue", "channel_margin", "discount", "cost_of_goods", "advertising", "staff", "royalty")
HORIZON, RUN_OUT = 110, 26


class Flat(Part):
    """A rule of one number."""

    rule: Literal["flat"] = "flat"
    value: float = 1.0


class Work(Part):
    """A mechanism that does nothing."""

    kind: Literal["nothing"] = "nothing"


PARTS = Parts(pricing=(Flat,), promotion=(Flat,), advertising=(Flat,), channel=(Flat,), mechanisms=(Work,))


def policy(price: float, advertising: float = 5.0) -> Policy:
    return Policy(
        title=f"price {price:g}",
        pricing=Flat(value=price),
        promotion=Flat(value=0.05),
        advertising=Flat(value=advertising),
        channel=Flat(),
        budget=Budget(per_year_money=1000.0),
    )


def scenario() -> Scenario:
    return Scenario(
        name="toy",
        title="Toy market",
        start=date(2024, 1, 1),
        horizon_weeks=HORIZON,
        run_out_weeks=RUN_OUT,
        market=Market(
            regions=(Region(name="north", households=1000.0),),
            segments=(Segment(name="all", share=1.0),),
            reference_price_money=10.0,
        ),
        channels=(Channel(name="shop", kind=ChannelKind.RETAILER, traffic_share=1.0),),
        media=(Medium(name="press", cost_money=1.0),),
        brands=(Brand(name="Acme", price_money=10.0), Brand(name="Rival", price_money=9.0, policy="rival")),
        supply=Supply(unit_cost_money=4.0),
        organisation="plain",
        policies={"low": policy(8.0), "high": policy(11.0), "twin": policy(8.0), "rival": policy(9.0)},
        status_quo="low",
        assumptions={
            "supply.unit_cost_money": (1.0, 7.0),
            "market.luck.brand_sd": (0.0, 0.2),
            "market.types_per_segment": (8.0, 64.0),
        },
    )


def organisation(name: str) -> Organisation:
    if name == "instant":
        return Organisation(name="instant", instant=True)
    agents = {
        "marketing": Agent(roles={"staff": Role(staff_fte=3.0)}),
        "planning": Agent(roles={"staff": Role(staff_fte=2.0)}),
    }
    edge = Edge(sender="marketing", receiver="planning", kind=EdgeKind.INFORMS, leak_per_message=0.1)
    return Organisation(name=name, agents=agents, edges=(edge,))


def duty() -> Duty:
    return Duty.model_validate(
        {
            "id": "marketing.08",
            "text": "Set the price.",
            "tasks": ["set"],
            "owner": "marketing",
            "trigger": {"on": "opening"},
            "deadline_days": 5.0,
            "effort_days": 1.0,
            "gives": ["price_list"],
            "mechanism": Work(),
            "seen_in": {"metric": "npv", "direction": "down", "scenario": "toy"},
        }
    )


def library() -> Library:
    return Library(scenario=lambda _path: scenario(), organisation=organisation, duties=(duty(),))


def study(**changes: object) -> Study:
    fields: dict[str, object] = {
        "name": "toy_study",
        "title": "Low or high",
        "question": "Which price deserves the budget?",
        "scenario": "toy.yaml",
        "arms": {
            "low": Arm(policy="low"),
            "high": Arm(policy="high"),
            "ideal": Arm(policy="high", organisation="instant"),
        },
        "baseline": "low",
        "replications": 12,
    }
    return Study.model_validate({**fields, **changes})


def simulate(cell: Cell) -> History:
    """Sell a Poisson-free toy demand: the arm sets the price, luck is the same for all arms."""
    weeks = cell.scenario.horizon_weeks + cell.scenario.run_out_weeks
    address = Address(cell.seed, cell.label, cell.replication)
    luck = uniforms(address, "market.brand_shock", "Acme", 0, weeks, 1)[:, 0] - 0.5
    launch = float(uniforms(address, "market.launch", "Acme", 0, 1, 2)[0, 0]) - 0.5
    size = 0.0 if LuckSource.BRAND in cell.silenced else 1.0
    appeal = 0.0 if LuckSource.LAUNCH in cell.silenced else 0.6
    price = cell.arm.policy.pricing.value  # type: ignore[attr-defined]
    noise = cell.scenario.market.luck.brand_sd * 5.0
    units = 100.0 * np.exp(size * noise * luck + appeal * launch) * (price / 10.0) ** -1.5
    if not cell.arm.organisation.instant:
        execution = cell.arm.execution
        units = units * (0.95 if execution.late else 1.0) * (0.97 if execution.misinformed else 1.0)
        units = units * (0.99 if execution.unexecuted else 1.0)
    units = np.floor(units)
    lost = np.floor(units * 0.02)
    cost = np.full(weeks, cell.scenario.supply.unit_cost_money)
    money = np.column_stack(
        [
            units * price,
            -0.25 * units * price,
            -0.05 * units * price,
            -cost * units * 1.05,
            np.full(weeks, -cell.arm.policy.advertising.value),  # type: ignore[attr-defined]
            np.full(weeks, 0.0 if cell.arm.organisation.instant else -20.0),
            np.full(weeks, 1.0),
        ]
    )
    series = np.column_stack(
        [
            np.arange(weeks),
            units,
            units + lost,
            lost,
            np.full(weeks, price * 0.95),
            np.full(weeks, price),
            cost,
            units * 4.0,
            np.where(np.arange(weeks) < 30, 0.0, 1.0),
            units * 1.1,
        ]
    )
    empty = WorkTable((), (), np.zeros((0, 0)))
    return History(
        horizon=cell.scenario.horizon_weeks,
        discount_rate=cell.scenario.money.discount_rate_per_year,
        series=Table(SERIES, series),
        money=Table(MONEY, money),
        duties=empty,
        roles=empty,
        edges=empty,
        decisions=(
            Decision(0.0, "price", "marketing.08", "insight.elasticity", -1.4, -1.5, 12.0, 10.0),
            Decision(14.0, "price", "marketing.08", "insight.elasticity", -1.4, -1.5, 26.0, price),
        ),
    )


def fails_at_three(cell: Cell) -> History:
    """Fail in replication 3 of the high price."""
    if cell.replication == 3 and cell.arm.policy.title == "price 11":
        raise RuntimeError("the machine stands still")
    return simulate(cell)


def loses_money(cell: Cell) -> History:
    """Never pay back, so that payback is not a number."""
    history = simulate(cell)
    return History(**{**vars(history), "money": Table(MONEY, history.money.values - 1e6)})


def assert_close(a: float, b: float) -> None:
    assert math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-9), (a, b)
