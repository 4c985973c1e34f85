"""One study on machines that know nothing of each other: each runs a share, and the shares are gathered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from mktsim.errors import StoreError
from mktsim.study.compare.run import STORE_NAME, Looking, driving
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.call import Call, recalled, remember
from mktsim.study.runs.cell import CellKey, CellName, CellStatus, Finished
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import MIXED, drive
from mktsim.study.runs.float_block import names_of, unpacked_numbers
from mktsim.study.runs.identity import model_hash
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import OWNER, claim
from mktsim.study.runs.shard import Share, share_folders
from mktsim.study.runs.stamp import platform_stamp
from mktsim.study.runs.store import Store, note, open_store, open_to_read, put_note
from mktsim.study.runs.store_reader import Reader
from mktsim.study.runs.store_schema import CELLS, KEY, NAME, SCHEMA_VERSION

SHARD = "shard"
"""Stage of progress, and the option under which a call says which share it ran."""
_STUDY = "study_hash"
_ROWS = 500
"""Cells that are copied in one transaction."""


@dataclass(frozen=True)
class ShareRun:
    """A share that was run."""

    share: Share
    directory: Path
    cells: int
    failed: int
    digest: str


@dataclass(frozen=True)
class Source:
    """What was taken from one directory."""

    directory: Path
    share: str
    """As `2/4`; empty where it is none."""
    cells: int
    """Cells that it holds."""
    new: int
    """Cells that were not there before."""


@dataclass(frozen=True)
class Gathered:
    """What was gathered."""

    directory: Path
    sources: tuple[Source, ...]
    absent: tuple[str, ...]
    """Shares that nothing was taken from."""


def run_share(resolved: ResolvedStudy, out: Path, share: Share, look: Looking) -> ShareRun:
    """Run the cells of a share into the store of directory `out`, which was claimed; a second call continues.

    Errors: as of `compare`.
    """
    planner = Planner(resolved, resolved.study.seed)
    plan = planner.grid(resolved.study.replications, share)
    with open_store(out / STORE_NAME, model_hash(), platform_stamp()) as store:
        put_note(store, _STUDY, resolved.study_hash)
        drive(plan, store, driving(look, SHARD))
        failed = len(store.failures(plan.keys))
        return ShareRun(share, out, len(plan), failed, digest(store, plan.keys))


def gather_shares(out: Path, sources: Sequence[Path], *, mixed: bool) -> Gathered:
    """Copy the cells of other directories, or of the shares inside `out`, into the store of `out`.

    Cells that are there already are compared to the bit; one that failed gives way to one that is done. Nothing is
    written before all sources were looked at, and a second call goes on. Errors: StoreError for a source that is of
    another study, model or platform (`mixed` allows the last), or that holds other numbers for the same cell.
    """
    places = tuple(sources) or share_folders(out)
    if not places:
        raise StoreError(str(out), "holds no shares (shard-1-of-4, …); name the directories to gather")
    call = _common_call(places)
    platforms = {_checked(place, places[0], mixed=mixed) for place in places}
    with open_to_read(places[0] / STORE_NAME) as first:
        owner, study = note(first, OWNER) or "", note(first, _STUDY)
    claim(out, owner, fresh=False)
    remember(out, call)
    with open_store(out / STORE_NAME, model_hash(), platform_stamp()) as store:
        for place in places:
            _compared(store, place)
        if study is not None:
            put_note(store, _STUDY, study)
        if len(platforms) > 1 or mixed:
            put_note(store, MIXED, json.dumps(sorted(platforms | {platform_stamp()})))
        found = tuple(_copied(store, place) for place in places)
    return Gathered(out, found, _absent([one.share for one in found]))


def _common_call(places: Sequence[Path]) -> Call:
    """Return the call of the whole of which the calls of the shares are parts."""
    calls = [_whole(recalled(place)) for place in places]
    for place, call in zip(places, calls, strict=True):
        if (call.command, dict(call.options)) != (calls[0].command, dict(calls[0].options)):
            told = (
                f"was made by another call than {places[0]} ({call.words(place)}), so they are no shares of one study"
            )
            raise StoreError(str(place), told)
    return calls[0]


def _whole(call: Call) -> Call:
    return Call(call.command, call.study, {name: value for name, value in call.options.items() if name != SHARD})


def _checked(place: Path, first: Path, *, mixed: bool) -> str:
    """Return the platform of a source. Errors: StoreError where it cannot be gathered with the first and here."""
    with open_to_read(place / STORE_NAME) as store:
        told = {key: note(store, key) for key in ("schema_version", "model_hash", "platform", OWNER, _STUDY)}
    with open_to_read(first / STORE_NAME) as store:
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
    with open_to_read(place / STORE_NAME) as source:
        for batch in _batches(one for one in _cells(source) if held.status(one.planned) is CellStatus.DONE):
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
    with open_to_read(place / STORE_NAME) as source:
        for batch in _batches(_cells(source)):
            wanted = [one for one in batch if _is_better(one.status, held.status(one.planned))]
            store.add(*wanted)
            cells, new = cells + len(batch), new + len(wanted)
    share = recalled(place).options.get(SHARD)
    return Source(place, share if isinstance(share, str) else "", cells, new)


def _is_better(new: CellStatus, old: CellStatus | None) -> bool:
    return old is None or (old is CellStatus.FAILED and new is CellStatus.DONE)


def _cells(source: Reader) -> Iterator[Finished]:
    """All cells of a source, one at a time. Errors: StoreError for outcomes that are damaged."""
    rows = source.swept(
        f"SELECT {KEY}, {NAME}, status, error, names.layout, numbers, shapes.layout, block, seconds FROM {CELLS} "
        "LEFT JOIN failures ON failures.cell = cells.id LEFT JOIN outcomes ON outcomes.cell = cells.id "
        "LEFT JOIN layouts AS names ON names.id = outcomes.names LEFT JOIN blocks ON blocks.cell = cells.id "
        "LEFT JOIN layouts AS shapes ON shapes.id = blocks.layout LEFT JOIN timings ON timings.cell = cells.id "
        f"ORDER BY {KEY}"
    )
    for row in rows:
        status, error, names, numbers, layout, block, seconds = row[7:]
        try:
            values = unpacked_numbers(numbers).tolist() if numbers is not None else []
            metrics = dict(zip(names_of(names) if names is not None else (), values, strict=True))
        except ValueError as reason:
            raise StoreError(str(source.path), f"{reason}: those of replication {row[3]}") from reason
        yield Finished(
            planned=CellKey(*row[:4]),
            named=CellName(*row[4:7]),
            status=CellStatus(status),
            error=error or "",
            metrics=metrics,
            layout=layout or "",
            block=block or b"",
            seconds=seconds or 0.0,
        )


def _batches(cells: Iterator[Finished]) -> Iterator[list[Finished]]:
    while batch := list(islice(cells, _ROWS)):
        yield batch


def _absent(shares: Sequence[str]) -> tuple[str, ...]:
    """Shares that the count of the others calls for and that are not among them."""
    counts = {text.partition("/")[2] for text in shares if text}
    every = (f"{number}/{count}" for count in sorted(counts) for number in range(1, int(count) + 1))
    return tuple(text for text in every if text not in shares)
