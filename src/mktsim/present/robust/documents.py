"""Documents that a robustness analysis leaves in its directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.documents import csv_bytes, json_bytes, write_bytes
from mktsim.present.figures.registry import ROBUSTNESS
from mktsim.present.figures.save import figures_in
from mktsim.present.robust.json import robust_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mktsim.study.robust.result import Robustness


def write_robust(robust: Robustness, directory: Path) -> tuple[Path, ...]:
    """Write numbers, worlds and figures; return the paths. Files of an earlier call are replaced."""
    heads = [f"{what}.{name}" for what in ("mean", "regret", "regret_se") for name in robust.arms]
    files = (
        (directory / "robust.json", json_bytes(robust_json(robust))),
        (
            directory / "robust_worlds.csv",
            csv_bytes(("world", "weight", "fails", *robust.parameters, *heads), _worlds(robust)),
        ),
        *figures_in(directory, robust, ROBUSTNESS),
    )
    return write_bytes(files, replace=True)


def _worlds(robust: Robustness) -> Iterator[tuple[object, ...]]:
    """Yield per world: weight, whether the leader fails, drawn parameters, mean and regret of each arm."""
    found, first = robust.regret, len(robust.worlds) - len(robust.values)
    for place, name in enumerate(robust.worlds):
        drawn = robust.values[place - first].tolist() if place >= first else [""] * len(robust.parameters)
        numbers = [*found.means[place], *found.regrets[place], *found.regret_se[place]]
        yield (name, robust.weights[place], int(robust.fails[place]), *drawn, *map(float, numbers))
