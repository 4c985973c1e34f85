"""Answer to a what-if question in two sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mktsim.outcomes.metrics.metric import Better
from mktsim.science.statistics.looks import Decision, LookInterval
from mktsim.study.compare.result import BridgeStep
from mktsim.study.question.stated_assumption import name_of
from mktsim.study.runs.wording import amount as amount_of
from mktsim.study.what_if.headlines import WORDS
from mktsim.study.what_if.result import Effect, Onset, Turn

_NEAR_NOTHING = 0.05
"""Steps of the bridge smaller than this share of the largest are not told."""


@dataclass(frozen=True)
class Told:
    """Figures that a sentence on one change is made of."""

    title: str
    effect: Effect
    decision: Decision
    confidence: float
    onset: Onset | None
    bridge: Sequence[BridgeStep]
    turn: Turn | None
    currency: str = ""
    """Of the steps of the bridge."""


def amount(value: float, unit: str) -> str:
    """Return a difference in words; of shares in percentage points.

    >>> amount(-0.0123, "share"), amount(-1_234_567.0, "USD")
    ('-1.23 percentage points', '-1.23 M USD')
    """
    return amount_of(100.0 * value, "percentage points") if unit == "share" else amount_of(value, unit)


def text_of(told: Told) -> str:
    """Return what the change does and when, and why and what would turn it."""
    second = " ".join(part for part in (_why(told), _turned(told)) if part)
    return f"{_what(told)}{_when(told.onset)}. {second}".strip()


def _what(told: Told) -> str:
    effect, found = told.effect, told.effect.difference
    if not math.isfinite(found.mean):
        return f"{told.title}: no replication is complete"
    sure = f"{told.confidence:.0%} interval at every look {span(found, effect.unit)}"
    counted = f"{found.replications} replications"
    if told.decision is Decision.NEGLIGIBLE:
        return f"{told.title} makes no difference worth acting on to {effect.words} ({sure}, {counted})"
    if told.decision is Decision.OPEN:
        moved = amount(found.mean, effect.unit)
        return f"Whether {told.title} helps or harms {effect.words} is not known: {moved} so far ({sure}, {counted})"
    more = "raises" if found.mean > 0 else "lowers"
    good = "" if effect.better is Better.NEITHER else _judged(told)
    return f"{told.title} {more} {effect.words} by {amount(abs(found.mean), effect.unit)} ({sure}, {counted}){good}"


def _judged(told: Told) -> str:
    gained = (told.effect.difference.mean > 0) == (told.effect.better is Better.HIGHER)
    return ", which is better" if gained else ", which is worse"


def span(found: LookInterval, unit: str) -> str:
    """Return the ends of an interval in words."""
    if not math.isfinite(found.low):
        return "not known yet"
    return f"{amount(found.low, unit)} to {amount(found.high, unit)}"


def _when(onset: Onset | None) -> str:
    if onset is None:
        return "; nothing that the organisation puts in force is another"
    lever = WORDS.get(onset.lever, onset.lever)
    late = onset.week - onset.decided_week
    after = f", {late:.0f} weeks after it was wanted" if late >= 1.0 else ""
    return f"; it shows in {lever} from week {onset.week:.0f} ({onset.date}) on{after}"


def _why(told: Told) -> str:
    """Return the steps that make most of the difference in net present value."""
    steps = sorted((step for step in told.bridge if step.amount), key=lambda step: -abs(step.amount))
    if not steps:
        return ""
    large = [step for step in steps[:3] if abs(step.amount) >= _NEAR_NOTHING * abs(steps[0].amount)]
    listed = ", ".join(
        f"{one.name} {'+' if one.amount > 0 else ''}{amount(one.amount, told.currency)}" for one in large
    )
    return f"Its net present value moves by {listed}."


def _turned(told: Told) -> str:
    turn = told.turn
    if turn is None:
        return ""
    there = amount(turn.difference, told.effect.unit)
    rests = f"an indication from {turn.replications} replications"
    at = f"{name_of(turn.path)} ({turn.path}) at {turn.value:g}"
    if turn.turns:
        return f"It would turn with {at}: {there} there ({rests})."
    looked, all_of = turn.looked_at
    if looked == 1 < all_of:
        return (
            f"There was time to try 1 of the {all_of} ends of the ranges of its assumptions, {at}, which does not turn "
            f"it: {there} there ({rests})."
        )
    tried = f"the {all_of} ends of the ranges of its assumptions"
    seen = (
        f"None of {tried} turns it" if looked == all_of else f"There was time to try {looked} of {tried}; none turns it"
    )
    return f"{seen}, and {at} moves it most, to {there} ({rests})."
