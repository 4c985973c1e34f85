"""Work that holds for a while: in force until a day, and how completely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.model.organisation.office import Office

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
