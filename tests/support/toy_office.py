"""A small organisation with toy mechanisms, for tests of the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Literal

import numpy as np
from simpy import Environment

from mktsim.calendar import Calendar
from mktsim.inputs.cell import REAL, Execution, ResolvedArm
from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import Agent, Edge, EdgeKind, Levels, Organisation, Role, Work
from mktsim.inputs.scenario import Launch
from mktsim.model.ledger import Ledger
from mktsim.model.organisation.build_context import BuildContext
from mktsim.model.organisation.engine import OrganisationEngine
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.plan import Plan
from mktsim.model.world import Estimate, Sizes, WorldContext
from mktsim.quantities import Part
from mktsim.streams import Address

TRUTH = {"insight.quality": 3.0, "rival.price": 10.0, "forecast.units": 100.0}
CALM = Work(
    duration_sd=0.0,
    rework_probability=0.0,
    exception_probability=0.0,
    find_probability=0.0,
    level_half_life_weeks=520.0,
)
"""Parameters of work without luck."""


class ToyInstruments:
    """Truths that stand still, priors of zero with standard deviation one."""

    def rival_deals(self, weeks):
        del weeks
        return ()

    def truth_of(self, topic):
        return TRUTH[topic]

    def prior(self, topic):
        if topic not in TRUTH:
            raise KeyError(topic)
        return 0.0, 1.0

    def drift(self, topic, value=None):
        return 0.01

    def observe(self, instrument, topic, u, accuracy):
        return TRUTH[topic] + (u - 0.5), 0.5 / np.sqrt(accuracy)


@dataclass
class Journal:
    """What toy mechanisms did: (day, duty, subject, week that its luck is of, quality, uniforms)."""

    lines: list = field(default_factory=list)

    def of(self, duty):
        return [line for line in self.lines if line[1] == duty]


JOURNAL = Journal()


PLAN = Plan("plan", float)
"""What toy mechanisms give: the day on which they gave it."""


class Toy(Part, Mechanism[SimpleNamespace]):
    """Writes down that it was done; publishes, posts an item, or asks for money where told to."""

    kind: Literal["toy"] = "toy"
    topic: str = ""
    item: str = ""
    money: float | None = None

    def draft(self, office, work):
        estimate = office.observe(work, "survey", self.topic) if self.topic else None
        return SimpleNamespace(estimate=estimate)

    def commitment(self, draft):
        return self.money

    def apply(self, office, work, draft):
        draws = tuple(office.luck.row(work.duty.id, work.subject, work.origin))
        line = (office.now, work.duty.id, work.subject, work.origin, work.quality, draws, draft.estimate)
        JOURNAL.lines.append(line)
        if self.topic:
            office.publish(work, self.topic, draft.estimate)
        if self.item:
            office.put_plan(work, Plan(self.item, float), office.now, work.duty.informs)


def duty(name, owner="a", **more):
    figures = {
        "text": "toy",
        "tasks": ("do",),
        "trigger": {"on": "calendar", "every": "week"},
        "deadline_days": 5.0,
        "effort_days": 1.0,
        "gives": (),
        "mechanism": Toy(),
        "seen_in": {"metric": "npv", "direction": "down", "scenario": "toy"},
    }
    return Duty.model_validate({"id": name, "owner": owner, **figures, **more})


def organisation(agents, edges=(), work=CALM, **more):
    """Return an organisation; agents as name → FTE, edges as (sender, receiver, kind, figures)."""
    return Organisation(
        name="toy",
        agents={name: Agent(roles={"staff": Role(staff_fte=fte, skill=1.0)}) for name, fte in agents.items()},
        edges=tuple(Edge(sender=s, receiver=r, kind=EdgeKind(k), **f) for s, r, k, f in edges),
        work=work,
        levels=Levels(alignment=0.5, process=0.5),
        **more,
    )


@dataclass(frozen=True)
class Toys:
    """What a toy office is made of."""

    organisation: Organisation
    duties: tuple[Duty, ...]
    neglect: tuple = ()
    execution: Execution = REAL
    weeks: int = 8
    first_week: int = 0
    pay: float = 0.0
    options: dict = field(default_factory=dict)


def engine(toys):
    """Return an organisation that stands still; the journal is emptied."""
    JOURNAL.lines.clear()
    sizes = Sizes(1, 1, 1, 1, 2, 2, 1, 1)
    env = Environment(initial_time=7.0 * toys.first_week)
    arm = ResolvedArm(SimpleNamespace(phases=()), toys.organisation, toys.duties, toys.neglect, toys.execution)
    scenario = SimpleNamespace(opening=Launch(), money=SimpleNamespace(pay_per_fte_year=toys.pay))
    options = dict(toys.options)
    silenced = options.pop("silenced", frozenset())
    return OrganisationEngine(
        BuildContext(
            env=env,
            world=WorldContext(scenario, sizes, Calendar(date(2024, 1, 1)), Address(1, "toy", 0), silenced),
            arm=arm,
            levers=SimpleNamespace(),
            ledger=Ledger(toys.weeks, toys.first_week, keep_lines=False),
            desk=SimpleNamespace(),
            instruments=ToyInstruments(),
            first_week=toys.first_week,
            weeks=toys.weeks,
            **options,
        )
    )


def run(toys):
    """Run an organisation over its weeks with constant sales; return it."""
    built = engine(toys)
    built.start()
    for week in range(toys.first_week, toys.first_week + toys.weeks):
        built.on_week_start(week)
        built.context.env.run(until=7.0 * (week + 1))
        built.on_week_report(week, np.full((1, 2), 50.0))
    return built


def estimate(value, se, day=0.0):
    return Estimate(value, se, day, day)


def cell_of(table, row, column):
    """Return one figure of a work table."""
    return float(table.values[table.rows.index(row), table.columns.index(column)])
