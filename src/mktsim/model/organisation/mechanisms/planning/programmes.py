"""Programmes: briefs, checks and controls that hold until a day, and how completely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from annotated_types import Ge, Le

from mktsim.model.organisation.mechanisms.execution import executed_share
from mktsim.quantities import Part, Source, Unit

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work

CHANNEL_FOLLOW_UP = "promotion_supervision"
CORRECTION = "correction"
COUNSEL = "counsel"
CULTURE = "culture_programme"
COMMUNICATION_PROGRAMME = "communication_programme"
OFFER_PLAN = "offer_plan"
POSITIONING = "positioning"
PRODUCT_BRIEF = "product_brief"
PRODUCT_DEFINITION = "product_definition"
STOCK_CONTROL = "stock_control"


@dataclass(frozen=True)
class Programme:
    """A brief, check or control that somebody keeps up."""

    last_day: float
    """Day until which it holds."""
    reach: float
    """Share of what it is for that it covers, zero to one."""


def reach_of(office: Office, agent: str, item: str) -> float:
    """Return the share that a programme in the agent's hands covers today; zero when it has none that holds.

    Where everything is carried out completely, nothing is left uncovered.
    """
    if not office.execution.unexecuted:
        return 1.0
    held = office.item(agent, item, None)
    return held.reach if isinstance(held, Programme) and held.last_day > office.now else 0.0


@dataclass(frozen=True)
class Standing:
    """That something is in good order until a day."""

    last_day: float


class HoldProgramme(Part):
    """Make a brief, check or control that holds for some days and covers what the work was good enough for."""

    kind: Literal["hold_programme"] = "hold_programme"
    item: str
    """Name under which it reaches those who work by it."""
    holds_days: Annotated[float, Ge(1), Le(1460), Unit("days"), Source("assumption")] = 120.0
    """Days for which it holds."""

    def draft(self, office: Office, work: Work) -> Programme:
        """Return what is covered and until when."""
        return Programme(office.now + self.holds_days, executed_share(office, work))

    def apply(self, office: Office, work: Work, draft: object) -> None:
        """Hand it to those who work by it."""
        if isinstance(draft, Programme):
            office.put_item(work, self.item, draft, work.duty.informs)
