"""The verdict in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mktsim.study.compare.ranking import Lead, Ranking
from mktsim.study.compare.result import Status, Verdict
from mktsim.study.runs.wording import Wording, amount, listed

_MOST_ADVISED = 1_000_000


@dataclass(frozen=True)
class Turns:
    """Who would lead if something were otherwise."""

    without_terminal: int
    """Leader without the terminal value."""
    ideal_order: tuple[int, ...] | None
    """Ranking under ideal execution; None where it was not run."""
    warnings: tuple[str, ...] = ()
    """Sentences on spending and the terminal value."""


def verdict(ranking: Ranking, wording: Wording, turns: Turns) -> Verdict:
    """Say which arm is best, or that it cannot be told, and what would turn it.

    The leader is called best when it differs from every other arm at the confidence asked for, Holm-adjusted over
    all pairs.
    """
    leader, names = ranking.order[0], wording.arms
    level = 1.0 - wording.confidence
    near = [lead for lead in ranking.leads if not (lead.p <= level and lead.interval.mean > 0.0)]
    status = Status.TIED if near else Status.BEST
    told = _tied(ranking, wording, near) if near else _best(ranking, wording)
    changed = turns.ideal_order is not None and turns.ideal_order != ranking.order
    sentences = [told]
    if turns.without_terminal != leader:
        sentences.append(f"Without the terminal value {names[turns.without_terminal]} would lead.")
    if turns.ideal_order is not None and changed:
        sentences.append(_organisation(ranking.order, turns.ideal_order, names))
    sentences += turns.warnings
    return Verdict(
        status=status,
        arm=names[leader],
        runner_up=names[ranking.order[1]] if len(ranking.order) > 1 else "",
        text=" ".join(sentences),
        without_terminal=names[turns.without_terminal],
        ranking_changed_by_organisation=changed,
    )


def _best(ranking: Ranking, wording: Wording) -> str:
    leader = ranking.order[0]
    numbers, name = ranking.arms[leader], wording.arms[leader]
    if not ranking.leads:
        return f"{name} is the only arm: {wording.metric} {amount(numbers.interval.mean, wording.unit)}."
    return (
        f"{name} is best: {_ahead(ranking.leads[0], wording)} over {ranking.replications} replications; "
        f"it is the best arm with probability {_share(numbers.p_best)}."
    )


def _tied(ranking: Ranking, wording: Wording, near: list[Lead]) -> str:
    leader = ranking.order[0]
    others = listed([wording.arms[lead.arm] for lead in near])
    return (
        f"{wording.arms[leader]} and {others} cannot be told apart with {ranking.replications} replications: "
        f"{_ahead(ranking.leads[0], wording)}; {wording.arms[leader]} is the best arm with probability "
        f"{_share(ranking.arms[leader].p_best)}.{_advice(ranking.leads[0], ranking.replications)}"
    )


def _ahead(lead: Lead, wording: Wording) -> str:
    unit, ends = wording.unit, lead.interval
    return (
        f"its {wording.metric} is {amount(ends.mean, unit)} better than that of {wording.arms[lead.arm]} "
        f"({wording.confidence:.0%} interval {amount(ends.low, unit)} to {amount(ends.high, unit)})"
    )


def _advice(lead: Lead, replications: int) -> str:
    """Say how many replications would show the lead if it is what it seems."""
    half = lead.interval.high - lead.interval.mean
    if lead.interval.mean <= 0.0 or half <= lead.interval.mean:
        return ""
    needed = replications * (half / lead.interval.mean) ** 2
    return f" If the lead is real, about {math.ceil(needed):,} would show it." if needed < _MOST_ADVISED else ""


def _organisation(order: tuple[int, ...], ideal: tuple[int, ...], names: tuple[str, ...]) -> str:
    if order[0] != ideal[0]:
        return f"The organisation changes the ranking: executed ideally, {names[ideal[0]]} would lead."
    return f"{names[order[0]]} would lead under ideal execution too, but the others would rank differently."


def _share(value: float) -> str:
    return "above 99%" if value > 0.99 else f"{value:.0%}"
