"""A robust decision analysis as JSON, text, table of worlds and figures; fields in docs/decisions.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.csv_text import csv_bytes
from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.registry import figures_of
from mktsim.present.figures.save import figures_in
from mktsim.present.json import View, heading_json, interval_json, number, view_of
from mktsim.present.layout import Row, grid, paragraphs, stamp
from mktsim.present.numbers import Scale, percent, plain, scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mktsim.study.robust.plan import BreakEven
    from mktsim.study.robust.regret import Split
    from mktsim.study.robust.result import Robustness
    from mktsim.study.runs.interval import Interval


def robust_json(robust: Robustness) -> View:
    """Return all that is said about robustness."""
    found, names = robust.regret, robust.arms
    return view_of(
        "robust",
        {
            **heading_json(robust.heading),
            "replications": robust.replications,
            "worlds": len(robust.worlds),
            "verdict": {
                "arm": names[found.leader],
                "runner_up": names[found.runner_up],
                "minimax": names[found.minimax],
                "fails": int(robust.fails.sum()),
                "text": list(robust.text),
            },
            "arms": _arms(robust),
            "variance": _variance(found.split),
            "information": interval_json(found.information),
            "where": _where(robust),
            "break_even": [_turn(turn) for turn in robust.break_evens],
            "failed": robust.failed,
            "digest": robust.digest,
            "seconds": number(robust.seconds),
        },
    )


def _arms(robust: Robustness) -> list[View]:
    return [
        {
            "name": name,
            "mean": number(arm.mean),
            "regret": interval_json(arm.regret),
            "worst_regret": interval_json(arm.worst_regret),
            "worst_world": robust.worlds[arm.worst_world],
            "p_minimax": number(arm.p_minimax),
            "satisficing": number(arm.satisficing),
            "satisficing_interval": [number(end) for end in arm.satisficing_ends],
            "best_share": number(arm.best_share),
        }
        for name, arm in zip(robust.arms, robust.regret.arms, strict=True)
    ]


def _variance(split: Split) -> View:
    return {
        "market": number(split.market),
        "luck": number(split.luck),
        "interplay": number(split.interaction),
        "se": number(split.se),
    }


def _turn(turn: BreakEven) -> View:
    return {
        "path": turn.path,
        "low": turn.low,
        "high": turn.high,
        "value": number(turn.value),
        "interval": None if turn.ends is None else [number(end) for end in turn.ends],
        "turning_share": number(turn.turning_share),
        "lead_low": number(turn.lead_low),
        "lead_high": number(turn.lead_high),
    }


def _where(robust: Robustness) -> list[View]:
    return [
        {
            "conditions": [
                {"path": one.parameter, "above" if one.is_above else "at_most": number(one.threshold)}
                for one in leaf.conditions
            ],
            "worlds": leaf.worlds,
            "failing": leaf.failing,
        }
        for leaf in robust.leaves
    ]


def write_robust(robust: Robustness, directory: Path) -> tuple[Path, ...]:
    """Write numbers, worlds and figures; return the paths. Files of an earlier call are replaced."""
    heads = [f"{what}.{name}" for what in ("mean", "regret", "regret_se") for name in robust.arms]
    files = (
        (directory / "robust.json", json_bytes(robust_json(robust))),
        (
            directory / "robust_worlds.csv",
            csv_bytes(("world", "weight", "fails", *robust.parameters, *heads), _worlds(robust)),
        ),
        *figures_in(directory, robust, figures_of("robust")),
    )
    return write_bytes(files, replace=True)


def _worlds(robust: Robustness) -> Iterator[tuple[object, ...]]:
    """Yield per world: weight, whether the leader fails, drawn parameters, mean and regret of each arm."""
    found, first = robust.regret, len(robust.worlds) - len(robust.values)
    for place, name in enumerate(robust.worlds):
        drawn = robust.values[place - first].tolist() if place >= first else [""] * len(robust.parameters)
        numbers = [*found.means[place], *found.regrets[place], *found.regret_se[place]]
        yield (name, robust.weights[place], int(robust.fails[place]), *drawn, *map(float, numbers))


def robust_text(robust: Robustness) -> str:
    """Return what is said, the table of arms, and what stands under every table."""
    said = paragraphs(robust.text)
    source = f"{len(robust.worlds)} worlds x {robust.replications} replications, {stamp(robust.heading, robust.digest)}"
    return f"{said}\n\n{_arms_text(robust)}\n\n{source}\n"


def _arms_text(robust: Robustness) -> str:
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
