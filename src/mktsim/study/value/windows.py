"""When a duty is neglected: always, or only while the baseline of the same replication is in a stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mktsim.inputs.study import Neglect
from mktsim.outcomes.stages import Dated
from mktsim.study.value.experiment import Bench

OVERALL = "overall"
WHOLE = (Neglect(duty="").from_week, Neglect(duty="").to_week)
"""Weeks of neglect that never ends."""
_YEAR = 52.0


@dataclass(frozen=True)
class Window:
    """Weeks of neglect by replication."""

    name: str
    """`overall`, or a stage."""
    weeks: Mapping[int, tuple[int, int]]
    """First week, and week after the last, by replication that has any."""
    looked_at: int
    """Replications in which it was looked for."""
    years: float
    """Mean length where it is reached, years."""


def overall(replications: int, horizon_weeks: int) -> Window:
    """Return the window that never ends."""
    return Window(OVERALL, dict.fromkeys(range(replications), WHOLE), replications, horizon_weeks / _YEAR)


def stage_windows(bench: Bench, replications: int) -> tuple[Window, ...]:
    """Return a window for each stage, in their order, also for those that no replication reaches."""
    found: dict[Dated, dict[int, tuple[int, int]]] = {stage: {} for stage in Dated}
    lengths: dict[Dated, list[float]] = {stage: [] for stage in Dated}
    looked_at = 0
    for replication in range(replications):
        weekly = bench.weekly(replication)
        if weekly is None:
            continue
        looked_at += 1
        true = weekly.series.column("stage_true")[: weekly.horizon]
        for stage in Dated:
            weeks = np.flatnonzero(true == stage)
            if weeks.size:
                first, last = int(weeks[0]), int(weeks[-1]) + 1
                whole = first == 0 and last == weekly.horizon
                found[stage][replication] = WHOLE if whole else (first, last)
                lengths[stage].append(weeks.size / _YEAR)
    return tuple(
        Window(stage.name.lower(), found[stage], looked_at, float(np.mean(lengths[stage])) if lengths[stage] else 0.0)
        for stage in Dated
    )
