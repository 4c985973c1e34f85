"""`mktsim compare --shard`: one share of a study, for a batch system."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import typer

from mktsim.cli.json_view import view_of
from mktsim.cli.terminal import show, show_json, tell
from mktsim.errors import ExitCode

if TYPE_CHECKING:
    from mktsim.study.directory.shards import ShareRun


def tell_share(found: ShareRun, *, as_json: bool) -> None:
    """Print what became of a share; stop with an exit code when cells failed."""
    again = shlex.join(["mktsim", "gather", found.directory.parent.as_posix()])
    if as_json:
        cells = {"planned": found.cells, "done": found.cells - found.failed, "failed": found.failed}
        place = found.directory.as_posix()
        content = {"shard": str(found.share), "directory": place, "cells": cells, "digest": found.digest}
        show_json(view_of("shard", {**content, "gather": again}))
    else:
        show(
            f"share {found.share}: {found.cells - found.failed} of {found.cells} cells done in "
            f"{found.directory.as_posix()}\nwhen all shares are there: {again}"
        )
    if found.failed:
        tell(f"{found.failed} cells failed; mktsim status {found.directory.as_posix()} shows them")
        raise typer.Exit(int(ExitCode.CELLS_FAILED))
