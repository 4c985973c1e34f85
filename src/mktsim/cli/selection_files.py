"""Files that a selection leaves in its directory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from mktsim.cli.select_view import selection_json
from mktsim.present.csv_text import csv_bytes
from mktsim.present.files import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.selection import Selection


def write_selection(found: Selection, directory: Path) -> tuple[Path, ...]:
    """Write verdict, outcomes and figure; return the paths. Files of an earlier selection are replaced."""
    from mktsim.present.context import Context
    from mktsim.present.decisions.selection import SELECTION_FIGURES
    from mktsim.present.plots.save import drawings_of, figure_files

    drawn = drawings_of(found, Context(), SELECTION_FIGURES)
    view = {**selection_json(found), "seconds": None}
    text = json.dumps(view, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    files = (
        (directory / "selection.json", text.encode()),
        (directory / "selection_outcomes.csv", _outcomes(found)),
        *figure_files(drawn, directory),
    )
    return write_bytes(files, replace=True)


def _outcomes(found: Selection) -> bytes:
    """Return the outcomes that the answer rests on; empty where an arm was out of play."""
    rows = (
        (name, *("" if np.isnan(value) else value for value in row.tolist()))
        for name, row in zip(found.numbers.tolist(), found.outcomes, strict=True)
    )
    return csv_bytes(("replication", *(arm.name for arm in found.arms)), rows)
