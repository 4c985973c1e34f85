"""Digest of outcomes: equal whatever the number of workers, the order of cells, or how often it was continued."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from mktsim.study.runs.cell import CellKey
from mktsim.study.runs.planner import GridKeys
from mktsim.study.runs.store_reader import Reader

_DIGEST_BYTES = 16
_PERSON = b"mktsim.digest.1"
_ROWS = 400
"""Rows in memory at a time."""


def digest(store: Reader, keys: Sequence[CellKey]) -> str:
    """Hash of all metrics of the cells, in the order of their keys; 32 hexadecimal digits.

    What else the store holds does not count: a metric that none of these cells has is left out. Some rows are in
    memory at a time; the hash is that of `table_digest` for the whole table.
    """
    ordered = keys if isinstance(keys, GridKeys) else sorted(set(keys))
    every = store.metrics()
    known = np.zeros(len(every), dtype=bool)
    for table in _parts(store, ordered, every):
        known |= ~np.isnan(table).all(axis=0)
    names = [name for name, is_known in zip(every, known, strict=True) if is_known]
    found = blake2b(digest_size=_DIGEST_BYTES, person=_PERSON)
    found.update("\n".join(names).encode())
    for place, key in enumerate(ordered):
        found.update(f"{chr(10) if names or place else ''}{tuple(key)!r}".encode())
    for table in _parts(store, ordered, names):
        found.update(_plain(table))
    return found.hexdigest()


def _parts(store: Reader, keys: Sequence[CellKey], names: Sequence[str]) -> Iterator[NDArray[np.float64]]:
    for start in range(0, len(keys), _ROWS):
        yield store.outcomes(keys[start : start + _ROWS], names)


def _plain(table: NDArray[np.float64]) -> bytes:
    """Bytes of a table, with one bit pattern for every NaN."""
    return np.ascontiguousarray(np.where(np.isnan(table), np.nan, table), dtype="<f8").tobytes()


def table_digest(names: Sequence[str], rows: Sequence[str], table: NDArray[np.float64]) -> str:
    """Hash of a table of numbers with its names of columns and rows; shape (rows, names)."""
    found = blake2b(digest_size=_DIGEST_BYTES, person=_PERSON)
    found.update("\n".join([*names, *rows]).encode())
    found.update(_plain(table))
    return found.hexdigest()
