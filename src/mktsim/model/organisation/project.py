"""The project that develops a new product: steps that hand over to each other, with gates, until it can be launched.

Stages and gates follow Cooper 1990 (Business Horizons 33(3):44), rounds of design, building and testing Wheelwright &
Clark 1992. Each step is work like any other: it waits for staff, is done again when it failed, and what it hands over
takes the ways of the coordination graph. How long a project takes is therefore the organisation's doing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from annotated_types import Gt, Le

from mktsim.inputs.duty import Direction, Duty, OnMessage, OnOpening, SeenIn
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Project
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

PRODUCT_MARKETING = "product_marketing"
PLANNER = "product_planner"
SENIOR_MANAGEMENT = "senior_management"
PREFIX = "project."
"""Steps are named so, and what they give."""
READY = f"{PREFIX}launch"
"""What the last step gives: the decision to launch."""
DEADLINE_DAYS: Annotated[float, Gt(0), Le(365), Unit("working days"), Source("assumption")] = 60.0
"""After which a step counts as late; nothing goes on without it."""


class Step(NamedTuple):
    """One step of a project."""

    name: str
    text: str
    owner: str
    effort_days: float
    """Person-days (assumption)."""
    role: str = "staff"
    gate: bool = False
    """Whether senior management decides before the next step begins."""


BEFORE = (
    Step("scope", "Sketch the product and its market.", PRODUCT_MARKETING, 10.0, PLANNER, gate=True),
    Step("wants", "Ask consumers what they want of it.", "market_development", 20.0),
    Step("definition", "Define the product.", PRODUCT_MARKETING, 10.0, PLANNER),
    Step("feasibility", "Find out whether it can be built.", "rnd", 15.0),
    Step("making", "Plan how it is made.", "production", 8.0),
    Step("buying", "Plan what is bought for it.", "procurement", 5.0),
    Step("case", "Work out what it costs and earns.", "finance", 5.0),
    Step("go", "Put the case for developing it.", PRODUCT_MARKETING, 5.0, PLANNER, gate=True),
)
"""Up to the decision to develop."""
ROUND = (
    Step("design", "Design it.", "rnd", 15.0),
    Step("build", "Build a sample.", "production", 8.0),
    Step("test", "Have consumers try the sample.", "market_development", 8.0),
    Step("review", "Say what is to be changed.", PRODUCT_MARKETING, 3.0, PLANNER),
)
"""One round of design."""
AFTER = (
    Step("pilot", "Make a first batch.", "production", 20.0),
    Step("launch", "Put the case for launching it.", PRODUCT_MARKETING, 5.0, PLANNER, gate=True),
)
"""Up to the decision to launch."""


class HandOver(Part, Mechanism[str]):
    """Finish a step and hand it to whoever does the next."""

    kind: Literal["hand_over"] = "hand_over"

    def draft(self, office: Office, work: Work) -> str:
        """Return what the step gives."""
        del office
        return work.duty.gives[0]

    def apply(self, office: Office, work: Work, draft: str) -> None:
        """Hand it over."""
        office.put_plan(work, Plan(draft, float), office.now, work.duty.informs)


@lru_cache(maxsize=8)
def steps(project: Project) -> tuple[Duty, ...]:
    """Return the steps of a project as duties, each set off by what the one before it hands over."""
    numbers = range(1, project.design_rounds + 1)
    rounds = [step._replace(name=f"{step.name}.{number}") for number in numbers for step in ROUND]
    chain = (*BEFORE, *rounds, *AFTER)
    return tuple(
        _duty(step, project.effort_scale, before, after)
        for before, step, after in zip((None, *chain), chain, (*chain[1:], None), strict=False)
    )


def _duty(step: Step, scale: float, before: Step | None, after: Step | None) -> Duty:
    """Return a step as the work of a department, between the one before it and the one after it."""
    return Duty(
        id=_named(step),
        text=step.text,
        tasks=(),
        owner=step.owner,
        role=step.role,
        trigger=OnMessage(on="message", topic=_named(before)) if before else OnOpening(on="opening"),
        deadline_days=DEADLINE_DAYS,
        effort_days=step.effort_days * scale,
        gives=(_named(step),),
        informs=(after.owner,) if after else (),
        approver=SENIOR_MANAGEMENT if step.gate else "",
        mechanism=HandOver(),
        seen_in=SeenIn(metric="launch_week", direction=Direction.UP, scenario=""),
    )


def _named(step: Step) -> str:
    return f"{PREFIX}{step.name}"


def is_through(office: Office) -> bool:
    """Tell whether the project that an office works on has come to the decision to launch."""
    return office.plan(office.owner_of(READY), Plan(READY, float)) is not None
