"""Encoding of a cell's outcomes: metrics and weekly series as blocks of floats; nothing is ever pickled."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mktsim.outcomes.history import History, Table

UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, zlib.error)
"""What decoding a text or bytes that somebody has damaged may raise."""
_LEVEL = 1
"""zlib level: bytes are shuffled by place first, which gains more than a higher level."""
_FLOAT = np.dtype("<f8")


@dataclass(frozen=True)
class Weekly:
    """Weekly series and money of a history, as the store keeps them."""

    horizon: int
    """Weeks that count; later rows are the run-out."""
    discount_rate: float
    """1/year."""
    series: Table
    """Weekly series."""
    money: Table
    """Money by week and activity."""


def layout_of(history: History) -> str:
    """Columns, weeks and rate of a block, as JSON; equal for all cells of one world shape."""
    return json.dumps(
        {
            "weeks": len(history.series.values),
            "horizon": history.horizon,
            "discount_rate": history.discount_rate,
            "series": list(history.series.columns),
            "money": list(history.money.columns),
        },
        separators=(",", ":"),
    )


def packed(history: History) -> bytes:
    """Compress series and money of a history, bytes of equal place side by side."""
    both = np.hstack([history.series.values, history.money.values]).astype(_FLOAT)
    places = np.frombuffer(np.ascontiguousarray(both.T).tobytes(), dtype=np.uint8).reshape(-1, _FLOAT.itemsize)
    return zlib.compress(places.T.tobytes(), _LEVEL)


def unpacked(layout: str, block: bytes) -> Weekly:
    """Restore what was packed; ValueError for a block that is not of its layout."""
    try:
        shape = json.loads(layout)
        series, money = _texts(shape["series"]), _texts(shape["money"])
        both = _restored(block, int(shape["weeks"]), len(series) + len(money))
        horizon, rate = int(shape["horizon"]), float(shape["discount_rate"])
    except UNREADABLE as error:
        raise ValueError("a stored block is damaged") from error
    split = len(series)
    return Weekly(horizon, rate, Table(series, both[:, :split]), Table(money, both[:, split:]))


def _restored(block: bytes, weeks: int, width: int) -> NDArray[np.float64]:
    raw = np.frombuffer(inflated(block, weeks * width * _FLOAT.itemsize), dtype=np.uint8)
    flat = np.ascontiguousarray(raw.reshape(_FLOAT.itemsize, weeks * width).T).view(_FLOAT)
    return np.ascontiguousarray(flat.reshape(width, weeks).T, dtype=np.float64)


def inflated(block: bytes, most: int) -> bytes:
    """Return what was compressed, of `most` bytes at most. Errors: ValueError for more, and zlib's."""
    stream = zlib.decompressobj()
    raw = stream.decompress(block, max(most, 0) + 1)
    if len(raw) > most or not stream.eof:
        raise ValueError("more or less was compressed than belongs there")
    return raw


def _texts(names: object) -> tuple[str, ...]:
    """Return a list of texts as they are. Errors: ValueError for anything else."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("expected a list of names")
    return tuple(names)


_CHECK_BYTES = 4


@lru_cache(maxsize=256)
def names_text(names: tuple[str, ...]) -> str:
    """Names of the numbers of a block, as text; equal for all cells that have the same metrics."""
    return json.dumps(names, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=256)
def names_of(text: str) -> tuple[str, ...]:
    """Return the names that `names_text` wrote. Errors: ValueError for a damaged text."""
    try:
        return _texts(json.loads(text))
    except UNREADABLE as error:
        raise ValueError("names of stored outcomes are damaged") from error


def packed_numbers(metrics: Mapping[str, float]) -> bytes:
    """Pack the values of metrics, in their order."""
    raw = np.fromiter(metrics.values(), dtype=_FLOAT, count=len(metrics)).tobytes()
    return raw + zlib.crc32(raw).to_bytes(_CHECK_BYTES, "little")


def unpacked_numbers(block: bytes) -> NDArray[np.float64]:
    """Restore values; ValueError for a block whose check sum is another."""
    if not isinstance(block, bytes):
        raise ValueError("stored outcomes are damaged")  # noqa: TRY004 - of a file, not of a caller
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
