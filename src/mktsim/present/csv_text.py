"""Tables as CSV in which every cell is data: what a spreadsheet would run as a formula is written as text."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from typing import TextIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""First characters that spreadsheets take for the beginning of a formula, also in their wide forms."""


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as UTF-8; numbers in the shortest form that reads back as the same number."""
    held = io.StringIO(newline="")
    write_rows(held, header, rows)
    return held.getvalue().encode()


def write_rows(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table to a text file that was opened without translation of line ends."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([as_data(one) for one in header])
    writer.writerows([as_data(one) for one in row] for row in rows)


def as_data(cell: object) -> object:
    """Return a cell with an apostrophe before a text that begins as a formula does; nothing for what is no number.

    >>> as_data("=1+1"), as_data(-3.5), as_data("-3.5"), as_data("price")
    ("'=1+1", -3.5, '-3.5', 'price')
    """
    if not isinstance(cell, str):
        return "" if isinstance(cell, float) and math.isnan(cell) else cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")  # the writer quotes the line end that it writes, no other
    return f"'{text}" if cell.startswith(_FORMULA) and not _is_number(cell) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
