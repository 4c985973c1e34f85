"""Quality of work: skill, process, information and effort (MODEL.md 5)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mktsim.model.organisation.levels import EFFECTS, Level, multiple

if TYPE_CHECKING:
    from mktsim.inputs.organisation import Work as Parameters
    from mktsim.model.organisation.cards import Card
    from mktsim.model.organisation.inbox import Inbox
    from mktsim.model.organisation.levels import LevelBoard
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


def quality(parameters: Parameters, card: Card, work: Work, levels: LevelBoard) -> float:
    """Return skill^a · process^b · I^c · (1 − exp(−k·spent/standard)), zero to one."""
    effort = 1.0 - math.exp(-parameters.effort_rate * (1.0 + REDO * work.attempt))
    found: float = (
        card.skill**parameters.skill_exponent
        * levels.level(Level.PROCESS) ** parameters.process_exponent
        * work.information**parameters.information_exponent
        * effort
    )
    return min(max(found, 0.0), 1.0)


def chance_of_rework(parameters: Parameters, quality_now: float, levels: LevelBoard) -> float:
    """Return the chance that work has to be done again."""
    process = multiple(EFFECTS.rework, levels.level(Level.PROCESS))
    return parameters.rework_probability * (1.0 - quality_now) * process


def chance_of_weakness(quality_now: float, levels: LevelBoard) -> float:
    """Return the chance that a plan has an error."""
    return (1.0 - quality_now) * multiple(EFFECTS.refusal, levels.level(Level.ALIGNMENT))
