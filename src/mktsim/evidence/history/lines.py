"""The rows of a CSV or Parquet file as text, one after another, in bounded memory.

Lines of text above the header and below the table, as exports have them, are left out and told.
"""

from __future__ import annotations

import csv
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from mktsim.errors import InputError, Problem

MOST_LINE_BYTES = 200_000
"""A longer line is refused: such a file is no table."""
MOST_COLUMNS = 500
"""A wider table is refused."""
_DELIMITERS = (",", ";", "\t", "|")
_BATCH = 10_000
_LOOKED_AT = 60
"""Lines from which delimiter and header are found: a numerical choice."""


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    line: int
    """Line in the file, counted from 1; in a Parquet file the row's number plus 1, as if a header came first."""
    cells: tuple[str, ...]
    """Cells as text, without blanks around them."""


HEADER = 1
"""Line of what is wrong with a column or the table as a whole."""


@dataclass(frozen=True)
class Table:
    """A file as it is read: its header, and its rows as they are asked for."""

    header: tuple[str, ...]
    rows: Iterator[Row]
    delimiter: str = ","
    """What parts the cells."""
    notes: list[str] = field(default_factory=list)
    """What was left out; complete once all rows were read."""


def refused(file: str, message: str, line: int = 0, column: int = 0, field: str = "") -> InputError:
    """Return an error with one problem."""
    return InputError((Problem(file, line, column, field, message),))


@contextmanager
def opened(path: str | Path) -> Iterator[Table]:
    """Give the header of a file and an iterator over its rows; the file is read as the rows are asked for.

    Errors: InputError when the file cannot be read, is no table, or when a row has too few or too many cells.
    """
    name = str(path)
    with _binary(Path(path), name) as file:
        notes: list[str] = []
        delimiter = ","
        if Path(path).suffix.lower() in {".parquet", ".pq"}:
            rows = _parquet(file, name)
        else:
            delimiter, rows = _csv(file, name, notes)
        first = next(rows, None)
        if first is None or not any(first.cells):
            raise refused(name, "is empty, or its first line is")
        header = _header(name, first)
        yield Table(header, _even(name, rows, len(header), notes), delimiter, notes)


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
    header = (first.cells[0].lstrip("# "), *first.cells[1:])
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


def _even(name: str, rows: Iterator[Row], width: int, notes: list[str]) -> Iterator[Row]:
    """Pass rows on, leaving out empty ones and remarks below the table, and refusing those of another width."""
    remarks: list[Row] = []
    for row in rows:
        if not any(row.cells):
            continue
        if len(row.cells) == 1 < width and not _is_number(row.cells[0]):
            remarks.append(row)
            continue
        if len(row.cells) != width:
            raise refused(name, f"has {len(row.cells)} cells where the header has {width}", row.line)
        _no_remarks_above(name, remarks, width)
        yield row
    if remarks:
        notes.append(f"{len(remarks)} lines of text below the table were left out, from line {remarks[0].line} on")


def _no_remarks_above(name: str, remarks: list[Row], width: int) -> None:
    """Refuse a line of text in the midst of a table, unless it is marked as a remark. Errors: InputError."""
    broken = next((row for row in remarks if not row.cells[0].startswith("#")), None)
    if broken is not None:
        raise refused(name, f"has 1 cell where the header has {width}", broken.line)
    remarks.clear()


def _csv(file: BinaryIO, name: str, notes: list[str]) -> tuple[str, Iterator[Row]]:
    """Return the delimiter and the rows from the header on."""
    texts = _decoded(file, name)
    head = list(islice(texts, _LOOKED_AT))
    delimiter = _delimiter(head)
    above = _above(head, delimiter)
    if above:
        notes.append(f"{above} lines above the header were left out")
    return delimiter, _parsed(chain(head[above:], texts), name, delimiter, above)


def _delimiter(head: list[str]) -> str:
    """Return what parts the cells: the mark that most lines have in the same number."""
    if head and head[0].lower().startswith("sep=") and len(head[0].strip()) == 5:
        return head[0][4]

    def agreement(mark: str) -> tuple[int, int]:
        counts = Counter(_count(line, mark) for line in head if line.strip())
        counts.pop(0, None)
        width, lines = max(counts.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return lines, width

    return max(_DELIMITERS, key=agreement)


def _count(line: str, mark: str) -> int:
    """Return how often a mark stands outside quotes."""
    return sum(part.count(mark) for part in line.split('"')[::2])


def _above(head: list[str], delimiter: str) -> int:
    """Return how many lines stand above the header: remarks, and lines that are no row of the table."""
    counts = Counter(_count(line, delimiter) for line in head if line.strip() and not line.startswith("#"))
    counts.pop(0, None)
    width = max(counts.items(), key=lambda one: (one[1], one[0]), default=(0, 0))[0]
    for place, line in enumerate(head):
        if line.lower().startswith("sep="):
            continue
        cells = [cell for cell in line.strip().split(delimiter) if cell.strip()]
        if _count(line, delimiter) >= max(width, 1) and len(cells) > 1:
            return place
    return 0


def _parsed(texts: Iterator[str], name: str, delimiter: str, above: int) -> Iterator[Row]:
    reader = csv.reader(texts, delimiter=delimiter)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise refused(name, f"is no CSV: {error}", above + reader.line_num) from error
        if cells is None:
            return
        yield Row(above + reader.line_num, tuple(cell.strip() for cell in cells))


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
