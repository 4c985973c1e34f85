"""A robust decision analysis as JSON, text, table of worlds and figures; fields in docs/decisions.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.csv_text import csv_bytes
from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.registry import figures_of
from mktsim.present.figures.save import figures_in
from mktsim.present.json import View, floor_json, heading_json, interval_json, number, stated_json, view_of
from mktsim.present.layout import Row, grid, paragraph, paragraphs, stamp, with_ends
from mktsim.present.numbers import percent, plain, scale_for
from mktsim.present.words import label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mktsim.study.robust.plan import BreakEven
    from mktsim.study.robust.prim import FailureBox
    from mktsim.study.robust.regret import ArmRobustness, Split
    from mktsim.study.robust.result import Robustness
    from mktsim.study.robust.scenario_discovery import Condition


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
            "placebo": floor_json(robust.floor),
            "box": None if robust.box is None else _box(robust.box),
            "where": _tree(robust),
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
            **interval_json(arm.mean),
            "behind": None if arm.behind is None else interval_json(arm.behind),
            "regret": interval_json(arm.regret),
            "worst_regret": interval_json(arm.worst_regret),
            "worst_world": robust.worlds[arm.worst_world],
            "p_minimax": number(arm.p_minimax),
            "satisficing": number(arm.satisficing),
            "satisficing_interval": [number(end) for end in arm.satisficing_ends],
            "best_share": number(arm.best_share),
            "best_share_interval": [number(end) for end in arm.best_ends],
        }
        for name, arm in zip(robust.arms, robust.regret.arms, strict=True)
    ]


def _variance(split: Split) -> View:
    return {"market": number(split.market), "luck": number(split.luck), "interplay": number(split.interaction)}


def _turn(turn: BreakEven) -> View:
    return {
        **stated_json(turn.stated),
        "over": turn.over,
        "value": number(turn.value),
        "from_today": None if turn.value is None else turn.stated.from_today(turn.value),
        "interval": [number(turn.low), number(turn.high)],
        "lead_low": number(turn.lead_low.mean),
        "lead_high": number(turn.lead_high.mean),
        "lead_intervals": [[number(one.low), number(one.high)] for one in (turn.lead_low, turn.lead_high)],
        "replications": turn.replications,
    }


def _box(box: FailureBox) -> View:
    return {
        "conditions": [{**_condition(one.condition), "quasi_p": number(one.quasi_p)} for one in box.bounds],
        "worlds": box.worlds,
        "failing": box.failing,
        "coverage": number(box.coverage),
        "density": number(box.density),
        "p": number(box.p),
    }


def _condition(one: Condition) -> View:
    return {"path": one.parameter, "above" if one.is_above else "at_most": number(one.threshold)}


def _tree(robust: Robustness) -> list[View]:
    return [
        {
            "conditions": [_condition(one) for one in leaf.conditions],
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
            csv_bytes(("world", "weight", "fails", "surely", *robust.parameters, *heads), _worlds(robust)),
        ),
        *figures_in(directory, robust, figures_of("robust")),
    )
    return write_bytes(files, replace=True)


def _worlds(robust: Robustness) -> Iterator[tuple[object, ...]]:
    """Yield per world: weight, whether the leader fails, and surely so, drawn parameters, mean and regret of arms."""
    found, first = robust.regret, len(robust.worlds) - len(robust.values)
    for place, name in enumerate(robust.worlds):
        drawn = robust.values[place - first].tolist() if place >= first else [""] * len(robust.parameters)
        numbers = [*found.means[place], *found.regrets[place], *found.regret_se[place]]
        flags = (int(robust.fails[place]), int(robust.surely[place]))
        yield (name, robust.weights[place], *flags, *drawn, *map(float, numbers))


def robust_text(robust: Robustness) -> str:
    """Return what is said, the tables of arms and of assumptions, and what stands under every table."""
    said = paragraphs(robust.text)
    source = f"{len(robust.worlds)} worlds x {robust.replications} replications, {stamp(robust.heading, robust.digest)}"
    tables = [_arms_text(robust), *([turning_text(robust)] if robust.break_evens else [])]
    return "\n\n".join((said, *tables, source)) + "\n"


def _arms_text(robust: Robustness) -> str:
    arms = robust.regret.arms
    means = scale_for([arm.mean.mean for arm in arms], robust.heading.unit)
    losses = scale_for([mean for arm in arms for mean in _losses(arm)], robust.heading.unit)
    rows: list[Row] = [
        (
            name,
            means.bare(arm.mean.mean),
            "leads" if arm.behind is None else with_ends(arm.behind, losses),
            with_ends(arm.regret, losses),
            losses.bare(arm.worst_regret.mean),
            f"{percent(arm.best_share)} ({percent(arm.best_ends[0])} … {percent(arm.best_ends[1])})",
            f"{percent(arm.satisficing)} ({percent(arm.satisficing_ends[0])} … {percent(arm.satisficing_ends[1])})",
        )
        for name, arm in zip(robust.arms, arms, strict=True)
    ]
    sure = percent(robust.heading.confidence)
    held = "worlds and luck" if robust.regret.are_sampled else "luck"
    title = (
        f"{label(robust.heading.metric)}, {means.label}; behind the leader and lost against the best of each world, "
        f"{losses.label} ({sure} intervals hold {held}; behind: all together, the others each its own); "
        f"good enough: at least {plain(robust.asked.satisfied_with)}"
    )
    header = ("arm", "mean", "behind by", "lost on average", "lost at worst", "best in", "good enough in")
    return f"{paragraph(title)}\n{grid(header, rows)}"


def _losses(arm: ArmRobustness) -> tuple[float, ...]:
    """Return the means that set the scale: one wide interval must not make all of them read as nothing."""
    return (arm.regret.mean, arm.worst_regret.mean, *(() if arm.behind is None else (arm.behind.mean,)))


def turning_text(robust: Robustness) -> str:
    """Return the table of assumptions with the values at which each turns the choice."""
    turns = robust.break_evens
    scale = scale_for([one.mean for turn in turns for one in (turn.lead_low, turn.lead_high)], robust.heading.unit)
    rows: list[Row] = [
        (
            turn.stated.name,
            turn.over,
            turn.stated.bare(turn.stated.now),
            turn.stated.span,
            with_ends(turn.lead_low, scale),
            with_ends(turn.lead_high, scale),
            "" if turn.value is None else turn.stated.value(turn.value),
            turn.stated.source,
        )
        for turn in turns
    ]
    title = (
        f"Lead of {robust.arms[robust.regret.leader]}, {scale.label}, with one assumption at the ends of its range "
        f"({percent(robust.heading.confidence)} intervals, each its own, {turns[0].replications} replications)"
    )
    header = (
        "assumption",
        "lead over",
        "today",
        "range",
        "lead at low",
        "lead at high",
        "gone at",
        "source of the range",
    )
    return f"{paragraph(title)}\n{grid(header, rows)}"
