"""Options of running cells; none of them moves a result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mktsim.study.runs.cell import Finished
    from mktsim.study.runs.cluster import Cluster
    from mktsim.study.runs.worker import Simulate


@dataclass(frozen=True)
class Progress:
    """How far a plan has come."""

    done: int
    """Cells stored, those of earlier calls included."""
    total: int
    """Cells planned."""
    failed: int
    """Cells of this call that failed."""
    seconds_left: float | None = None
    """At the pace of this call so far; None before its first cell."""
    finished: tuple[Finished, ...] = ()
    """Cells that were stored since the last report."""
    leader: str = ""
    """Who leads so far, in words, where somebody looks."""


def _silent(stage: str, progress: Progress) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class RunOptions:
    """How cells are run."""

    jobs: int = 1
    """Workers; one runs in this process."""
    fresh: bool = False
    """Whether stored results are thrown away first."""
    retry_failed: bool = False
    """Whether cells that failed before are run again."""
    on_progress: Callable[[str, Progress], None] = _silent
    """Called with the name of a stage after each cell, or each batch that a worker hands back."""
    simulate: Simulate | None = None
    """What runs a cell; None for the model."""
    cluster: Cluster | None = None
    """Cluster that runs cells instead of this machine."""

    def reporting(self, change: Callable[[Progress], Progress]) -> RunOptions:
        """Return options whose progress is changed before it is reported."""
        report = self.on_progress
        return replace(self, on_progress=lambda stage, progress: report(stage, change(progress)))
