"""Look-ups in a comparison for figures, tables and the report: leader, units, stages."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.inputs.rules import Stage
from mktsim.present.numbers import Scale, p_value, percent, scale_for
from mktsim.present.words import label
from mktsim.study.compare.result import Status
from mktsim.study.compare.words import FEW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.outcomes.history import History
    from mktsim.study.compare.result import ArmResult, Comparison, Difference, Loss, SourceShare

TRUE_STAGE = "stage_true"
"""Column of the weekly series: true stage of the focal brand, dated after the run."""
CATEGORY_STAGE = "stage_category"
"""Column of the weekly series: true stage of the category."""
PERCEIVED_STAGE = "stage_perceived"
"""Column of the weekly series: planning's most probable stage; followed by a dot and a name, a department's."""
PLANNING = "planning"
_KNOWN = {"better": "better", "worse": "worse", "negligible": "too small to matter", "open": "not known"}
"""Decisions on a difference, in words."""
STAGE_NAMES = tuple(label(stage.name.lower()) for stage in Stage)


def unit_of(comparison: Comparison) -> str:
    """Return the unit of the metric, money by its currency."""
    return comparison.heading.currency if comparison.heading.unit == "money" else comparison.heading.unit


def chance_of_best(comparison: Comparison, arm: ArmResult) -> str:
    """Return the chance of an arm to be the best; nothing beside a tie, which it would contradict, or from few runs."""
    is_told = comparison.verdict.status is Status.BEST and comparison.replications >= FEW
    return percent(arm.p_best) if is_told else ""


def worlds_scale(comparison: Comparison) -> Scale:
    """Return the scale of means and differences of the worlds side by side."""
    arms = [arm for world in comparison.worlds for arm in world.arms]
    return scale_for([x for arm in arms for x in (arm.interval.mean, arm.regret)], unit_of(comparison))


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


def brand_stages(history: History) -> tuple[Span, ...]:
    """Return the spans of the brand's true stage from its first sale on: a product in development has none yet."""
    if TRUE_STAGE not in history.series.columns:
        return ()
    sold = np.cumsum(history.series.column("units")[: history.horizon]) > 0.0
    return spans(np.where(sold, history.series.column(TRUE_STAGE)[: history.horizon], np.nan))


def perceived_stages(history: History) -> tuple[tuple[str, tuple[Span, ...]], ...]:
    """Return (department, spans) of perceived stages, from the weekly series and, for others, from the log."""
    prefix = f"{PERCEIVED_STAGE}."
    found = {c.removeprefix(prefix): stage_column(history, c) for c in history.series.columns if c.startswith(prefix)}
    if PERCEIVED_STAGE in history.series.columns:
        found = {PLANNING: stage_column(history, PERCEIVED_STAGE)} | found
    logged = sorted({event.agent for event in history.log if event.kind == "stage"} - set(found))
    return tuple(found.items()) + tuple((agent, spans(_from_log(history, agent))) for agent in logged)


def _from_log(history: History, agent: str) -> NDArray[np.float64]:
    """Return a department's weekly perceived stage from its stage events, NaN before the first, shape (weeks,)."""
    stages = np.full(history.horizon, math.nan)
    by_name = {word: stage for stage in Stage for word in (stage.name.lower(), str(int(stage)))}
    for event in history.log:
        named = [by_name[word] for word in re.findall("[a-z]+|[0-9]+", event.detail.lower()) if word in by_name]
        if event.kind != "stage" or event.agent != agent or not named:
            continue
        week = max(int(event.day // 7), 0)
        if len(named) > 1 and not np.any(np.isfinite(stages)):
            stages[:week] = named[0]
        stages[week:] = named[-1]
    return stages


def arm_scale(comparison: Comparison) -> Scale:
    """Return the scale that all figures of the arms share, fine enough for the narrowest interval."""
    halves = [(a.interval.high - a.interval.low) / 2 for a in comparison.arms]
    narrowest = min((h for h in halves if h > 0), default=0.0)
    return scale_for([a.interval.mean for a in comparison.arms], unit_of(comparison), narrowest)


def losses(loss: Loss, scale: Scale) -> tuple[str, ...]:
    """Return the parts of a loss and the whole, with standard errors where they are known."""
    pairs = zip(loss.parts, loss.errors, strict=True)
    return tuple(scale.bare(x) + (f" ±{scale.bare(se)}" if math.isfinite(se) else "") for x, se in pairs)


def share_text(row: SourceShare) -> str:
    """Return the share of a source of noise, with its standard error where it is known."""
    return percent(row.share) + (f" ±{percent(row.error)}" if math.isfinite(row.error) else "")


def how_sure(difference: Difference) -> str:
    """Return how sure a difference is: what is known of it in a comparison in looks, else its p value."""
    return p_value(difference.p_holm) if difference.decision is None else _KNOWN[difference.decision]
