"""The verdict in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mktsim.study.compare.ranking import Lead, Ranking
from mktsim.study.compare.result import Design, Status, Verdict
from mktsim.study.runs.wording import Wording, amount, listed

_MOST_ADVISED = 1_000_000
FEW = 8
"""Replications below which nothing is said about chances of being best: assumption."""
FIXED = Design()
"""Looked at once, after all replications."""


@dataclass(frozen=True)
class Turns:
    """Who would lead if something were otherwise."""

    without_terminal: int
    """Leader without the terminal value."""
    ideal_order: tuple[int, ...] | None
    """Ranking under ideal execution; None where it was not run."""
    warnings: tuple[str, ...] = ()
    """Sentences on spending and the terminal value."""
    worlds: str = ""
    """Who leads in which world, before what holds on average; empty for a single world."""


def verdict(ranking: Ranking, wording: Wording, turns: Turns, design: Design = FIXED) -> Verdict:
    """Say which arm is best, or that it cannot be told, and what would turn it.

    The leader is called best when it differs from every other arm at the confidence asked for: Holm-adjusted over all
    pairs where it was looked once, by intervals that hold at every look in a comparison in looks.
    """
    leader, names = ranking.order[0], wording.arms
    near = [lead for lead in ranking.leads if not lead.is_told(wording.confidence)]
    status = _status(near, design)
    without = turns.without_terminal
    terminal = "" if without == leader else f"Without the terminal value {names[without]} would lead."
    is_changed = turns.ideal_order is not None and turns.ideal_order != ranking.order
    organisation = _organisation(ranking.order, turns.ideal_order, names) if turns.ideal_order and is_changed else ""
    told = _WORDS[status](_Found(ranking, design, near), wording)
    return Verdict(
        status=status,
        arm=names[leader],
        runner_up=names[ranking.order[1]] if len(ranking.order) > 1 else "",
        text=" ".join(one for one in (turns.worlds, told, terminal, organisation, *turns.warnings) if one),
        without_terminal=names[without],
        ranking_changed_by_organisation=is_changed,
        organisation=organisation,
    )


@dataclass(frozen=True)
class _Found:
    """Figures that sentences on the leader are made from."""

    ranking: Ranking
    design: Design
    near: list[Lead]
    """Over arms that it is not surely better than."""

    @property
    def runs(self) -> str:
        """Replications used, and how many it might have been."""
        count, design = self.ranking.replications, self.design
        early = design.in_looks and design.stopped < design.planned
        return f"{count} of up to {design.planned} replications" if early else f"{count} replications"


def _status(near: list[Lead], design: Design) -> Status:
    if not near:
        return Status.BEST
    return Status.ALIKE if design.sure else Status.TIED


def _best(found: _Found, wording: Wording) -> str:
    ranking = found.ranking
    leader = ranking.order[0]
    numbers, name = ranking.arms[leader], wording.arms[leader]
    if not ranking.leads:
        return f"{name} is the only arm: {wording.metric} {amount(numbers.interval.mean, wording.unit)}."
    chance = _chance(found, numbers.p_best)
    return f"{name} is best: {_ahead(found, wording)} over {found.runs}{chance}."


def _alike(found: _Found, wording: Wording) -> str:
    name, others = wording.arms[found.ranking.order[0]], listed([wording.arms[lead.arm] for lead in found.near])
    worth = amount(found.design.worth, wording.unit)
    return (
        f"{name} and {others} differ by less than is worth acting on ({worth}), as {found.runs} show: "
        f"{_ahead(found, wording)}. Any of them will do."
    )


def _tied(found: _Found, wording: Wording) -> str:
    ranking = found.ranking
    name, others = wording.arms[ranking.order[0]], listed([wording.arms[lead.arm] for lead in found.near])
    return (
        f"{name} and {others} cannot be told apart with {ranking.replications} replications: "
        f"{_ahead(found, wording, name)}.{_behind(found, wording)}"
        f"{_advice(ranking.leads[0], ranking.replications)}"
    )


_WORDS = {Status.BEST: _best, Status.ALIKE: _alike, Status.TIED: _tied}


def _behind(found: _Found, wording: Wording) -> str:
    """Say which arms are surely worse than the leader, beside those that are not."""
    names = [wording.arms[lead.arm] for lead in found.ranking.leads if lead not in found.near]
    return f" {listed(names)} {'is' if len(names) == 1 else 'are'} surely worse." if names else ""


def _chance(found: _Found, p_best: float) -> str:
    """Return the chance of being best; nothing where replications are few; never said of a tie."""
    return f"; it is the best arm with probability {_share(p_best)}" if found.ranking.replications >= FEW else ""


def _ahead(found: _Found, wording: Wording, name: str = "") -> str:
    """Say by how much the leader leads, named where "it" could be another."""
    whose = f"the {wording.metric} of {name}" if name else f"its {wording.metric}"
    lead, unit = found.ranking.leads[0], wording.unit
    ends, watched = lead.interval, ", valid at every look" if found.design.in_looks else ""
    return (
        f"{whose} is {amount(ends.mean, unit)} better than that of {wording.arms[lead.arm]} "
        f"({wording.confidence:.0%} interval {amount(ends.low, unit)} to {amount(ends.high, unit)}{watched})"
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
