"""Writes the report and all figures of a comparison, drawing each figure once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.present.context import Context
from mktsim.present.files import write_bytes
from mktsim.present.plots.save import drawings, figure_files
from mktsim.present.report.build import render

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.comparison import Comparison

REPORT = "report.html"
PLOTS = "plots"


@dataclass(frozen=True)
class Published:
    """What was written."""

    report: Path
    figures: tuple[Path, ...]


def publish(
    comparison: Comparison, directory: Path, context: Context | None = None, *, replace: bool = False
) -> Published:
    """Write `report.html` and `plots/*.svg|png` under `directory`.

    Raises FileExistsError, before anything is written, when other content is there and `replace` is not set.
    """
    known = context or Context()
    drawn = drawings(comparison, known)
    page = (directory / REPORT, render(comparison, known, drawn).encode())
    paths = write_bytes((page, *figure_files(drawn, directory / PLOTS)), replace=replace)
    return Published(paths[0], paths[1:])
