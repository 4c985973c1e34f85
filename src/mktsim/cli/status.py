"""`mktsim status`: what a directory of results holds, what failed, and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.cli.options import Debug, Directory, Json
from mktsim.cli.terminal import reported, show, show_json

if TYPE_CHECKING:
    from mktsim.present.json import View
    from mktsim.study.directory.status import StoreStatus

EXAMPLES = ("mktsim status results/us_color_tv_1963", "mktsim status results/us_color_tv_1963 --json")
_SHOWN = 5
"""Failures told in words."""


def status_command(directory: Directory, *, as_json: Json = False, debug: Debug = False) -> None:
    """Show what a directory of results holds, also while it is being written."""
    with reported(debug=debug):
        from mktsim.study.directory.status import status_of

        found = status_of(directory)
        show_json(_view(found, directory)) if as_json else show(_words(found, directory))


def _view(found: StoreStatus, directory: Path) -> View:
    from mktsim.present.json import number, view_of

    return view_of(
        "status",
        {
            "directory": directory.as_posix(),
            "owner": found.owner,
            "command": None if found.call is None else found.call.line(directory),
            "model_hash": found.model_hash,
            "versions": found.versions,
            "mixed_platforms": list(found.mixed),
            "same_model": found.same_model,
            "same_platform": found.same_platform,
            "cells": {"done": found.done, "failed": found.failed, "missing": found.missing},
            "arms": [
                {"arm": one.named.arm, "world": one.named.world, "done": one.done, "failed": one.failed}
                for one in found.arms
            ],
            "failures": [
                {"cell": one.title, "error": one.error, "rerun": one.rerun, "replication": one.key.replication}
                for one in found.failures
            ],
            "worker_seconds": number(found.seconds),
            "size_bytes": found.size_bytes,
        },
    )


def _words(found: StoreStatus, directory: Path) -> str:
    from mktsim.present.layout import Row, grid

    rows: list[Row] = [(one.named.arm, one.named.world, f"{one.done:,}", f"{one.failed:,}") for one in found.arms]
    missing = "" if found.missing is None else f", {found.missing:,} missing"
    told = [
        f"{found.path.as_posix()}: {found.owner or 'owner not written down'}, {found.size_bytes / 1e6:.1f} MB",
        f"{found.done:,} cells done, {found.failed:,} failed{missing}; {found.seconds:,.0f} seconds of work",
        "",
        grid(("arm", "world", "done", "failed"), rows),
    ]
    for one in found.failures[:_SHOWN]:
        told += ["", f"failed: {one.title}: {one.error.strip().splitlines()[-1]}", f"  {one.rerun}"]
    if len(found.failures) > _SHOWN:
        told += ["", f"and {len(found.failures) - _SHOWN} more; --json shows all"]
    return "\n".join([*told, "", _advice(found, directory)])


def _advice(found: StoreStatus, directory: Path) -> str:
    """Say what can be done next."""
    if not (found.same_model and found.same_platform):
        other = "another version of the model" if not found.same_model else "another platform"
        return f"made by {other}: it can be exported, but nothing can be added"
    again = f"mktsim resume {directory.as_posix()}"
    if found.failed:
        return f"run the failed cells again with: {again} --failed"
    if found.call is None:
        return "complete as far as can be told"
    return f"continue with: {again}" if found.missing else f"made by: {found.call.line(directory)}"
