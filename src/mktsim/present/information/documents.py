"""Documents that an analysis of the value of information leaves in its directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.registry import INFORMATION
from mktsim.present.figures.save import figures_in
from mktsim.present.information.json import information_json

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.information.result import Information


def write_information(found: Information, directory: Path) -> tuple[Path, ...]:
    """Write numbers and figures; return the paths. Files of an earlier call are replaced."""
    numbers = (directory / "information.json", json_bytes(information_json(found)))
    return write_bytes((numbers, *figures_in(directory, found, INFORMATION)), replace=True)
