"""Reading a result store: statuses, outcomes, weekly series, failures, cell by cell or as tables."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mktsim.errors import StoreError, on_one_line
from mktsim.study.runs.cell import CellKey, CellName, CellStatus, Finished, Group
from mktsim.study.runs.encoding import (
    UNREADABLE,
    Weekly,
    chosen,
    inflated,
    names_of,
    unpacked,
    unpacked_numbers,
)
from mktsim.study.runs.specification import Specification, part_names
from mktsim.study.runs.store_file import ANEW, translated
from mktsim.study.runs.store_schema import CELLS, IS_KEY, KEY, NAME

_LARGEST_PART = 50_000_000
"""Bytes of a part of a specification: ten times the largest file of a scenario."""
_FEW = 500
"""Cells up to which each is looked up by its key: a sweep costs as much as the groups are large."""
_SOUND = "typeof(cells.replication) = 'integer' AND status IN ('done', 'failed')"
"""A row that somebody has edited into nonsense counts as none: its cell is run again."""
_SECONDS = "CASE WHEN typeof(seconds) IN ('real', 'integer') THEN seconds ELSE 0.0 END"
"""A time that is none counts as nothing: it is no outcome."""
_NUMBERS = "outcomes.numbers, layouts.layout"
_OUTCOMES = "JOIN outcomes ON outcomes.cell = cells.id JOIN layouts ON layouts.id = outcomes.names"


@dataclass(frozen=True)
class Failure:
    """A cell that failed."""

    title: str
    error: str
    """Traceback."""
    rerun: str
    """Command that runs it alone."""


class Reader:
    """Reads an open store. Errors: StoreError for whatever SQLite refuses and for what is damaged."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Read from an open connection to the store in `path`."""
        self.path = path
        self._db = connection

    def held(self) -> Held:
        """Which cells are stored, of all of them, in a few bytes a cell."""
        rows = self.swept(f"SELECT {KEY}, status FROM {CELLS} WHERE {_SOUND} ORDER BY {KEY}")
        return Held(((row[0], row[1], row[2]), row[3], row[4]) for row in rows)

    def statuses(self, keys: Collection[CellKey] | None = None) -> dict[CellKey, CellStatus]:
        """Status of every stored cell, or of those among `keys`."""
        if keys is not None and len(keys) <= _FEW:
            found = (
                (key, self.read(f"SELECT status FROM {CELLS} WHERE {IS_KEY} AND {_SOUND}", tuple(key))) for key in keys
            )
            return {key: CellStatus(rows[0][0]) for key, rows in found if rows}
        rows = self.read(f"SELECT {KEY}, status FROM {CELLS} WHERE {_SOUND}")
        every = {CellKey(*row[:4]): CellStatus(row[4]) for row in rows}
        return every if keys is None else {key: every[key] for key in keys if key in every}

    def done(self, keys: Collection[CellKey]) -> set[CellKey]:
        """Those of `keys` whose cells are done."""
        return {key for key, status in self.statuses(set(keys)).items() if status is CellStatus.DONE}

    def outcomes(self, keys: Sequence[CellKey], metrics: Sequence[str]) -> NDArray[np.float64]:
        """Metrics of cells, shape (keys, metrics); NaN where a cell is missing, failed or has none such."""
        wanted = tuple(str(name) for name in metrics)
        rows = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        table = np.full((len(rows), len(wanted)), np.nan)
        for key, block, layout in self._numbers(rows):
            place = rows.get(key)
            if place is not None:
                table[place] = self._chosen(key, block, layout, wanted)
        # Arms that are equal share their cells, so a key may be asked for twice.
        return np.asarray(table[[rows[key] for key in keys]])

    def metrics(self) -> tuple[str, ...]:
        """Names of all metrics that the store holds, sorted."""
        used = "SELECT layout FROM layouts WHERE id IN (SELECT names FROM outcomes)"
        try:
            return tuple(sorted({name for row in self.read(used) for name in names_of(row[0])}))
        except ValueError as error:
            raise StoreError(str(self.path), f"{error}; {ANEW}") from error

    def weekly(self, key: CellKey) -> Weekly:
        """Weekly series and money of a cell; StoreError where it has none or it is damaged."""
        rows = self.read(
            f"SELECT layouts.layout, block FROM {CELLS} JOIN blocks ON blocks.cell = cells.id "
            f"JOIN layouts ON layouts.id = blocks.layout WHERE {IS_KEY}",
            tuple(key),
        )
        if not rows:
            raise StoreError(str(self.path), f"holds no weekly series of replication {key.replication}")
        try:
            return unpacked(rows[0][0], rows[0][1])
        except ValueError as error:
            raise self._damaged(key, error) from error

    def seconds(self, keys: Iterable[CellKey]) -> float:
        """Sum of the measured times of cells, seconds; missing ones count zero."""
        wanted = set(keys)
        rows = self.swept(f"SELECT {KEY}, {_SECONDS} FROM {CELLS} JOIN timings ON timings.cell = cells.id")
        return float(sum(row[4] for row in rows if CellKey(*row[:4]) in wanted))

    def failures(self, keys: Iterable[CellKey]) -> tuple[Failure, ...]:
        """Failed cells among `keys`, in the order of their keys."""
        rows = self.read(
            f"SELECT {KEY}, {NAME}, error FROM {CELLS} JOIN failures ON failures.cell = cells.id ORDER BY {KEY}"
        )
        if not rows:
            return ()
        wanted = set(keys)
        found = [(CellName(*row[4:7]), row[3], row[7]) for row in rows if CellKey(*row[:4]) in wanted]
        place = self.path.parent
        return tuple(Failure(name.title(r), error, name.rerun(place, r)) for name, r, error in found)

    def specification(self, group: Group) -> Specification | None:
        """Specification of the cells of a group; None where the store does not say.

        Errors: StoreError for one that is damaged.
        """
        rows = self.read(
            "SELECT specification FROM specifications JOIN groups ON groups.id = group_id "
            "WHERE world_hash = ? AND arm_hash = ? AND seed = ?",
            group,
        )
        if not rows:
            return None
        try:
            text = str(rows[0][0])
            return Specification(text, {name: self._part(name) for name in part_names(text)})
        except UNREADABLE as error:
            told = f"is damaged: the specification of a cell cannot be read ({on_one_line(str(error))}); {ANEW}"
            raise StoreError(str(self.path), told) from error

    def _part(self, name: str) -> str:
        """JSON of a part. Raises what `UNREADABLE` lists for one that is not there or damaged."""
        content = self.read("SELECT content FROM parts WHERE hash = ?", (name,))[0][0]
        return inflated(content, _LARGEST_PART).decode()

    def read(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        with translated(self.path):
            return self._db.execute(sql, values).fetchall()

    def swept(self, sql: str, values: tuple[object, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows of a query, one in memory at a time."""
        with translated(self.path):
            for row in self._db.execute(sql, values):  # noqa: UP028 - one left half read does not close the cursor late
                yield row

    def _numbers(self, keys: Collection[CellKey]) -> Iterator[tuple[CellKey, bytes, str]]:
        """Blocks of outcomes with their names: of a few cells one by one, of many by sweeps of their groups."""
        if len(keys) <= _FEW:
            one = f"SELECT {_NUMBERS} FROM {CELLS} {_OUTCOMES} WHERE {IS_KEY}"
            for key in keys:
                for block, layout in self.read(one, tuple(key)):
                    yield key, block, layout
            return
        rows = (
            f"SELECT cells.replication, {_NUMBERS} FROM {CELLS} {_OUTCOMES} "
            "WHERE groups.world_hash = ? AND groups.arm_hash = ? AND groups.seed = ?"
        )
        for group in {key[:3]: None for key in keys}:
            for replication, block, layout in self.swept(rows, group):
                yield CellKey(*group, replication), block, layout

    def _chosen(self, key: CellKey, block: bytes, layout: str, wanted: tuple[str, ...]) -> NDArray[np.float64]:
        try:
            return chosen(block, names_of(layout), wanted)
        except ValueError as error:
            raise self._damaged(key, error) from error

    def _damaged(self, key: CellKey, error: ValueError) -> StoreError:
        """Say which cell is damaged and how it is mended."""
        rows = self.read(f"SELECT {NAME} FROM {CELLS} WHERE {IS_KEY}", tuple(key))
        again = CellName(*rows[0]).rerun(self.path.parent, key.replication) if rows else "mktsim compare … --fresh"
        return StoreError(str(self.path), f"{error}; all else is whole, and this mends it: {again}")


_ORDER = f"ORDER BY {KEY}"


@dataclass(frozen=True)
class Stored:
    """One stored cell."""

    key: CellKey
    named: CellName
    status: CellStatus
    error: str
    """Traceback of a failed cell; empty otherwise."""
    rerun: str
    """Command that runs it alone."""
    seconds: float
    """Time of the worker."""

    @property
    def title(self) -> str:
        """Arm, world and replication in words."""
        return self.named.title(self.key.replication)


@dataclass(frozen=True)
class GroupCount:
    """Cells of one arm in one world."""

    named: CellName
    done: int
    failed: int


def stored_cells(store: Reader, status: CellStatus | None = None) -> Iterator[Stored]:
    """Cells in the order of their keys, all or those of one status, one in memory at a time."""
    chosen = "" if status is None else f"WHERE status = '{status.value}'"
    rows = store.swept(
        f"SELECT {KEY}, {NAME}, status, error, {_SECONDS} FROM {CELLS} LEFT JOIN failures ON failures.cell = cells.id "
        f"LEFT JOIN timings ON timings.cell = cells.id {chosen} {_ORDER}"
    )
    place = store.path.parent
    for row in rows:
        key, named = CellKey(*row[:4]), CellName(*row[4:7])
        again = named.rerun(place, key.replication)
        yield Stored(key, named, CellStatus(row[7]), row[8] or "", again, row[9])


def counted_groups(store: Reader) -> tuple[GroupCount, ...]:
    """Cells done and failed by arm, world and variant, in the order of their names; draws of a world are one."""
    rows = store.read(
        f"SELECT {NAME}, sum(status = 'done'), sum(status = 'failed') FROM {CELLS} GROUP BY {NAME} ORDER BY {NAME}"
    )
    return tuple(GroupCount(CellName(*row[:3]), int(row[3]), int(row[4])) for row in rows)


def worker_seconds(store: Reader) -> float:
    """Time that workers have spent on what is stored."""
    return float(store.read("SELECT total(seconds) FROM timings")[0][0])


def stored_metrics(store: Reader) -> Iterator[tuple[CellKey, CellName, Mapping[str, float]]]:
    """Metrics of the cells that have any, in the order of their keys, one cell in memory at a time.

    Errors: StoreError for outcomes that are damaged.
    """
    for row in store.swept(
        f"SELECT {KEY}, {NAME}, layouts.layout, numbers FROM {CELLS} JOIN outcomes ON outcomes.cell = cells.id "
        f"JOIN layouts ON layouts.id = outcomes.names {_ORDER}"
    ):
        try:
            values = dict(zip(names_of(row[7]), unpacked_numbers(row[8]).tolist(), strict=True))
        except ValueError as error:
            raise StoreError(str(store.path), f"{error}: those of replication {row[3]}") from error
        yield CellKey(*row[:4]), CellName(*row[4:7]), values


def stored_weekly(store: Reader) -> Iterator[tuple[CellKey, CellName, Weekly]]:
    """Weekly series and money of the cells that have them, in the order of their keys, one cell at a time.

    Errors: StoreError for a block that is damaged.
    """
    for row in store.swept(
        f"SELECT {KEY}, {NAME}, layouts.layout, block FROM {CELLS} JOIN blocks ON blocks.cell = cells.id "
        f"JOIN layouts ON layouts.id = blocks.layout {_ORDER}"
    ):
        try:
            weekly = unpacked(row[7], row[8])
        except ValueError as error:
            raise StoreError(str(store.path), f"{error}: that of replication {row[3]}") from error
        yield CellKey(*row[:4]), CellName(*row[4:7]), weekly


_WHOLE = (
    f"SELECT {KEY}, {NAME}, status, error, names.layout, numbers, shapes.layout, block, seconds FROM {CELLS} "
    "LEFT JOIN failures ON failures.cell = cells.id LEFT JOIN outcomes ON outcomes.cell = cells.id "
    "LEFT JOIN layouts AS names ON names.id = outcomes.names LEFT JOIN blocks ON blocks.cell = cells.id "
    "LEFT JOIN layouts AS shapes ON shapes.id = blocks.layout LEFT JOIN timings ON timings.cell = cells.id"
)


def whole_cells(source: Reader, keys: Iterable[CellKey] | None = None) -> Iterator[Finished]:
    """All that is stored of the cells among `keys`, or of all in the order of their keys, one in memory at a time.

    Errors: StoreError for outcomes that are damaged.
    """
    if keys is None:
        rows: Iterable[tuple[Any, ...]] = source.swept(f"{_WHOLE} {_ORDER}")
    else:
        rows = (row for key in keys for row in source.read(f"{_WHOLE} WHERE {IS_KEY}", tuple(key)))
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


_CODES = (CellStatus.DONE, CellStatus.FAILED)


class Held:
    """Status of stored cells by key."""

    def __init__(self, rows: Iterable[tuple[Group, int, str]]) -> None:
        """Take in rows of (group, replication, status), replications of a group from the smallest to the largest."""
        self._groups: dict[Group, tuple[array[int], bytearray]] = {}
        codes = {status.value: code for code, status in enumerate(_CODES)}
        for group, replication, status in rows:
            numbers, found = self._groups.setdefault(group, (array("q"), bytearray()))
            numbers.append(replication)
            found.append(codes[status])

    def status(self, key: CellKey) -> CellStatus | None:
        """Status of a cell; None when it is not stored."""
        numbers, found = self._groups.get(key[:3], _NOTHING)
        place = bisect_left(numbers, key.replication)
        return _CODES[found[place]] if place < len(numbers) and numbers[place] == key.replication else None


_NOTHING: tuple[array[int], bytearray] = (array("q"), bytearray())
