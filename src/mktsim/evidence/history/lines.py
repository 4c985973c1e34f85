"""The rows of a CSV or Parquet file as text, one after another, in bounded memory."""

from __future__ import annotations

import csv
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mktsim.errors import InputError, Problem

MOST_LINE_BYTES = 200_000
"""A longer line is refused: such a file is no table."""
MOST_COLUMNS = 500
"""A wider table is refused."""
_DELIMITERS = (",", ";", "\t")
_BATCH = 10_000


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    line: int
    """Line in the file, counted from 1; in a Parquet file the row's number plus 1, as if a header came first."""
    cells: tuple[str, ...]
    """Cells as text, without blanks around them."""


def refused(file: str, message: str, line: int = 0, column: int = 0, field: str = "") -> InputError:
    """Return an error with one problem."""
    return InputError((Problem(file, line, column, field, message),))


@contextmanager
def opened(path: str | Path) -> Iterator[tuple[tuple[str, ...], Iterator[Row]]]:
    """Give the header of a file and an iterator over its rows; the file is read as the rows are asked for.

    Errors: InputError when the file cannot be read, is no table, or when a row has too few or too many cells.
    """
    name = str(path)
    with _binary(Path(path), name) as file:
        rows = _parquet(file, name) if Path(path).suffix.lower() in {".parquet", ".pq"} else _csv(file, name)
        first = next(rows, None)
        if first is None or not any(first.cells):
            raise refused(name, "is empty, or its first line is")
        header = _header(name, first)
        yield header, _even(name, rows, len(header))


@contextmanager
def _binary(path: Path, name: str) -> Iterator[BinaryIO]:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise refused(name, "is a directory, not a file" if stat.S_ISDIR(mode) else "is not a regular file")
        file = path.open("rb")
    except FileNotFoundError as error:
        raise refused(name, "no such file") from error
    except (OSError, ValueError) as error:
        raise refused(name, f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
    with file:
        yield file


def _header(name: str, first: Row) -> tuple[str, ...]:
    header = first.cells
    if len(header) > MOST_COLUMNS:
        raise refused(name, f"has {len(header)} columns; at most {MOST_COLUMNS} are read", first.line)
    if all(_is_number(cell) for cell in header):
        raise refused(name, "the first line holds numbers; it must name the columns, such as year,sales", first.line)
    lower = [cell.lower() for cell in header]
    twice = next((cell for cell in lower if cell and lower.count(cell) > 1), None)
    if twice is not None:
        place = len(lower) - lower[::-1].index(twice)
        raise refused(name, f"two columns are called {twice!r}", first.line, place)
    return header


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return not cell
    return True


def _even(name: str, rows: Iterator[Row], width: int) -> Iterator[Row]:
    """Pass rows on, leaving out empty ones and refusing those of another width."""
    for row in rows:
        if any(row.cells):
            if len(row.cells) != width:
                raise refused(name, f"has {len(row.cells)} cells where the header has {width}", row.line)
            yield row


def _csv(file: BinaryIO, name: str) -> Iterator[Row]:
    texts = _decoded(file, name)
    first = next(texts, "")
    delimiter = max(_DELIMITERS, key=first.count)

    def again() -> Iterator[str]:
        yield first
        yield from texts

    reader = csv.reader(again(), delimiter=delimiter)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise refused(name, f"is no CSV: {error}", reader.line_num) from error
        if cells is None:
            return
        yield Row(reader.line_num, tuple(cell.strip() for cell in cells))


def _decoded(file: BinaryIO, name: str) -> Iterator[str]:
    number = 0
    while line := file.readline(MOST_LINE_BYTES + 1):
        number += 1
        if number == 1 and line[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise refused(name, "is UTF-16 text; save the file as UTF-8", 1)
        if len(line) > MOST_LINE_BYTES:
            raise refused(name, f"has a line of more than {MOST_LINE_BYTES:,} bytes; this is no table", number)
        if b"\x00" in line:
            raise refused(name, "holds a zero byte; this is no text", number, line.index(b"\x00") + 1)
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            column = len(line[: error.start].decode("utf-8", "replace")) + 1
            message = f"is not UTF-8 text (byte 0x{line[error.start]:02x}); save the file as UTF-8"
            raise refused(name, message, number, column) from error


def _parquet(file: BinaryIO, name: str) -> Iterator[Row]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise refused(name, "Parquet needs pyarrow; install mktsim[parquet], or save the file as CSV") from error
    try:
        table = ParquetFile(file)
        yield Row(1, tuple(str(column) for column in table.schema_arrow.names))
        number = 1
        for batch in table.iter_batches(batch_size=_BATCH):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                yield Row(number, tuple("" if value is None else str(value).strip() for value in values))
    except (ArrowException, OSError) as error:
        raise refused(name, f"is no Parquet file: {error}") from error
