"""Cells of a comparison: all arms as they are, and variants of them that explain the result."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mktsim.errors import InputError, Problem
from mktsim.inputs.cell import Execution, LuckSource
from mktsim.study.compare.effects import FEWEST_FOR_SHARES
from mktsim.study.compare.result import Unasked
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.cell import Planned
from mktsim.study.runs.planner import Planner, Variant, assumption_variant
from mktsim.study.runs.worth import Worth

LOSSES_FIRST = 2
"""Replications of losses that come before all else: a standard error needs two."""
ASSUMPTIONS_SHARE = 1.0 / 3.0
"""Share of the time that assumptions may take with a second replication."""
WORLD = 0
"""World that is explained: the first of the study."""
LADDER = (
    Variant("ideal execution", Execution(late=False, misinformed=False, unexecuted=False)),
    Variant("late only", Execution(late=True, misinformed=False, unexecuted=False)),
    Variant("late and misinformed", Execution(late=True, misinformed=True, unexecuted=False)),
)
"""Imperfections switched on one after the other; the last rung is the cell as it is."""
ALONE = tuple(Variant(f"{source} alone", silenced=frozenset(LuckSource) - {source}) for source in LuckSource)
"""One source of noise at a time, every other fixed at its expectation: a cell in which one source is fixed parts from
the cell as it is at the first decision that turns, and tells little about the source."""


LOOKS_SHARE, DOCUMENTS_SHARE = 0.7, 0.15
"""Shares of a limited time that looks may take, and that is kept for figures and report: assumptions."""


@dataclass(frozen=True)
class CompareOptions:
    """When a comparison stops, and how much is spent on explaining it."""

    why_seconds: float = 40.0
    """Time for the loss split, variance by source and assumptions; zero for none of them."""
    why_replications: int | None = None
    """Replications for these instead; None for as many as fit the time."""
    worth: Worth | None = None
    """Look while replications come in, and stop when the leader is told from every other arm or differs by less than
    this; None for all replications of the study, looked at once."""
    seconds: float | None = None
    """Time for all of it: no further look is begun that would not fit, and why is asked in what is left; None for as
    long as it takes. Intervals hold at every look, and so wherever time ends it."""

    def __post_init__(self) -> None:
        """Refuse a limit of time where all replications are asked for. Errors: InputError."""
        if self.worth is None and self.seconds is not None:
            message = (
                "a limit of time ends a comparison at a look, and --all looks once, after all: ask for one of them"
            )
            raise InputError((Problem("compare", 0, 0, "seconds", message),))

    @property
    def looking_seconds(self) -> float:
        """Time for the looks."""
        return math.inf if self.seconds is None else LOOKS_SHARE * self.seconds

    def why_left(self, spent: float) -> float:
        """Return the time left for why when so many seconds are spent."""
        if self.seconds is None:
            return self.why_seconds
        return min(self.why_seconds, max(0.0, (1.0 - DOCUMENTS_SHARE) * self.seconds - spent))


class ExplanationPlan:
    """Cells that explain why the leader leads, in the first world."""

    def __init__(self, planner: Planner, order: Sequence[int]) -> None:
        """Explain the arms of `planner` in their `order`, the best first."""
        self.planner = planner
        self.leader = order[0]
        self.rivals = tuple(order[:2])
        """Leader and runner-up."""
        resolved = planner.resolved
        scenario = resolved.worlds[WORLD].scenario
        self.ranges = tuple((path, low, high) for path, (low, high) in scenario.assumptions.items())
        self.ends = tuple(
            tuple(assumption_variant(scenario, path, end, resolved.file) for end in ends) for path, *ends in self.ranges
        )
        """Variants of the world with each assumption at its low and high end."""

    @property
    def worked(self) -> tuple[int, ...]:
        """Arms whose organisation is not instant: the others are ideal as they are."""
        return worked_arms(self.planner.resolved)

    def losses(self, replications: range) -> list[Planned]:
        """Cells of some replications that tell what execution costs."""
        return [self.cell(arm, variant, r) for r in replications for arm in self.worked for variant in LADDER]

    def noise(self, replications: range) -> list[Planned]:
        """Cells of some replications that tell sources of noise."""
        return [self.cell(self.leader, variant, r) for r in replications for variant in ALONE]

    def assumptions(self, replications: range) -> list[Planned]:
        """Cells of some replications that tell what assumptions do to the lead."""
        wanted = [(arm, variant) for arm in self.rivals for ends in self.ends for variant in ends]
        return [self.cell(arm, variant, r) for r in replications for arm, variant in wanted]

    def cell(self, arm: int, variant: Variant, replication: int) -> Planned:
        """Plan one cell of an arm, by its place."""
        return self.planner.cell(self.planner.resolved.arms[arm], WORLD, replication, variant)


def worked_arms(resolved: ResolvedStudy) -> tuple[int, ...]:
    """Places of the arms whose organisation takes time."""
    return tuple(place for place, arm in enumerate(resolved.arms) if not arm.arm.organisation.instant)


@dataclass(frozen=True)
class Counts:
    """A number for each question of an explanation: replications, or cells of one replication."""

    losses: int
    noise: int
    assumptions: int


def affordable(each: Counts, cells: int, most: int) -> Counts:
    """Return how many replications a number of cells allows, at most `most`; `each` are the cells of one.

    Questions are taken in their order, each with the fewest replications that say something, where that still fits. A
    second replication of the assumptions may take a third of all: their effects are differences of differences under
    the same noise, which few replications settle. What is left goes to losses and noise.
    """
    losses, left = _first(min(LOSSES_FIRST, most), each.losses, cells)
    noise, left = _first(min(FEWEST_FOR_SHARES, most), each.noise, left)
    assumptions, left = _first(1, each.assumptions, left)
    if assumptions and each.assumptions <= left and 2 * each.assumptions <= ASSUMPTIONS_SHARE * cells:
        assumptions, left = min(2, most), left - each.assumptions
    more = left // max((each.losses if losses else 0) + (each.noise if noise else 0), 1)
    return Counts(min(most, losses + more) if losses else 0, min(most, noise + more) if noise else 0, assumptions)


def _first(replications: int, each: int, left: int) -> tuple[int, int]:
    """Return replications that fit into what is left, all or none, and what is left then."""
    needed = replications * each
    return (replications, left - needed) if 0 < needed <= left else (0, left)


def unasked(each: Counts, found: Counts, cell_seconds: float, why_seconds: float) -> tuple[Unasked, ...]:
    """Return the questions that found no place in the time, and how much would do; a cell takes `cell_seconds`."""
    fewest = Counts(LOSSES_FIRST, FEWEST_FOR_SHARES, 1)
    rows = (
        ("what the organisation costs", each.losses, found.losses, fewest.losses),
        ("where the luck comes from", each.noise, found.noise, fewest.noise),
        ("what the assumptions do", each.assumptions, found.assumptions, fewest.assumptions),
    )
    used = each.losses * found.losses + each.noise * found.noise + each.assumptions * found.assumptions
    return tuple(
        Unasked(what, max(why_seconds, 0.0) + max(0.0, (used + few * cells) * cell_seconds - why_seconds))
        for what, cells, asked, few in rows
        if cells and not asked
    )
