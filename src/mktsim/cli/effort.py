"""How much is asked of a procedure: what it will cost is said before it starts, and a time limit makes it smaller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Generic, TypeVar

import typer

from mktsim.cli.options import Where
from mktsim.cli.terminal import duration, tell

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.question.resolve import ResolvedStudy
    from mktsim.study.runs.options import RunOptions
    from mktsim.study.runs.pace import Pace

A = TypeVar("A")
QUICK_SECONDS = 60.0
"""Time in which --quick answers."""
Seconds = Annotated[
    float | None,
    typer.Option(min=1, help="Time for all of it: less is asked, and intervals are wider, where it is short."),
]
Quick = Annotated[
    bool, typer.Option("--quick", help="Answer in about a minute, or the least that answers: as --seconds 60.")
]
Share = Annotated[
    float | None,
    typer.Option("--share", min=0.01, max=1, help="Share of the worlds, replications and trials to run.", hidden=True),
]


@dataclass(frozen=True)
class Limits:
    """What limits how much is asked."""

    seconds: float | None = None
    quick: bool = False
    share: float | None = None

    @property
    def allowed(self) -> float | None:
        """Return the time that was given; None for as long as it takes."""
        return min(self.seconds or QUICK_SECONDS, QUICK_SECONDS) if self.quick else self.seconds


@dataclass(frozen=True)
class Sizing(Generic[A]):
    """How a procedure is made smaller, and what it costs."""

    asked: A
    cells: Callable[[ResolvedStudy, A], int]
    """Cells that it takes, about."""
    scaled: Callable[[A, float], A]
    """What is left of it at a share."""
    first: int = 0
    """Replication that it begins with."""
    at_most: bool = False
    """Whether that many cells are its limit, because it stops as soon as it knows enough."""
    surely: Callable[[ResolvedStudy, A], int] | None = None
    """Cells that it runs at any rate, where that many are its limit: what its progress counts towards."""
    openings: Callable[[ResolvedStudy, A], int] | None = None
    """Pairs of world and replication that it opens, about; None where every cell is counted as one."""
    fixed: float = 0.0
    """Seconds of one core that it takes beside its cells: its figures and documents."""

    def at(self, share: float) -> A:
        """Return what is left of it at a share."""
        return self.scaled(self.asked, share) if share < 1.0 else self.asked


@dataclass(frozen=True)
class Sized(Generic[A]):
    """What is asked in the end."""

    asked: A
    share: float
    cells: int
    """Cells that it will run, about; 0 where all that is known is a limit, which progress cannot count towards."""


@dataclass(frozen=True)
class _Cost:
    """What a size takes on this machine."""

    cells: int
    openings: int
    pace: Pace
    jobs: int
    fixed: float
    at_most: bool = False

    @property
    def seconds(self) -> float:
        from mktsim.study.runs.size import seconds_for

        return self.fixed + seconds_for(self._work, self.jobs)

    @property
    def _work(self) -> float:
        return self.cells * self.pace.cell + self.openings * self.pace.opening

    def words(self, limits: Limits, least: float) -> str:
        """Say it, and what a limit of time would do; the least that answers takes so many seconds."""
        on = f"{self.jobs} core{'' if self.jobs == 1 else 's'}"
        near = "at most" if self.at_most else "about"
        each = self._work / max(self.cells, 1)
        told = f"{near} {self.cells:,} cells, {duration(self.seconds)} on {on} ({each:.2g} s a cell)"
        allowed = limits.allowed
        if allowed is not None and self.seconds > allowed:
            return f"{told}: the least that answers, which is more than the {duration(allowed)} given"
        if allowed is None and limits.share is None and self.seconds > 2.0 * QUICK_SECONDS:
            quick = "a minute" if least <= QUICK_SECONDS else f"{duration(least)}, the least it takes"
            return f"{told}; --quick answers in {quick}, with wider intervals, --seconds N in the time you have"
        return f"{told}; what is stored is not run again"


def sized(sizing: Sizing[A], resolved: ResolvedStudy, directory: Path, options: RunOptions, limits: Limits) -> Sized[A]:
    """Say what a call will cost, and make it as small as its time asks. Errors: as the cells that show the pace."""
    from mktsim.study.runs.pace import pace_of
    from mktsim.study.runs.size import SHARES, share_within

    jobs = options.jobs if options.cluster is None else 1
    pace = pace_of(resolved, directory, options, sizing.first, apart=sizing.openings is not None)

    def cost(share: float) -> _Cost:
        asked = sizing.at(share)
        openings = 0 if sizing.openings is None else sizing.openings(resolved, asked)
        return _Cost(sizing.cells(resolved, asked), openings, pace, jobs, sizing.fixed, sizing.at_most)

    share = limits.share or 1.0
    if limits.allowed is not None and limits.share is None:
        share = share_within(limits.allowed, lambda part: cost(part).seconds)
    found = cost(share)
    tell(found.words(limits, cost(SHARES[-1]).seconds))
    asked = sizing.at(share)
    surely = 0 if sizing.surely is None else sizing.surely(resolved, asked)
    return Sized(asked, share, surely if sizing.at_most else found.cells)


def kept(where: Where, share: float) -> Where:
    """Return where the call is kept with the share that was chosen, so that whoever takes it up asks the same."""
    if where.call is None or share >= 1.0:
        return where
    options = {name: value for name, value in where.call.options.items() if name not in {"seconds", "quick"}}
    return replace(where, call=replace(where.call, options={**options, "share": share}))
