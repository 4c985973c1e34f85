"""A directory of results as JSON and plain text: what its store holds, cells run again, shards gathered."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from mktsim.present.json import View, number, view_of
from mktsim.present.layout import Row, grid

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.directory.rerun import Rerun
    from mktsim.study.directory.shards import Gathered, ShardRun
    from mktsim.study.directory.status import StoreStatus

_SHOWN = 5
"""Failures told in words."""


def status_json(found: StoreStatus, directory: Path) -> View:
    """Return what a store holds and what is missing."""
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


def status_text(found: StoreStatus, directory: Path) -> str:
    """Return what a store holds, the first failures, and what can be done next."""
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


def rerun_json(found: Rerun) -> View:
    """Return a cell that was run again, with all its metrics."""
    done = found.finished
    return view_of(
        "rerun",
        {
            "cell": done.named.title(done.planned.replication),
            "status": done.status.value,
            "before": None if found.before is None else found.before.value,
            "same": found.same,
            "error": done.error or None,
            "metrics": {name: number(value) for name, value in sorted(done.metrics.items())},
            "rerun": found.again,
        },
    )


def rerun_text(found: Rerun) -> str:
    """Return whether a cell that was run again is the same to the bit."""
    done = found.finished
    before = "nothing was stored" if found.before is None else f"it was {found.before.value}"
    same = {None: "", True: ", and every metric is the same to the bit", False: ", and metrics differ"}[found.same]
    told = [f"{done.named.title(done.planned.replication)}: {done.status.value}; before, {before}{same}"]
    if "npv" in done.metrics:
        told.append(f"net present value {done.metrics['npv']:,.2f}; all metrics: --json")
    return "\n".join(told)


def gathered_json(found: Gathered, missing: int | None) -> View:
    """Return which shards cells were taken from."""
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


def gathered_text(found: Gathered, missing: int | None) -> str:
    """Return which shards cells were taken from, and what comes next."""
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
    return shlex.join(["mktsim", "resume", found.directory.as_posix()])


def shard_json(found: ShardRun) -> View:
    """Return a shard of a study that was run."""
    cells = {"planned": found.cells, "done": found.cells - found.failed, "failed": found.failed}
    place = found.directory.as_posix()
    content = {"shard": str(found.shard), "directory": place, "cells": cells, "digest": found.digest}
    return view_of("shard", {**content, "gather": _gather(found)})


def shard_text(found: ShardRun) -> str:
    """Return how far a shard has come, and the command for when all are there."""
    return (
        f"shard {found.shard}: {found.cells - found.failed} of {found.cells} cells done in "
        f"{found.directory.as_posix()}\nwhen all shards are there: {_gather(found)}"
    )


def _gather(found: ShardRun) -> str:
    return shlex.join(["mktsim", "gather", found.directory.parent.as_posix()])
