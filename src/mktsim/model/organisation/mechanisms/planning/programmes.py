"""Programmes: briefs, checks and controls that hold until a day, and how completely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.model.organisation.plan import Plan
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


@dataclass(frozen=True)
class Programme:
    """A brief, check or control that somebody keeps up."""

    last_day: float
    """Day until which it holds."""
    reach: float
    """Share of what it is for that it covers, zero to one."""


CHANNEL_FOLLOW_UP = Plan("promotion_supervision", Programme)
CULTURE = Plan("culture_programme", Programme)
COMMUNICATION_PROGRAMME = Plan("communication_programme", Programme)
OFFER_PLAN = Plan("offer_plan", Programme)
POSITIONING = Plan("positioning", Programme)
PRODUCT_BRIEF = Plan("product_brief", Programme)
PRODUCT_DEFINITION = Plan("product_definition", Programme)
STOCK_CONTROL = Plan("stock_control", Programme)


def reach_of(office: Office, agent: str, programme: Plan[Programme]) -> float:
    """Return the share that a programme in the agent's hands covers today; zero when it has none that holds.

    Where everything is carried out completely, nothing is left uncovered.
    """
    if not office.execution.unexecuted:
        return 1.0
    held = office.plan_in_force(agent, programme)
    return held.reach if held else 0.0


@dataclass(frozen=True)
class Standing:
    """That something is in good order until a day."""

    last_day: float


class HoldProgramme(Part, Mechanism[Programme]):
    """Make a brief, check or control that holds for some days and covers what the work was good enough for."""

    kind: Literal["hold_programme"] = "hold_programme"
    item: str
    """Name under which it reaches those who work by it."""
    holds_days: Annotated[float, Ge(1), Le(1460), Unit("days"), Source("assumption")] = 120.0
    """Days for which it holds."""

    def draft(self, office: Office, work: Work) -> Programme:
        """Return what is covered and until when."""
        return Programme(office.now + self.holds_days, executed_share(office, work))

    def apply(self, office: Office, work: Work, draft: Programme) -> None:
        """Hand it to those who work by it."""
        office.put_plan(work, Plan(self.item, Programme), draft, work.duty.informs)
