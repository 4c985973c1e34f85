"""Documents that a selection leaves in its directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.present.documents import csv_bytes, json_bytes, write_bytes
from mktsim.present.figures.registry import SELECTION
from mktsim.present.figures.save import figures_in
from mktsim.present.select.json import selection_json

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.select.result import Selection


def write_selection(found: Selection, directory: Path) -> tuple[Path, ...]:
    """Write verdict, outcomes and figure; return the paths. Files of an earlier selection are replaced."""
    files = (
        (directory / "selection.json", json_bytes(selection_json(found))),
        (directory / "selection_outcomes.csv", _outcomes(found)),
        *figures_in(directory, found, SELECTION),
    )
    return write_bytes(files, replace=True)


def _outcomes(found: Selection) -> bytes:
    """Return the outcomes that the answer rests on; empty where an arm was out of play."""
    rows = (
        (name, *("" if np.isnan(value) else value for value in row.tolist()))
        for name, row in zip(found.numbers.tolist(), found.outcomes, strict=True)
    )
    return csv_bytes(("replication", *(arm.name for arm in found.arms)), rows)
