"""One row of the catalogue of duties."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le
from pydantic import Field

from mktsim.quantities import Part, Source, Unit

ASSUMED = Source("assumption")


class Period(StrEnum):
    """How often a calendar trigger fires."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class OnCalendar(Part):
    """Fires at the start of each period, `lead_days` before it."""

    on: Literal["calendar"]
    every: Period
    """Period."""
    lead_days: Annotated[float, Ge(0), Le(180), Unit("days"), ASSUMED] = 0.0
    """Days before the period's start at which work begins."""


class OnStage(Part):
    """Fires when the owner perceives a new life-cycle stage, and at a longest interval."""

    on: Literal["stage"]
    every: Period = Period.YEAR
    """Longest interval between two firings."""


class OnMessage(Part):
    """Fires when a topic or plan reaches the owner."""

    on: Literal["message"]
    topic: str
    """Topic or plan."""


class OnOpening(Part):
    """Fires once, at the opening."""

    on: Literal["opening"]


Trigger = Annotated[OnCalendar | OnStage | OnMessage | OnOpening, Field(discriminator="on")]


class Direction(StrEnum):
    """Which way neglect moves the observable."""

    UP = "up"
    DOWN = "down"


class SeenIn(Part):
    """Where neglect of the duty is seen."""

    metric: str
    """Metric by name."""
    direction: Direction
    """Which way the metric moves under neglect."""
    scenario: str
    """Shipped scenario in which it is seen."""


class TwinRelation(StrEnum):
    """Relation of a duty to its twin."""

    EARLIER_STEP = "earlier_step"
    CHECK = "check"
    INDEPENDENT_ESTIMATE = "independent_estimate"


class Twin(Part):
    """A duty that looks alike, and what this one is to it."""

    of: str
    """Id of the other duty."""
    relation: TwinRelation
    """What this duty is to it."""


class Duty(Part):
    """A responsibility at work."""

    id: str
    """Id of the responsibility, for example marketing.08."""
    text: str
    """One sentence in our words."""
    tasks: tuple[str, ...]
    """A task for each verb of the founding sentence."""
    owner: str
    """Agent that performs it."""
    role: str = "staff"
    """Pool of staff of the owner."""
    trigger: Trigger
    """What sets it off."""
    also: tuple[Trigger, ...] = ()
    """What else sets it off."""
    deadline_days: Annotated[float, Gt(0), Le(365), Unit("working days"), ASSUMED]
    """Working days after which dependants go on with the last item."""
    effort_days: Annotated[float, Ge(0), Le(200), Unit("person-days"), ASSUMED]
    """Standard effort."""
    effort_source: str = "assumption"
    """Source of the effort."""
    needs: tuple[str, ...] = ()
    """Topics whose accuracy makes the quality of the work."""
    gives: tuple[str, ...]
    """Topics, plans, levers or levels that it produces."""
    informs: tuple[str, ...] = ()
    """Agents that get the topics it gives."""
    approver: str = ""
    """Agent whose approval is needed; empty for none."""
    joint: tuple[str, ...] = ()
    """Further `agent` or `agent:role` pools seized together with the owner's."""
    stage_priority: dict[str, Annotated[int, Ge(0), Le(9), Unit("rank, 0 first"), ASSUMED]] = {}
    """Priority in the queue by perceived stage; 5 where not named."""
    mechanism: Part
    """What the work does; `catalogue_type` narrows it to the table of mechanisms."""
    seen_in: SeenIn
    """Where neglect is seen."""
    twins: tuple[Twin, ...] = ()
    """Duties that look alike."""
