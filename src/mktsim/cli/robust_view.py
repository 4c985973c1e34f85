"""What `mktsim robust` prints and leaves in its directory; documented in docs/decisions.md."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mktsim.cli.json_view import View, number, view_of
from mktsim.present.csv_text import csv_bytes
from mktsim.present.files import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.comparison import Interval
    from mktsim.study.decision.break_even import BreakEven
    from mktsim.study.decision.robustness import Split
    from mktsim.study.robust import Robust


def robust_json(robust: Robust) -> View:
    """Return all that is said about robustness."""
    found, names = robust.found, robust.arms
    return view_of(
        "robust",
        {
            "study": robust.study,
            "title": robust.title,
            "study_hash": robust.study_hash,
            "model_hash": robust.model_hash,
            "version": robust.version,
            "metric": robust.metric,
            "unit": robust.unit,
            "seed": robust.seed,
            "confidence": robust.confidence,
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
            "information": _interval(found.information),
            "where": _where(robust),
            "break_even": [_turn(turn) for turn in robust.break_evens],
            "failed": robust.failed,
            "digest": robust.digest,
            "seconds": number(robust.seconds),
        },
    )


def write_robust(robust: Robust, directory: Path) -> tuple[Path, ...]:
    """Write numbers, worlds and figures; return the paths. Files of an earlier call are replaced."""
    from mktsim.present.context import Context
    from mktsim.present.decisions.robust_figures import ROBUST_FIGURES
    from mktsim.present.plots.save import drawings_of, figure_files

    view = {**robust_json(robust), "seconds": None}
    text = json.dumps(view, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    files = (
        (directory / "robust.json", text.encode()),
        (directory / "robust_worlds.csv", _worlds(robust)),
        *figure_files(drawings_of(robust, Context(), ROBUST_FIGURES), directory),
    )
    return write_bytes(files, replace=True)


def _arms(robust: Robust) -> list[View]:
    return [
        {
            "name": name,
            "mean": number(arm.mean),
            "regret": _interval(arm.regret),
            "worst_regret": _interval(arm.worst_regret),
            "worst_world": robust.worlds[arm.worst_world],
            "p_minimax": number(arm.p_minimax),
            "satisficing": number(arm.satisficing),
            "satisficing_interval": [number(end) for end in arm.satisficing_ends],
            "best_share": number(arm.best_share),
        }
        for name, arm in zip(robust.arms, robust.found.arms, strict=True)
    ]


def _variance(split: Split) -> View:
    return {
        "market": number(split.market),
        "luck": number(split.luck),
        "interplay": number(split.interplay),
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


def _where(robust: Robust) -> list[View]:
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


def _interval(interval: Interval) -> View:
    return {"mean": number(interval.mean), "interval": [number(interval.low), number(interval.high)]}


def _worlds(robust: Robust) -> bytes:
    """Return a row a world: weight, drawn parameters, mean and regret of each arm."""
    heads = [f"{what}.{name}" for what in ("mean", "regret", "regret_se") for name in robust.arms]
    rows = (_world(robust, place, name) for place, name in enumerate(robust.worlds))
    return csv_bytes(("world", "weight", "fails", *robust.parameters, *heads), rows)


def _world(robust: Robust, place: int, name: str) -> tuple[object, ...]:
    first, found = len(robust.worlds) - len(robust.values), robust.found
    drawn = robust.values[place - first].tolist() if place >= first else [""] * len(robust.parameters)
    numbers = [*found.means[place], *found.regrets[place], *found.regret_se[place]]
    return (name, robust.weights[place], int(robust.fails[place]), *drawn, *map(float, numbers))
