"""Documents that a sensitivity analysis leaves in its directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.registry import SENSITIVITY
from mktsim.present.figures.save import figures_in
from mktsim.present.sensitivity.json import sensitivity_json

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.sensitivity.result import Sensitivity


def write_sensitivity(found: Sensitivity, directory: Path) -> tuple[Path, ...]:
    """Write numbers and figures; return the paths. Files of an earlier call are replaced."""
    numbers = (directory / "sensitivity.json", json_bytes(sensitivity_json(found)))
    return write_bytes((numbers, *figures_in(directory, found, SENSITIVITY)), replace=True)
