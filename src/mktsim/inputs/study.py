"""A study: the question, its arms and how hard to look."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import model_validator

from mktsim.inputs.agreement import defined_in, disagreements
from mktsim.inputs.events import Events
from mktsim.inputs.policy import Policy
from mktsim.quantities import Part, Source, Unit
from mktsim.relations import InRun, Name, Names, Ref, refuse

GIVEN = Source("given by the study")


class NeglectMode(StrEnum):
    """Use of the time of a neglected duty."""

    BURNT = "burnt"
    FREED = "freed"


class Neglect(Part):
    """A duty whose tasks due in a window are not created."""

    duty: Annotated[str, Ref("duty")]
    """Id of the duty."""
    from_week: Annotated[int, Ge(0), Le(10_000), InRun(), Unit("week"), GIVEN] = 0
    """First week of the window."""
    to_week: Annotated[int, Ge(1), Le(10_000), Unit("week"), GIVEN] = 10_000
    """Week after the last of the window."""
    mode: NeglectMode = NeglectMode.BURNT
    """Whether the time is spent without product, or free for other work."""

    @model_validator(mode="after")
    def _a_window(self) -> Neglect:
        if self.to_week <= self.from_week:
            msg = f"to_week: must be more than from_week ({self.from_week}), found {self.to_week}"
            raise ValueError(msg)
        return self


class EdgeChange(Part):
    """A change of one edge of the coordination graph."""

    sender: Annotated[str, Ref("agent")]
    receiver: Annotated[str, Ref("agent")]
    delay_factor: Annotated[float, Ge(0), Le(100), Unit("multiple"), GIVEN] = 1.0
    """Multiplies the mean delay."""
    variance_factor: Annotated[float, Ge(0), Le(100), Unit("multiple"), GIVEN] = 1.0
    """Multiplies the added variance."""
    leak_factor: Annotated[float, Ge(0), Le(100), Unit("multiple"), GIVEN] = 1.0
    """Multiplies the leak probability."""
    cut: bool = False
    """Removes the edge."""


class Arm(Part):
    """Arm of a study: a policy carried out by an organisation, with ablations."""

    policy: Annotated[str, Ref("policy")]
    """Policy by name, of the study or its scenario."""
    organisation: Annotated[str, Ref("organisation", optional=True)] = ""
    """Organisation by name or file; empty for the scenario's."""
    neglect: tuple[Neglect, ...] = ()
    """Duties neglected."""
    edges: tuple[EdgeChange, ...] = ()
    """Edges changed."""
    staff: dict[Annotated[str, Ref("pool")], Annotated[float, Ge(-100), Le(100), Unit("FTE"), GIVEN]] = {}
    """Staff added by `agent` or `agent:role`."""
    events: Events = ()
    """What happens in this arm's world beside: what an event costs, rather than what is chosen."""


class WorldChange(Part):
    """A named world: the scenario with single parameters set, or with events."""

    name: Name
    """Name in tables."""
    set: dict[Annotated[str, Ref("parameter")], float | int | bool | str] = {}
    """Dotted path to value."""
    events: Events = ()
    """What happens in it beside the scenario's own events, whatever the arm."""
    weight: Annotated[float, Ge(1e-6), Le(1e6), Unit("weight"), GIVEN] = 1.0
    """Weight in means over worlds."""


class ChanceLimit(Part):
    """A chance constraint: how probable something bad may be at most."""

    metric: Annotated[str, Ref("metric")]
    """Metric that tells whether it happens; a metric that is no number in a cell counts as happened."""
    below: Annotated[float | None, Ge(-1e15), Le(1e15), Unit("metric"), GIVEN] = None
    """It happens when the metric is below this; either this or `above`."""
    above: Annotated[float | None, Ge(-1e15), Le(1e15), Unit("metric"), GIVEN] = None
    """It happens when the metric is above this."""
    at_most: Annotated[float, Gt(0), Lt(1), Unit("probability"), GIVEN]
    """Largest probability accepted."""
    tolerance: Annotated[float, Gt(0), Lt(1), Unit("probability"), Source("assumption")] = 0.02
    """Excess over it that still passes; without one, no number of runs settles an arm on the edge."""

    @model_validator(mode="after")
    def _one_side(self) -> ChanceLimit:
        if (self.below is None) == (self.above is None):
            msg = "needs either below or above"
            raise ValueError(msg)
        return self


class Study(Part):
    """A question to the simulator."""

    schema_version: Literal[1] = 1
    name: Name
    """Name of the study."""
    title: str
    """One line."""
    question: str
    """The question in words."""
    scenario: str
    """Scenario file, relative to the study."""
    policies: Annotated[dict[Name, Policy], Names("own policy")] = {}
    """Policies beyond the scenario's, by name."""
    arms: Annotated[dict[Name, Arm], MinLen(1), Names("arm")]
    """Arms by name, in the order of tables and plots."""
    baseline: Annotated[str, Ref("arm")]
    """Arm that differences are taken to."""
    metric: Annotated[str, Ref("metric")] = "npv"
    """Metric that decides."""
    worlds: Annotated[tuple[WorldChange, ...], Names("world")] = ()
    """Further worlds; none means the scenario as it is."""
    draw_worlds: bool = True
    """Whether replication r of a calibrated scenario runs in draw r of its calibration; else in its best estimate."""
    equal_budget: bool = True
    """Whether the arms have equal approved budget (checked)."""
    replications: Annotated[int, Ge(2), Le(100_000), Unit("replications"), GIVEN] = 100
    """Replications of each arm in each world."""
    seed: Annotated[int, Ge(0), Lt(2**32), Unit("seed"), GIVEN] = 1
    """Root seed."""
    confidence: Annotated[float, Gt(0.5), Lt(1), Unit("share"), GIVEN] = 0.95
    """Confidence of intervals."""
    require: tuple[ChanceLimit, ...] = ()
    """Chance constraints that a selected arm must keep."""

    @model_validator(mode="after")
    def _names_agree(self) -> Study:
        refuse(disagreements(self, defined_in(self)))
        return self
