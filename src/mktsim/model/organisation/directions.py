"""Directions: what a policy's phases ask of a piece of work, and what is passed on to those who carry a plan out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.model.organisation.intent import Intent
from mktsim.model.organisation.plan import Plan

if TYPE_CHECKING:
    from mktsim.inputs.phases import LeverChange
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.work import Work


@dataclass(frozen=True)
class ChangesInForce:
    """Changes of a lever in force, for those who carry it out."""

    changes: tuple[LeverChange, ...]


ADVERTISING_CHANGES = Plan("advertising_changes", ChangesInForce)
PROMOTION_CHANGES = Plan("promotion_changes", ChangesInForce)


def intent_of(office: Office, work: Work) -> Intent:
    """Return what the policy wants of a piece of work."""
    return office.intentions.of(work) if office.intentions else Intent(office.policy)


def released_share(office: Office) -> float:
    """Return the share of the budget's instalments that may be planned now."""
    return office.intentions.released if office.intentions else 1.0


def pass_on(office: Office, work: Work, key: Plan[ChangesInForce], lever: str) -> None:
    """Tell those who carry a lever's plan out what its phases change; nothing where the policy has none."""
    if office.intentions:
        office.put_plan(work, key, ChangesInForce(office.intentions.of(work).of(lever)), work.duty.informs)


def changes_known(office: Office, agent: str, key: Plan[ChangesInForce]) -> tuple[LeverChange, ...]:
    """Return the changes that have reached an agent."""
    held = office.plan(agent, key) if office.intentions else None
    return held.changes if held else ()
