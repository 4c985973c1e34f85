"""What a store holds, cell by cell, for who looks at it or takes it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mktsim.errors import StoreError
from mktsim.study.runs.cell import CellKey, CellName, CellStatus
from mktsim.study.runs.encoding import Weekly, unpacked
from mktsim.study.runs.float_block import names_of, unpacked_numbers
from mktsim.study.runs.store_reader import Reader
from mktsim.study.runs.store_schema import CELLS, KEY, NAME

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
        f"SELECT {KEY}, {NAME}, status, error, seconds FROM {CELLS} LEFT JOIN failures ON failures.cell = cells.id "
        f"LEFT JOIN timings ON timings.cell = cells.id {chosen} {_ORDER}"
    )
    place = store.path.parent
    for row in rows:
        key, named = CellKey(*row[:4]), CellName(*row[4:7])
        again = named.rerun(place, key.replication)
        yield Stored(key, named, CellStatus(row[7]), row[8] or "", again, row[9] or 0.0)


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
