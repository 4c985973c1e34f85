"""`mktsim gather`: put the shards of a study together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Directory, Json
from mktsim.cli.terminal import reported, show, show_json

if TYPE_CHECKING:
    from mktsim.present.json import View
    from mktsim.study.directory.shards import Gathered

EXAMPLES = (
    "mktsim gather results/us_color_tv_1963",
    "mktsim gather results/us_color_tv_1963 /mnt/a/shard-1-of-2 /mnt/b/shard-2-of-2 --json",
)


def gather_command(
    directory: Directory,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(help="Directories of shards; those inside DIRECTORY if not given.", show_default=False),
    ] = None,
    *,
    mixed: Annotated[bool, typer.Option("--mixed", help="Take shards of other platforms; last digits may differ.")] = (
        False
    ),
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Copy the cells of all shards (compare --shard) into one directory; `mktsim resume` then tells the verdict."""
    with reported(debug=debug):
        from mktsim.study.directory.shards import gather_shards
        from mktsim.study.directory.status import status_of

        found = gather_shards(directory, tuple(sources or ()), mixed=mixed)
        status = status_of(directory)
        show_json(_view(found, status.missing)) if as_json else show(_words(found, status.missing))


def _view(found: Gathered, missing: int | None) -> View:
    from mktsim.present.json import view_of

    return view_of(
        "gathered",
        {
            "directory": found.directory.as_posix(),
            "sources": [
                {"directory": one.directory.as_posix(), "shard": one.shard, "cells": one.cells, "new": one.new}
                for one in found.sources
            ],
            "absent": list(found.absent),
            "missing": missing,
            "resume": _again(found),
        },
    )


def _words(found: Gathered, missing: int | None) -> str:
    told = [
        f"{one.directory.as_posix()}: {one.cells:,} cells, {one.new:,} of them new{_of(one.shard)}"
        for one in found.sources
    ]
    if found.absent:
        told.append(f"not there: {', '.join(found.absent)}")
    if missing:
        told.append(f"{missing:,} cells are missing; resume runs them here")
    return "\n".join([*told, f"go on with: {_again(found)}"])


def _of(shard: str) -> str:
    return f" (shard {shard})" if shard else ""


def _again(found: Gathered) -> str:
    import shlex

    return shlex.join(["mktsim", "resume", found.directory.as_posix()])
