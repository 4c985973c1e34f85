"""Documents on an organisation at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.present.documents import json_bytes, write_bytes
from mktsim.present.figures.registry import ORGANISATION
from mktsim.present.figures.save import figures_in
from mktsim.present.organisation.json import organisation_json

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.directory.organisation_report import OrganisationReport


def write_organisation(found: OrganisationReport, directory: Path, *, replace: bool) -> tuple[Path, ...]:
    """Write numbers and figures; return the paths. Errors: FileExistsError for files with other content."""
    numbers = (directory / "organisation.json", json_bytes(organisation_json(found)))
    return write_bytes((numbers, *figures_in(directory, found, ORGANISATION)), replace=replace)
