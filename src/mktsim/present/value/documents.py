"""Documents that value experiments leave in their directories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.registry import DUTIES, LINKS, STAFF
from mktsim.present.figures.save import figures_in
from mktsim.present.value.json import stages_json, value_json
from mktsim.study.value.duties import DutyValues
from mktsim.study.value.links import LinkValues

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.value.stages import StageFocus
    from mktsim.study.value.words import Valued


def write_value(found: Valued, directory: Path) -> tuple[Path, ...]:
    """Write numbers and figures; return the paths. Files of an earlier call are replaced."""
    view = value_json(found)
    figures = DUTIES if isinstance(found, DutyValues) else LINKS if isinstance(found, LinkValues) else STAFF
    numbers = (directory / f"{view['kind']}.json", json_bytes(view))
    return write_bytes((numbers, *figures_in(directory, found, figures)), replace=True)


def write_stages(found: StageFocus, directory: Path) -> tuple[Path, ...]:
    """Write the numbers; return the path. A file of an earlier call is replaced."""
    return write_bytes(((directory / "value_stages.json", json_bytes(stages_json(found))),), replace=True)
