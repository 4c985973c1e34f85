"""Documents that an optimisation leaves in its directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.inputs.write import dump
from mktsim.present.documents import csv_bytes, json_bytes, write_bytes
from mktsim.present.figures.registry import OPTIMISATION
from mktsim.present.figures.save import figures_in
from mktsim.present.optimise.json import optimise_json

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.optimise.result import Optimisation


def write_optimisation(found: Optimisation, directory: Path) -> tuple[Path, ...]:
    """Write numbers, trials, the best policy and figures; return the paths. Files of an earlier call are replaced."""
    header = ("budget", "trial", *(variable.path for variable in found.variables), "value")
    trials = (
        (one.budget, trial.number, *trial.values, "" if trial.good is None else trial.good)
        for one in found.searches
        for trial in one.trials
    )
    files = (
        (directory / "optimise.json", json_bytes(optimise_json(found))),
        (directory / "optimise_trials.csv", csv_bytes(header, trials)),
        (directory / "best_policy.yaml", dump(found.confirmed.policy).encode()),
        *figures_in(directory, found, OPTIMISATION),
    )
    return write_bytes(files, replace=True)
