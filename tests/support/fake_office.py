"""A stand-in for the model whose duties, links and staff are worth known sums; importable by workers."""

from __future__ import annotations

from dataclasses import replace

import fake_market as fake
import numpy as np

from mktsim.inputs.cell import Cell
from mktsim.inputs.organisation import Agent, Edge, EdgeKind, Organisation, Role
from mktsim.outcomes.history import History, Table, WorkTable
from mktsim.streams import Address, uniforms
from mktsim.study.question.resolve import Library, resolve

LOSSES = {
    "marketing.01": 40.0, "marketing.02": 0.0, "marketing.03": 0.0, "marketing.04": -30.0, "marketing.05": 0.0,
    "marketing.06": 25.0, "marketing.08": 0.0, "planning_duty.1": 0.0, "planning_duty.4": 20.0,
    "planning_function.06": 0.0, "planning_function.08": 25.0, "planning_function.09": 0.0,
}  # fmt: skip
"""Money that a week of neglect costs; `.03` costs it in the introduction only, and the pair of `.06` and `.08` once."""
INTRODUCTION = {"marketing.03": 90.0}
PAIR = ("marketing.06", "planning_function.08")
NOISE = 2.0
PERSON = 15.0
"""Money a week that one more in planning brings."""


def duties():
    one = fake.duty()
    return tuple(
        one.model_copy(update={"id": name, "owner": "planning" if name.startswith("planning") else "marketing",
                               "twins": _twins(name)})
        for name in LOSSES
    )  # fmt: skip


def _twins(name):
    from mktsim.inputs.duty import Twin, TwinRelation

    other = {PAIR[0]: PAIR[1], PAIR[1]: PAIR[0]}.get(name)
    return (Twin(of=other, relation=TwinRelation.INDEPENDENT_ESTIMATE),) if other else ()


def organisation(name):
    if name == "instant":
        return Organisation(name="instant", instant=True)
    agents = {
        "marketing": Agent(roles={"staff": Role(staff_fte=3.0), "planner": Role(staff_fte=1.0)}),
        "planning": Agent(roles={"staff": Role(staff_fte=2.0)}),
        "sales": Agent(roles={"staff": Role(staff_fte=2.0)}),
        "agency": Agent(roles={"staff": Role(staff_fte=1.0)}, outside=True),
    }
    edges = (
        Edge(sender="marketing", receiver="planning", kind=EdgeKind.REPORTS),
        Edge(sender="sales", receiver="planning", kind=EdgeKind.INFORMS, delay_days=2.0),
        Edge(sender="planning", receiver="sales", kind=EdgeKind.INFORMS),
    )
    return Organisation(name=name, agents=agents, edges=edges, approvers={"marketing.08": "planning"})


def library():
    rows = tuple(
        duty.model_copy(update={"informs": ("sales",)}) if duty.id == "marketing.01" else duty for duty in duties()
    )
    return Library(scenario=lambda _path: fake.scenario(), organisation=organisation, duties=rows)


def resolved(**changes):
    arms = {"low": {"policy": "low"}, "ideal": {"policy": "low", "organisation": "instant"}}
    return resolve(fake.study(**{"arms": arms, "equal_budget": False, **changes}), library(), "studies/toy.yaml")


def simulate(cell: Cell) -> History:
    """Run the toy market and take off what neglect, links and staff are worth, each with luck of its own."""
    history = fake.simulate(replace(cell, arm=replace(cell.arm, neglect=())))
    weeks = np.arange(len(history.money.values))
    counted = weeks < cell.scenario.horizon_weeks
    take = np.zeros(weeks.size)
    first = {}
    for one in cell.arm.neglect:
        inside = counted & (weeks >= one.from_week) & (weeks < one.to_week)
        loss = LOSSES[one.duty] + np.where(weeks < 30, INTRODUCTION.get(one.duty, 0.0), 0.0)
        if one.duty in PAIR and first.setdefault("pair", one.duty) != one.duty:
            loss = loss * 0.0  # the second of the pair costs nothing more: they need each other
        take += np.where(inside, loss, 0.0)
        if LOSSES[one.duty]:
            take[0] += NOISE * (_luck(cell, one.duty) - 0.5) * len(weeks)
    take += np.where(counted, _links(cell.arm.organisation) - _staff(cell.arm.organisation), 0.0)
    values = history.money.values.copy()
    values[:, history.money.columns.index("staff")] -= take
    table = WorkTable(("marketing.01",), ("effort_days",), np.array([[50.0]]))
    return replace(history, money=Table(history.money.columns, values), duties=table)


def _luck(cell, name):
    address = Address(cell.seed, cell.label, cell.replication)
    return float(uniforms(address, "work.mechanism", (name, ""), 0, 1, 1)[0, 0])


def _links(office):
    """A slower way from sales to planning costs, the approval of prices costs as well."""
    delay = {(edge.sender, edge.receiver): edge.delay_days for edge in office.edges}
    slow = 10.0 * (delay.get(("sales", "planning"), 12.0) - 2.0)
    return (slow if not office.instant else 0.0) - (25.0 if office.approvers.get("marketing.08") == "" else 0.0)


def _staff(office):
    return PERSON * (office.agents["planning"].roles["staff"].staff_fte - 2.0) if office.agents else 0.0


def fails_without_target(cell: Cell) -> History:
    """Fail wherever targets are neglected in replication 1."""
    if cell.replication == 1 and any(one.duty == "marketing.01" for one in cell.arm.neglect):
        raise RuntimeError("no target, no sales")
    return simulate(cell)
