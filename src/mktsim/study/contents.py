"""What a store holds, cell by cell, for who looks at it or takes it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mktsim.errors import StoreError
from mktsim.study.block import Weekly, unpacked
from mktsim.study.cells import CellKey, CellStatus
from mktsim.study.store import Store
from mktsim.study.store_file import translated

_TITLE = re.compile(r"(?P<arm>.*) in (?P<world>.*), replication \d+(?:, (?P<variant>.*))?", re.DOTALL)


@dataclass(frozen=True)
class Stored:
    """One stored cell."""

    key: CellKey
    title: str
    arm: str
    """Name under which it was first run: arms that are equal share their cells."""
    world: str
    variant: str
    """What is otherwise than as it is, as `late only`; empty for nothing."""
    status: CellStatus
    error: str
    """Traceback of a failed cell; empty otherwise."""
    rerun: str
    seconds: float
    """Time of the worker."""


def stored_cells(store: Store) -> tuple[Stored, ...]:
    """All cells in the order of their keys."""
    rows = store.read(
        "SELECT world_hash, arm_hash, seed, replication, title, status, error, rerun, seconds FROM cells "
        "LEFT JOIN timings ON cells.id = cell ORDER BY world_hash, arm_hash, seed, replication"
    )
    return tuple(_stored(row[:4], row[4:]) for row in rows)


def stored_metrics(store: Store) -> Iterator[tuple[CellKey, dict[str, float]]]:
    """Metrics of the cells that have any, in the order of their keys, one cell in memory at a time."""
    key, values = None, dict[str, float]()
    with translated(store.path):
        for row in store.sweep(
            "SELECT world_hash, arm_hash, seed, replication, metric, value FROM cells "
            "JOIN outcomes ON cells.id = outcomes.cell ORDER BY world_hash, arm_hash, seed, replication, metric"
        ):
            found = CellKey(*row[:4])
            if key is not None and found != key:
                yield key, values
                values = {}
            key = found
            values[row[4]] = float("nan") if row[5] is None else float(row[5])
    if key is not None:
        yield key, values


def stored_weekly(store: Store) -> Iterator[tuple[CellKey, Weekly]]:
    """Weekly series and money of the cells that have them, in the order of their keys, one cell at a time.

    Errors: StoreError for a block that is damaged.
    """
    with translated(store.path):
        for row in store.sweep(
            "SELECT world_hash, arm_hash, seed, replication, layouts.layout, block FROM cells "
            "JOIN layouts ON layouts.id = cells.layout WHERE block IS NOT NULL "
            "ORDER BY world_hash, arm_hash, seed, replication"
        ):
            key = CellKey(*row[:4])
            try:
                weekly = unpacked(row[4], row[5])
            except ValueError as error:
                raise StoreError(str(store.path), f"{error}: that of replication {key.replication}") from error
            yield key, weekly


def _stored(key: tuple[str, str, int, int], rest: tuple[str, str, str, str, float | None]) -> Stored:
    title, status, error, rerun, seconds = rest
    found = _TITLE.fullmatch(title)
    arm, world, variant = found.group("arm", "world", "variant") if found else (title, "", "")
    return Stored(
        key=CellKey(*key),
        title=title,
        arm=arm,
        world=world,
        variant=variant or "",
        status=CellStatus(status),
        error=error,
        rerun=rerun,
        seconds=seconds or 0.0,
    )
