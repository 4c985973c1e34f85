"""One study on machines that know nothing of each other: each runs a shard, and the shards are gathered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from mktsim.errors import StoreError
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.cell import CellStatus, Finished, Group
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import MIXED, drive
from mktsim.study.runs.identity import model_hash, platform_stamp
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import (
    ALL,
    OWNER,
    STORE_NAME,
    Call,
    claim,
    open_results,
    open_to_look,
    recalled,
    remember,
)
from mktsim.study.runs.shard import Shard, shard_folders
from mktsim.study.runs.specification import Specification
from mktsim.study.runs.store import Store, note, put_note
from mktsim.study.runs.store_reader import Reader, whole_cells
from mktsim.study.runs.store_schema import SCHEMA_VERSION

SHARD = "shard"
"""Stage of progress, and the option under which a call says which shard it ran."""
_STUDY = "study_hash"
_ROWS = 500
"""Cells that are copied in one transaction."""


@dataclass(frozen=True)
class ShardRun:
    """A shard that was run."""

    shard: Shard
    directory: Path
    cells: int
    failed: int
    digest: str


@dataclass(frozen=True)
class Source:
    """Cells that were taken from one directory."""

    directory: Path
    shard: str
    """As `2/4`; empty where it is none."""
    cells: int
    """Cells that it holds."""
    new: int
    """Cells that were not there before."""


@dataclass(frozen=True)
class Gathered:
    """Result of gathering shards."""

    directory: Path
    sources: tuple[Source, ...]
    absent: tuple[str, ...]
    """Shards that nothing was taken from."""


def run_shard(resolved: ResolvedStudy, out: Path, shard: Shard, options: RunOptions) -> ShardRun:
    """Run the cells of a shard into the store of directory `out`, which was claimed; a second call continues.

    Errors: as of `compare`.
    """
    planner = Planner(resolved, resolved.study.seed)
    plan = planner.grid(resolved.study.replications, shard)
    with open_results(out) as store:
        put_note(store, _STUDY, resolved.study_hash)
        drive(plan, store, options, SHARD)
        failed = len(store.failures(plan.keys))
        return ShardRun(shard, out, len(plan), failed, digest(store, plan.keys))


def gather_shards(out: Path, sources: Sequence[Path], *, mixed: bool) -> Gathered:
    """Copy the cells of other directories, or of the shards inside `out`, into the store of `out`.

    Cells that are there already are compared to the bit; one that failed gives way to one that is done. Nothing is
    written before all sources were looked at, and a second call goes on. Errors: StoreError for a source that is of
    another study, model or platform (`mixed` allows the last), or that holds other numbers for the same cell.
    """
    places = tuple(sources) or shard_folders(out)
    if not places:
        raise StoreError(str(out), "holds no shards (shard-1-of-4, …); name the directories to gather")
    call = _common_call(places)
    platforms = {_checked(place, places[0], mixed=mixed) for place in places}
    with open_to_look(places[0]) as first:
        owner, study = note(first, OWNER) or "", note(first, _STUDY)
    claim(out, owner, fresh=False)
    remember(out, call)
    with open_results(out) as store:
        for place in places:
            _compared(store, place)
        if study is not None:
            put_note(store, _STUDY, study)
        if len(platforms) > 1 or mixed:
            put_note(store, MIXED, json.dumps(sorted(platforms | {platform_stamp()})))
        found = tuple(_copied(store, place) for place in places)
    return Gathered(out, found, _absent([one.shard for one in found]))


def _common_call(places: Sequence[Path]) -> Call:
    """Return the call of the whole of which the calls of the shards are parts."""
    calls = [_whole(recalled(place)) for place in places]
    for place, call in zip(places, calls, strict=True):
        if (call.command, dict(call.options)) != (calls[0].command, dict(calls[0].options)):
            told = f"was made by another call than {places[0]} ({call.line(place)}), so they are no shards of one study"
            raise StoreError(str(place), told)
    return calls[0]


def _whole(call: Call) -> Call:
    """Return the call of all replications: who shares them out wants them all."""
    options = {name: value for name, value in call.options.items() if name != SHARD}
    return Call(call.command, call.study, {**options, ALL: True})


def _checked(place: Path, first: Path, *, mixed: bool) -> str:
    """Return the platform of a source. Errors: StoreError where it cannot be gathered with the first and here."""
    with open_to_look(place) as store:
        told = {key: note(store, key) for key in ("schema_version", "model_hash", "platform", OWNER, _STUDY)}
    with open_to_look(first) as store:
        same = {key: note(store, key) for key in (OWNER, _STUDY)}
    wrong = {
        "schema version": told["schema_version"] != str(SCHEMA_VERSION),
        "version of the model": told["model_hash"] != model_hash(),
        "study": any(told[key] != value for key, value in same.items()),
        "platform (allow it with --mixed)": told["platform"] != platform_stamp() and not mixed,
    }
    for what, is_wrong in wrong.items():
        if is_wrong:
            raise StoreError(str(place / STORE_NAME), f"holds results of another {what}; results are never mixed")
    return told["platform"] or ""


def _compared(store: Store, place: Path) -> None:
    """Compare what both hold. Errors: StoreError when a cell has other numbers there than here."""
    held = store.held()
    with open_to_look(place) as source:
        for batch in _batches(one for one in whole_cells(source) if held.status(one.planned) is CellStatus.DONE):
            for one in batch:
                if one.status is CellStatus.DONE and _differs(store, one):
                    told = f"has other numbers than {store.path} for {one.named.title(one.planned.replication)}"
                    raise StoreError(str(source.path), f"{told}; nothing was gathered")


def _differs(store: Store, one: Finished) -> bool:
    here = store.outcomes([one.planned], list(one.metrics))[0]
    return not np.array_equal(here, np.array(list(one.metrics.values())), equal_nan=True)


def _copied(store: Store, place: Path) -> Source:
    held = store.held()
    cells = new = 0
    with open_to_look(place) as source:
        for batch in _batches(whole_cells(source)):
            wanted = [one for one in batch if _is_better(one.status, held.status(one.planned))]
            store.add(*wanted, specifications=_specifications(source, wanted))
            cells, new = cells + len(batch), new + len(wanted)
    shard = recalled(place).options.get(SHARD)
    return Source(place, shard if isinstance(shard, str) else "", cells, new)


def _specifications(source: Reader, cells: Sequence[Finished]) -> dict[Group, Specification]:
    groups = dict.fromkeys(one.planned[:3] for one in cells)
    found = {group: source.specification(group) for group in groups}
    return {group: one for group, one in found.items() if one is not None}


def _is_better(new: CellStatus, old: CellStatus | None) -> bool:
    return old is None or (old is CellStatus.FAILED and new is CellStatus.DONE)


def _batches(cells: Iterator[Finished]) -> Iterator[list[Finished]]:
    while batch := list(islice(cells, _ROWS)):
        yield batch


def _absent(shards: Sequence[str]) -> tuple[str, ...]:
    """Shards that the count of the others calls for and that are not among them."""
    counts = {text.partition("/")[2] for text in shards if text}
    every = (f"{number}/{count}" for count in sorted(counts) for number in range(1, int(count) + 1))
    return tuple(text for text in every if text not in shards)
