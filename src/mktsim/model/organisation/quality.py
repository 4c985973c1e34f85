"""Quality of work: skill, process, information and effort."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.inputs.organisation import Work as Parameters
    from mktsim.model.organisation.cards import Card
    from mktsim.model.organisation.inbox import Inbox
    from mktsim.model.organisation.work import Work

MISSING_PLAN = 0.5
"""Accuracy of a plan that is needed and was never received (assumption: as good as a prior)."""
REDO = 0.5
"""Effort of doing work again, as a share of the first time."""


def information(card: Card, inbox: Inbox, now: float) -> float:
    """Return the geometric mean accuracy of what `card` needs and its owner holds on day `now`."""
    count = len(card.topics) + len(card.plans)
    if not count:
        return 1.0
    owner, product = card.owner, 1.0
    for topic in card.topics:
        product *= inbox.knowledge.accuracy(owner, topic, now)
    for plan in card.plans:
        if (owner, plan) not in inbox.items:
            product *= MISSING_PLAN
    return math.pow(product, 1.0 / count)


def quality(parameters: Parameters, card: Card, work: Work, process: float) -> float:
    """Return skill^a · process^b · I^c · (1 − exp(−k·spent/standard)), zero to one."""
    effort = 1.0 - math.exp(-parameters.effort_rate * (1.0 + REDO * work.attempt))
    found: float = (
        card.skill**parameters.skill_exponent
        * process**parameters.process_exponent
        * work.information**parameters.information_exponent
        * effort
    )
    return min(max(found, 0.0), 1.0)
