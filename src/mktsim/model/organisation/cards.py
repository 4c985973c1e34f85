"""Duties compiled for one organisation: who, with whom, in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.inputs.duty import Duty, OnMessage
from mktsim.inputs.organisation import Approval
from mktsim.inputs.study import NeglectMode
from mktsim.kept import ByIdentity
from mktsim.model.organisation.mechanism import Mechanism

if TYPE_CHECKING:
    from mktsim.inputs.cell import ResolvedArm
    from mktsim.inputs.organisation import Organisation
    from mktsim.inputs.study import Neglect
    from mktsim.model.organisation.knowledge import Knowledge
    from mktsim.model.organisation.staffing import Pool, Staffing
    from mktsim.model.organisation.work import Work

STAGES = ("introduction", "growth", "maturity", "decline")
USUAL_PRIORITY = 5
_ORDERS: ByIdentity[list[Duty]] = ByIdentity(16)


class Card:
    """A duty as this organisation performs it."""

    __slots__ = (
        "approver",
        "chain",
        "duty",
        "effort_days",
        "id",
        "last_set_off",
        "mechanism",
        "meets",
        "neglect",
        "order",
        "owner",
        "plans",
        "pools",
        "priorities",
        "skill",
        "topics",
        "waiting",
        "waits_for_message",
    )

    def __init__(self, duty: Duty, chain: tuple[Approval, ...], neglect: tuple[Neglect, ...]) -> None:
        if not isinstance(duty.mechanism, Mechanism):
            raise TypeError(f"duty {duty.id}: {type(duty.mechanism).__name__} is no mechanism")
        self.duty = duty
        self.id = duty.id
        self.mechanism: Mechanism[object] = duty.mechanism
        """What its work does."""
        self.owner = duty.owner
        self.effort_days = duty.effort_days
        self.chain = chain
        """Who approves its plans, in order."""
        self.approver = chain[0].by if chain else ""
        self.neglect = tuple((n.from_week, n.to_week, n.mode) for n in neglect if n.duty == duty.id)
        self.priorities = tuple(duty.stage_priority.get(stage, USUAL_PRIORITY) for stage in STAGES)
        self.order = 0
        """Place among duties set off at the same moment."""
        self.meets = tuple(dict.fromkeys((duty.owner, *(name.partition(":")[0] for name in duty.joint))))
        """Agents who do it together, the owner first."""
        self.pools: tuple[Pool, ...] = ()
        self.skill = 1.0
        """Mean skill of the pools."""
        self.topics: tuple[str, ...] = ()
        """Topics needed."""
        self.plans: tuple[str, ...] = ()
        """Plans needed."""
        self.last_set_off = float("-inf")
        """Day on which it was last set off."""
        self.waits_for_message = isinstance(duty.trigger, OnMessage)
        """Whether a message sets it off and the calendar is only what it falls back on."""
        self.waiting: dict[str, Work] = {}
        """Work set off by a message and not yet begun, by subject."""

    def neglected(self, week: int) -> NeglectMode | None:
        """Return how the work of `week` is neglected; None when it is not."""
        for first, last, mode in self.neglect:
            if first <= week < last:
                return mode
        return None


def cards_of(arm: ResolvedArm, knowledge: Knowledge) -> dict[str, Card]:
    """Return the cards of an arm's duties in the order of the catalogue, without staff."""
    cards = {d.id: Card(d, _chain(d, arm.organisation), arm.neglect) for d in arm.duties}
    for place, duty in enumerate(_ORDERS.of((arm.duties,), lambda: _in_order_of_need(arm.duties))):
        cards[duty.id].order = place
    for card in cards.values():
        known = [knowledge.topic(name) is not None for name in card.duty.needs]
        card.topics = tuple(n for n, is_topic in zip(card.duty.needs, known, strict=True) if is_topic)
        card.plans = tuple(n for n, is_topic in zip(card.duty.needs, known, strict=True) if not is_topic)
    return cards


def _chain(duty: Duty, organisation: Organisation) -> tuple[Approval, ...]:
    """Return who approves a duty's plans: its own chain, else its approver, or the chain of who has to ask."""
    if duty.id in organisation.approvals:
        return organisation.approvals[duty.id]
    approver = organisation.approvers.get(duty.id, duty.approver)
    if not approver:
        return ()
    return organisation.approvals.get(duty.owner) or (Approval(by=approver),)


def staff_cards(cards: dict[str, Card], staffing: Staffing) -> None:
    """Give each card its pools; LookupError when the organisation lacks an agent."""
    for card in cards.values():
        pools = [staffing.pool(card.owner, card.duty.role)]
        for name in card.duty.joint:
            agent, _, role = name.partition(":")
            pool = staffing.pool(agent, role) if role else staffing.pool(agent)
            if pool not in pools:
                pools.append(pool)
        card.pools = tuple(pools)
        card.skill = sum(pool.skill for pool in pools) / len(pools)


def _in_order_of_need(duties: tuple[Duty, ...]) -> list[Duty]:
    """Return duties so that who gives comes before who needs; cycles are cut at the first row."""
    givers: dict[str, list[int]] = {}
    for place, duty in enumerate(duties):
        for name in duty.gives:
            givers.setdefault(name, []).append(place)
    before = [
        {g for name in duty.needs for g in givers.get(name, ()) if g != place} for place, duty in enumerate(duties)
    ]
    left = list(range(len(duties)))
    done: list[Duty] = []
    ready: set[int] = set()
    while left:
        place = next((p for p in left if before[p] <= ready), left[0])
        left.remove(place)
        ready.add(place)
        done.append(duties[place])
    return done
