"""One compressed block of floats for the weekly series and money of a cell; nothing is ever pickled."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

import numpy as np

from mktsim.outcomes.history import History, Table

_LEVEL = 1
"""zlib level: bytes are shuffled by place first, which gains more than a higher level."""
_FLOAT = np.dtype("<f8")


@dataclass(frozen=True)
class Weekly:
    """What the store keeps of a history."""

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
    shape = json.loads(layout)
    weeks, width = shape["weeks"], len(shape["series"]) + len(shape["money"])
    try:
        raw = np.frombuffer(zlib.decompress(block), dtype=np.uint8)
        flat = np.ascontiguousarray(raw.reshape(_FLOAT.itemsize, -1).T).view(_FLOAT)
        both = np.ascontiguousarray(flat.reshape(width, weeks).T, dtype=np.float64)
    except (zlib.error, ValueError) as error:
        raise ValueError("a stored block is damaged") from error
    split = len(shape["series"])
    return Weekly(
        horizon=shape["horizon"],
        discount_rate=shape["discount_rate"],
        series=Table(tuple(shape["series"]), both[:, :split]),
        money=Table(tuple(shape["money"]), both[:, split:]),
    )
