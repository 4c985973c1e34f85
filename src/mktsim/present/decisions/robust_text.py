"""Robustness as plain text for the terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mktsim.present.numbers import Scale, percent, plain, scale_for
from mktsim.present.text import Row, grid
from mktsim.present.words import label

if TYPE_CHECKING:
    from mktsim.study.compare.result import Interval
    from mktsim.study.robust.run import Robust

_WIDTH = 100


def robust_text(robust: Robust) -> str:
    """Return what is said, the table of arms, and what stands under every table."""
    said = "\n".join("\n".join(textwrap.wrap(sentence, _WIDTH)) for sentence in robust.text)
    source = (
        f"{len(robust.worlds)} worlds x {robust.replications} replications, seed {robust.seed}, study "
        f"{robust.study_hash[:12]}, model {robust.model_hash[:12]}, mktsim {robust.version}, digest "
        f"{robust.digest[:12]}"
    )
    return f"{said}\n\n{_arms(robust)}\n\n{source}\n"


def _arms(robust: Robust) -> str:
    arms = robust.found.arms
    means = scale_for([arm.mean for arm in arms], robust.unit)
    regrets = scale_for([arm.worst_regret.high for arm in arms], robust.unit)
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
        f"{label(robust.metric)}, {means.label}; regret, {regrets.label} ({percent(robust.confidence)} intervals from "
        f"replications); good enough: at least {plain(robust.doubt.satisfied_with)}"
    )
    header = ("arm", "mean", "mean regret", "largest regret", "P(minimax)", "best in", "good enough in")
    return f"{title}\n{grid(header, rows)}"


def _with_ends(interval: Interval, scale: Scale) -> str:
    return f"{scale.bare(interval.mean)} ({scale.bare(interval.low)} … {scale.bare(interval.high)})"
