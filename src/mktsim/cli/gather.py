"""`mktsim gather`: put the shares of a study together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.status import Place
from mktsim.cli.terminal import Debug, Json, reported, show, show_json

if TYPE_CHECKING:
    from mktsim.cli.json_view import View
    from mktsim.study.directory.shards import Gathered

EXAMPLES = (
    "mktsim gather results/us_color_tv_1963",
    "mktsim gather results/us_color_tv_1963 /mnt/a/shard-1-of-2 /mnt/b/shard-2-of-2 --json",
)


def gather_command(
    directory: Place,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(help="Directories of shares; those inside DIRECTORY if not given.", show_default=False),
    ] = None,
    *,
    mixed: Annotated[bool, typer.Option("--mixed", help="Take shares of other platforms; last digits may differ.")] = (
        False
    ),
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Copy the cells of all shares (compare --shard) into one directory; `mktsim resume` then tells the verdict."""
    with reported(debug=debug):
        from mktsim.study.directory.shards import gather_shares
        from mktsim.study.directory.status import status_of

        found = gather_shares(directory, tuple(sources or ()), mixed=mixed)
        status = status_of(directory)
        show_json(_view(found, status.missing)) if as_json else show(_words(found, status.missing))


def _view(found: Gathered, missing: int | None) -> View:
    from mktsim.cli.json_view import view_of

    return view_of(
        "gathered",
        {
            "directory": found.directory.as_posix(),
            "sources": [
                {"directory": one.directory.as_posix(), "shard": one.share, "cells": one.cells, "new": one.new}
                for one in found.sources
            ],
            "absent": list(found.absent),
            "missing": missing,
            "resume": _again(found),
        },
    )


def _words(found: Gathered, missing: int | None) -> str:
    told = [
        f"{one.directory.as_posix()}: {one.cells:,} cells, {one.new:,} of them new{_of(one.share)}"
        for one in found.sources
    ]
    if found.absent:
        told.append(f"not there: {', '.join(found.absent)}")
    if missing:
        told.append(f"{missing:,} cells are missing; resume runs them here")
    return "\n".join([*told, f"go on with: {_again(found)}"])


def _of(share: str) -> str:
    return f" (share {share})" if share else ""


def _again(found: Gathered) -> str:
    import shlex

    return shlex.join(["mktsim", "resume", found.directory.as_posix()])
