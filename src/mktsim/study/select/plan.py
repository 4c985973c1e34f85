"""Select the best arm: a pure plan, from the table of outcomes to the cells still needed or a verdict.

The plan keeps no state: it replays the table from its first row, so a study that was interrupted, or whose store
already holds more, comes to the same answer with the same cells. Screening is Kim-Nelson's, valid under common
random numbers; the error allowed to a pair is that of all arms, so that arms may be taken out of play at any time
because they break a chance constraint without touching the guarantee.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import InputError, Problem
from mktsim.inputs.study import ChanceLimit
from mktsim.outcomes.metrics.table import metric_named
from mktsim.science.statistics import kim_nelson
from mktsim.science.statistics.kim_nelson import KimNelson, Screening
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.claims import Claim, Grounds, may
from mktsim.study.runs.wording import amount
from mktsim.study.select.chance_constraints import Keeping, Kept, Limit, kept, worst
from mktsim.study.select.selection_confidence import ArmLead, Evidence, evidence

Floats = NDArray[np.float64]


class SelectStatus(StrEnum):
    """Conclusion that a selection allows."""

    SELECTED = "selected"
    TIED = "tied within delta"
    BUDGET_OUT = "budget out"
    ESTIMATED = "no guarantee"
    NONE_FEASIBLE = "no arm keeps the limits"


@dataclass(frozen=True)
class SelectionOptions:
    """Options of a selection; its chance constraints are those of the study."""

    delta: float
    """Smallest difference worth acting on, in units of the metric."""
    budget: int | None = None
    """Cells of a fixed budget, allocated by OCBA without guarantee; None for the procedure with its guarantee."""
    first_stage: int = 20
    batch: int = 8
    most: int = 2000
    """Replications of an arm after which the search gives up."""
    first: int = 0
    """Number of the first replication: one that nothing was tuned on, where something was."""


@dataclass(frozen=True)
class SelectionParameters:
    """Parameters of a selection procedure."""

    delta: float
    """Smallest difference worth acting on, in units of the metric, above 0."""
    alpha: float = 0.05
    """Accepted probability of a wrong selection."""
    first_stage: int = 20
    """Replications of every arm before the first look: with fewer than 10 its variances say little: assumption."""
    batch: int = 8
    """Replications between looks; more only wastes some, fewer keeps workers waiting."""
    most: int = 2000
    """Replications of an arm after which the search ends without an answer."""
    limits: tuple[Limit, ...] = ()
    """Chance constraints that the selected arm must keep."""

    @property
    def selection_alpha(self) -> float:
        """Error left to the comparison of arms: half of it goes to the limits where there are any."""
        return self.alpha / 2.0 if self.limits else self.alpha

    def limit_alpha(self, arms: int) -> float:
        """Error allowed to one statement on one arm and one limit."""
        return self.alpha / (2.0 * arms * max(1, len(self.limits)))


def fewest_cells(arms: int) -> int:
    """Smallest budget that allows OCBA's first stage."""
    return 10 * arms


def parameters_of(resolved: ResolvedStudy, asked: SelectionOptions) -> SelectionParameters:
    """Return the parameters of the plan. Errors: InputError for a delta, budget or cap that is out of range."""
    arms, worlds = len(resolved.arms), len(resolved.worlds)
    fewest = fewest_cells(arms) * worlds
    wrong = []
    if not (math.isfinite(asked.delta) and asked.delta > 0.0):
        wrong.append(("delta", f"must be above 0, got {asked.delta:g}"))
    if asked.budget is not None and asked.budget < fewest:
        told = f"must be at least {fewest} cells for {arms} arms in {worlds} worlds, got {asked.budget}"
        wrong.append(("budget", told))
    if asked.most < asked.first_stage:
        wrong.append(("most", f"must be at least the first stage of {asked.first_stage} replications"))
    if wrong:
        raise InputError(tuple(Problem("select", 0, 0, name, text) for name, text in wrong))
    return SelectionParameters(
        delta=asked.delta,
        alpha=1.0 - resolved.study.confidence,
        first_stage=asked.first_stage,
        batch=asked.batch,
        most=asked.most,
        limits=tuple(_limit(limit, resolved.scenario.money.currency) for limit in resolved.study.require),
    )


def _limit(limit: ChanceLimit, currency: str) -> Limit:
    unit = metric_named(limit.metric).unit_in(currency)
    side, value = ("below", limit.below) if limit.below is not None else ("above", limit.above)
    name = f"probability of {limit.metric} {side} {amount(value or 0.0, unit)}"
    return Limit(name, limit.at_most, limit.tolerance)


@dataclass(frozen=True, eq=False)
class OutcomeTable:
    """Outcomes as far as they were run; replications in which an arm failed are left out for all."""

    good: Floats
    """The metric, larger is better, shape (replications, arms); NaN where not run."""
    breaches: Floats
    """Share of worlds in which each limit was broken, shape (limits, replications, arms); NaN where not run."""
    replications: NDArray[np.int64]
    """Number of each row, rising, shape (replications,)."""
    following: int
    """Number of the first replication that was not looked at yet."""

    def number(self, row: int) -> int:
        """Return the replication that stands, or will stand, in a row."""
        have = self.replications.size
        return int(self.replications[row]) if row < have else self.following + row - have


@dataclass(frozen=True)
class CellsNeeded:
    """Cells that are needed before more can be said."""

    cells: tuple[tuple[int, int], ...]
    """(arm, replication)."""


@dataclass(frozen=True)
class Selected:
    """The answer of a selection."""

    status: SelectStatus
    arm: int | None
    """The arm of choice; None when none keeps the limits."""
    tied: tuple[int, ...]
    """Arms that cannot be told from it and are within delta of it."""
    evidence: Evidence | None
    used: tuple[int, ...]
    """Replications of each arm that the answer rests on."""
    keeping: tuple[tuple[Kept, ...], ...] = field(default=())
    """For each arm what is known of each limit."""
    at_most: int = 0
    """Replications after which the screening was certain to end, as known after the first stage."""


Step = CellsNeeded | Selected


def plan(table: OutcomeTable, asked: SelectionParameters) -> Step:
    """Say which cells are needed next, or which arm is selected.

    Selected: no other arm is better by delta or more, with probability 1 - alpha (Kim & Nelson 2001), and it keeps
    every limit. Tied: so too, and another arm cannot be told from it. Budget out: the cap on replications was met.
    """
    arms = table.good.shape[1]
    keeping = _keeping(table, asked)
    playing = [arm for arm in range(arms) if worst(keeping[arm]) is not Keeping.BREAKS]
    counts = tuple(_leading(table.good[:, arm]) for arm in range(arms))
    if not playing:
        return Selected(SelectStatus.NONE_FEASIBLE, None, (), None, counts, keeping)
    screening = _screened(table, asked, playing)
    used = _used(screening, playing, counts)
    if screening.selected is None:
        alive = [playing[i] for i in screening.survivors]
        if screening.needed > asked.most:
            found = _Found(alive[_leader(table, alive)], playing, used, keeping, screening.most)
            return _answer(table, asked, found, SelectStatus.BUDGET_OUT)
        return _wanted(table, alive, screening.needed)
    chosen = playing[screening.selected]
    found = _Found(chosen, playing, used, keeping, screening.most)
    if worst(keeping[chosen]) is Keeping.MEETS:
        return _answer(table, asked, found, SelectStatus.SELECTED)
    rows = counts[chosen] + asked.batch
    if rows > asked.most:
        return _answer(table, asked, found, SelectStatus.BUDGET_OUT)
    return _wanted(table, [chosen], rows)


@dataclass(frozen=True)
class _Found:
    """An arm of choice with what it was found by."""

    chosen: int
    playing: list[int]
    used: tuple[int, ...]
    keeping: tuple[tuple[Kept, ...], ...]
    most: int


def _answer(table: OutcomeTable, asked: SelectionParameters, found: _Found, status: SelectStatus) -> Selected:
    shown = np.where(np.arange(len(table.good))[:, None] < np.array(found.used), table.good, np.nan)
    known = evidence(shown, found.chosen, found.playing, asked.delta, 1.0 - asked.alpha)
    tied: tuple[int, ...] = ()
    if status is SelectStatus.SELECTED:
        sure = 1.0 - asked.alpha
        keeps = [lead for lead in known.leads if worst(found.keeping[lead.arm]) is Keeping.MEETS]
        within = [lead for lead in keeps if lead.p_within >= sure]
        is_apart = may(Claim.APART, Grounds(tuple(lead.interval for lead in known.leads), asked.delta))
        alike = within if len(within) == len(known.leads) and not is_apart else within_reach(within)
        tied = tuple(lead.arm for lead in alike)
        status = SelectStatus.TIED if tied else status
    return Selected(status, found.chosen, tied, known, found.used, found.keeping, found.most)


def within_reach(leads: Sequence[ArmLead]) -> list[ArmLead]:
    """Return the arms that cannot be told from the chosen one."""
    return [lead for lead in leads if lead.interval.low <= 0.0]


def _screened(table: OutcomeTable, asked: SelectionParameters, playing: list[int]) -> Screening:
    """Screen the arms in play with the error that a pair has among all arms."""
    arms = table.good.shape[1]
    share = max(len(playing) - 1, 1) / max(arms - 1, 1)
    settings = KimNelson(
        delta=asked.delta,
        alpha=asked.selection_alpha * share,
        first_stage=asked.first_stage,
        batch=asked.batch,
    )
    good = table.good[:, playing] if len(table.good) else np.full((1, len(playing)), np.nan)
    return kim_nelson.screen(good, settings)


def _keeping(table: OutcomeTable, asked: SelectionParameters) -> tuple[tuple[Kept, ...], ...]:
    arms = table.good.shape[1]
    alpha = asked.limit_alpha(arms)
    return tuple(
        tuple(
            kept(limit, table.breaches[place, : _leading(table.good[:, arm]), arm], alpha)
            for place, limit in enumerate(asked.limits)
        )
        for arm in range(arms)
    )


def _used(screening: Screening, playing: list[int], counts: tuple[int, ...]) -> tuple[int, ...]:
    """Replications that the answer rests on: those looked at while an arm was in play, all of the others'."""
    used = list(counts)
    for place, arm in enumerate(playing):
        seen = screening.fell_at[place] or screening.replications
        used[arm] = min(seen, counts[arm]) if seen else counts[arm]
    return tuple(used)


def _wanted(table: OutcomeTable, arms: list[int], rows: int) -> CellsNeeded:
    """Cells of some arms up to a number of rows that are not there yet."""
    have = table.replications.size
    return CellsNeeded(
        tuple(
            (arm, table.number(row))
            for row in range(rows)
            for arm in arms
            if row >= have or np.isnan(table.good[row, arm])
        )
    )


def _leader(table: OutcomeTable, alive: list[int]) -> int:
    """Place of the arm with the highest mean over the rows that all of them have."""
    rows = min(_leading(table.good[:, arm]) for arm in alive)
    return int(np.argmax(table.good[:rows, alive].mean(axis=0)))


def _leading(column: Floats) -> int:
    """Rows before the first that was not run."""
    missing = np.flatnonzero(np.isnan(column))
    return int(missing[0]) if missing.size else int(column.size)
