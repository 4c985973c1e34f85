"""What plots, tables and the report look up in a comparison: leader, units, stages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.model.world import Stage
from mktsim.present.words import label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.outcomes.history import History
    from mktsim.study.comparison import ArmResult, Comparison

TRUE_STAGE = "stage"
"""Column of the weekly series: true stage of the focal brand, dated after the run."""
CATEGORY_STAGE = "category_stage"
"""Column of the weekly series: true stage of the category."""
PERCEIVED_STAGE = "perceived_stage."
"""Columns of the weekly series, followed by the department: its most probable stage."""
STAGE_NAMES = tuple(label(stage.name.lower()) for stage in Stage)


def unit_of(comparison: Comparison) -> str:
    """Return the unit of the metric, money by its currency."""
    return comparison.currency if comparison.unit == "money" else comparison.unit


def leader_index(comparison: Comparison) -> int:
    """Return the place of the leading arm; the first when the verdict names none."""
    return _place(comparison, comparison.verdict.arm)


def runner_up_index(comparison: Comparison) -> int:
    """Return the place of the runner-up."""
    return _place(comparison, comparison.verdict.runner_up)


def _place(comparison: Comparison, name: str) -> int:
    names = [arm.name for arm in comparison.arms]
    return names.index(name) if name in names else 0


def leader_of(comparison: Comparison) -> ArmResult:
    """Return the leading arm."""
    return comparison.arms[leader_index(comparison)]


def example_of(comparison: Comparison, place: int) -> History | None:
    """Return the kept history of an arm; None without one."""
    return comparison.examples[place] if place < len(comparison.examples) else None


def horizon_of(comparison: Comparison) -> int | None:
    """Return the weeks that count; None when no history was kept."""
    return comparison.examples[0].horizon if comparison.examples else None


@dataclass(frozen=True)
class Span:
    """A stage that held from one week to another."""

    first: float
    """Week in which it began."""
    last: float
    """Week before which it ended."""
    stage: Stage


def spans(stages: NDArray[np.float64]) -> tuple[Span, ...]:
    """Return runs of the same stage of a weekly series, shape (weeks,); NaN is undated and left out."""
    found: list[Span] = []
    for week, value in enumerate(stages):
        if not math.isfinite(value):
            continue
        stage = Stage(int(value))
        if found and found[-1].stage == stage and found[-1].last == week:
            found[-1] = Span(found[-1].first, week + 1.0, stage)
        else:
            found.append(Span(float(week), week + 1.0, stage))
    return tuple(found)


def stage_column(history: History, column: str) -> tuple[Span, ...]:
    """Return the spans of one column of the weekly series; empty when it is not there."""
    if column not in history.series.columns:
        return ()
    return spans(history.series.column(column)[: history.horizon])


def perceived_stages(history: History) -> tuple[tuple[str, tuple[Span, ...]], ...]:
    """Return (department, spans) of perceived stages, from the weekly series or else from the log."""
    columns = [c for c in history.series.columns if c.startswith(PERCEIVED_STAGE)]
    if columns:
        return tuple((c.removeprefix(PERCEIVED_STAGE), stage_column(history, c)) for c in columns)
    agents = sorted({event.agent for event in history.log if event.kind == "stage"})
    return tuple((agent, spans(_from_log(history, agent))) for agent in agents)


def _from_log(history: History, agent: str) -> NDArray[np.float64]:
    """Return a department's weekly perceived stage from its stage events; introduction before the first."""
    stages = np.zeros(history.horizon)
    for event in history.log:
        words = event.detail.lower()
        named = [stage for stage in Stage if stage.name.lower() in words.split()]
        if event.kind == "stage" and event.agent == agent and named:
            stages[max(int(event.day // 7), 0) :] = named[-1]
    return stages
