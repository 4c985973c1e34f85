"""Digest of outcomes: equal whatever the number of workers, the order of cells, or how often it was continued."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from mktsim.study.cells import CellKey
from mktsim.study.store import Store

_DIGEST_BYTES = 16


def digest(store: Store, keys: Sequence[CellKey]) -> str:
    """Hash of all metrics of the cells, in the order of their keys; 32 hexadecimal digits.

    What else the store holds does not count: a metric that none of these cells has is left out.
    """
    ordered = sorted(set(keys))
    names = store.metrics()
    table = store.outcomes(ordered, names)
    known = np.flatnonzero(~np.isnan(table).all(axis=0))
    return table_digest([names[i] for i in known], [repr(tuple(key)) for key in ordered], table[:, known])


def table_digest(names: Sequence[str], rows: Sequence[str], table: NDArray[np.float64]) -> str:
    """Hash of a table of numbers with its names of columns and rows; shape (rows, names)."""
    plain = np.where(np.isnan(table), np.nan, table)  # one bit pattern for every NaN
    found = blake2b(digest_size=_DIGEST_BYTES, person=b"mktsim.digest.1")
    found.update("\n".join([*names, *rows]).encode())
    found.update(np.ascontiguousarray(plain, dtype="<f8").tobytes())
    return found.hexdigest()
