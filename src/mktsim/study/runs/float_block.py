"""The metrics of a cell as one small block: 64-bit floats in the order of their names, and a check sum."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_FLOAT = np.dtype("<f8")
_CHECK_BYTES = 4


@lru_cache(maxsize=256)
def names_text(names: tuple[str, ...]) -> str:
    """Names of the numbers of a block, as text; equal for all cells that have the same metrics."""
    return json.dumps(names, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=256)
def names_of(text: str) -> tuple[str, ...]:
    """Return the names that `names_text` wrote."""
    return tuple(json.loads(text))


def packed_numbers(metrics: Mapping[str, float]) -> bytes:
    """Pack the values of metrics, in their order."""
    raw = np.fromiter(metrics.values(), dtype=_FLOAT, count=len(metrics)).tobytes()
    return raw + zlib.crc32(raw).to_bytes(_CHECK_BYTES, "little")


def unpacked_numbers(block: bytes) -> NDArray[np.float64]:
    """Restore values; ValueError for a block whose check sum is another."""
    raw, check = block[:-_CHECK_BYTES], block[-_CHECK_BYTES:]
    if zlib.crc32(raw).to_bytes(_CHECK_BYTES, "little") != check or len(raw) % _FLOAT.itemsize:
        raise ValueError("stored outcomes are damaged")
    return np.frombuffer(raw, dtype=_FLOAT)


@lru_cache(maxsize=1024)
def places(names: tuple[str, ...], wanted: tuple[str, ...]) -> NDArray[np.intp]:
    """Place of each wanted name among names; one past the last for a name that is not there.

    >>> places(("a", "b"), ("b", "x")).tolist()
    [1, 2]
    """
    known = {name: place for place, name in enumerate(names)}
    return np.array([known.get(name, len(names)) for name in wanted], dtype=np.intp)


def chosen(block: bytes, names: tuple[str, ...], wanted: tuple[str, ...]) -> NDArray[np.float64]:
    """Values of wanted metrics; NaN for what the cell has none of. Errors: ValueError for a damaged block."""
    values = unpacked_numbers(block)
    if len(values) != len(names):
        raise ValueError("stored outcomes are damaged")
    return np.append(values, np.nan)[places(names, wanted)]
