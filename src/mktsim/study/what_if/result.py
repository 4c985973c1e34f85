"""Result of a what-if question: paired differences to the status quo, when they came about, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from mktsim.outcomes.metrics.metric import Better
    from mktsim.science.statistics.looks import Decision, LookInterval
    from mktsim.study.compare.result import BridgeStep
    from mktsim.study.runs.heading import Heading


class Stop(StrEnum):
    """Why no more replications were run."""

    CLEAR = "clear"
    """Every change's difference is clear, or smaller than what it is worth."""
    TIME = "time"
    """The time given was over."""
    ALL = "all"
    """All replications asked for were run."""
    ASKED = "asked"
    """Whoever watched asked to stop."""
    RUNNING = "running"
    """It goes on: this is a look on the way."""


@dataclass(frozen=True)
class Effect:
    """Effect of a change on one metric."""

    metric: str
    words: str
    """Name as words inside a sentence."""
    unit: str
    """Unit, with the currency for money."""
    better: Better
    before: float
    """Mean of the status quo over the same replications."""
    difference: LookInterval
    """Paired: change less status quo; the interval holds at every look and for all changes together."""


@dataclass(frozen=True)
class Onset:
    """When a change came about."""

    lever: str
    """Lever in which it shows first."""
    decided_week: int
    """Week of the run in which it was first wanted."""
    week: float
    """Week of the run in which it first showed, mean over replications."""
    date: str
    """First day of that week."""


@dataclass(frozen=True)
class Turn:
    """An assumption under which the difference would be another."""

    path: str
    value: float
    """End of the assumption's range."""
    difference: float
    """Mean difference of the deciding metric there."""
    turns: bool
    """Whether its sign is another."""
    replications: int
    looked_at: tuple[int, int]
    """(ends of assumptions looked at, ends there are)."""


@dataclass(frozen=True)
class ChangeResult:
    """Result of one change."""

    name: str
    """Name of its arm."""
    title: str
    """The change in words."""
    decision: Decision
    """What can be said of the deciding metric."""
    effects: tuple[Effect, ...]
    """The deciding metric first, then the headline metrics."""
    onset: Onset | None
    """None where nothing that the organisation puts in force is another."""
    bridge: tuple[BridgeStep, ...]
    """The difference in net present value, regrouped; empty on the way."""
    turn: Turn | None
    """The assumption that moves it most; None where there was no time to look."""
    text: str
    """Two sentences: what it does and when, and why and what would turn it."""

    @property
    def effect(self) -> Effect:
        """The effect on the deciding metric."""
        return self.effects[0]


@dataclass(frozen=True)
class WhatIf:
    """The answer to a what-if question."""

    heading: Heading
    scenario: str
    replications: int
    """Complete replications that every figure rests on."""
    failed: int
    """Replications left out because a cell of them failed."""
    look: int
    """Number of the look, from 0."""
    looks: tuple[int, ...]
    """Replications at each look that the intervals allow for."""
    worth: float
    """Differences below this are not worth acting on, in units of the metric."""
    stop: Stop
    changes: tuple[ChangeResult, ...]
    study: Mapping[str, Any]
    """The study that gives the same numbers, as a file writes it."""
    seconds: float

    @property
    def text(self) -> str:
        """The answer in sentences."""
        return " ".join(change.text for change in self.changes)
