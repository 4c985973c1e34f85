"""Robustness as plain text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.layout import Row, grid, paragraphs, stamp
from mktsim.present.numbers import Scale, percent, plain, scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from mktsim.study.robust.result import Robustness
    from mktsim.study.runs.interval import Interval


def robust_text(robust: Robustness) -> str:
    """Return what is said, the table of arms, and what stands under every table."""
    said = paragraphs(robust.text)
    source = f"{len(robust.worlds)} worlds x {robust.replications} replications, {stamp(robust.heading, robust.digest)}"
    return f"{said}\n\n{_arms(robust)}\n\n{source}\n"


def _arms(robust: Robustness) -> str:
    arms = robust.regret.arms
    means = scale_for([arm.mean for arm in arms], robust.heading.unit)
    regrets = scale_for([arm.worst_regret.high for arm in arms], robust.heading.unit)
    rows: list[Row] = [
        (
            name,
            means.bare(arm.mean),
            _with_ends(arm.regret, regrets),
            _with_ends(arm.worst_regret, regrets),
            percent(arm.p_minimax),
            percent(arm.best_share),
            f"{percent(arm.satisficing)} ({percent(arm.satisficing_ends[0])} … {percent(arm.satisficing_ends[1])})",
        )
        for name, arm in zip(robust.arms, arms, strict=True)
    ]
    title = (
        f"{label(robust.heading.metric)}, {means.label}; regret, {regrets.label} "
        f"({percent(robust.heading.confidence)} intervals from replications); "
        f"good enough: at least {plain(robust.asked.satisfied_with)}"
    )
    header = ("arm", "mean", "mean regret", "largest regret", "P(minimax)", "best in", "good enough in")
    return f"{title}\n{grid(header, rows)}"


def _with_ends(interval: Interval, scale: Scale) -> str:
    return f"{scale.bare(interval.mean)} ({scale.bare(interval.low)} … {scale.bare(interval.high)})"
