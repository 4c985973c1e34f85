"""Writes the tables of an export: CSV with nothing but Python, Parquet and Excel with their libraries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from mktsim.errors import InputError, Problem
from mktsim.present.csv_text import write_rows
from mktsim.present.export.formats import Format
from mktsim.present.export.tables import ExportTable, Row

_BATCH = 5000
"""Rows held in memory at a time."""
EXCEL_ROWS = 1_048_575
"""Rows of a sheet below its header."""
_EXCEL_NAME = "results.xlsx"


def write_export(tables: tuple[ExportTable, ...], directory: Path, kind: Format) -> tuple[Path, ...]:
    """Write all tables; a file appears under its name only when it is whole.

    Errors: InputError when the format's library is missing or a table is too long for a sheet; OSError.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if kind is Format.XLSX:
        return (_excel(tables, directory / _EXCEL_NAME),)
    write = _csv if kind is Format.CSV else _parquet
    return tuple(write(table, directory / f"{table.name}.{kind.value}") for table in tables)


def _csv(table: ExportTable, path: Path) -> Path:
    part = path.with_name(f"{path.name}.part")
    with part.open("w", newline="", encoding="utf-8") as file:
        write_rows(file, table.header, table.rows())
    part.replace(path)
    return path


def _parquet(table: ExportTable, path: Path) -> Path:
    arrow, parquet = _library("pyarrow", "parquet"), _library("pyarrow.parquet", "parquet")
    kinds = [getattr(arrow, kind)() for kind in _kinds(table)]
    schema = arrow.schema(list(zip(table.header, kinds, strict=True)))
    part = path.with_name(f"{path.name}.part")
    with parquet.ParquetWriter(part, schema) as writer:
        for rows in _batches(table.rows()):
            columns = [arrow.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)]
            writer.write_table(arrow.Table.from_arrays(columns, schema=schema))
    part.replace(path)
    return path


def _excel(tables: tuple[ExportTable, ...], path: Path) -> Path:
    library = _library("xlsxwriter", "excel")
    part = path.with_name(f"{path.name}.part")
    book = library.Workbook(
        str(part), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})  # the same results make the same bytes
    bold = book.add_format({"bold": True})
    try:
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, table.header, bold)
            for place, row in enumerate(table.rows(), start=1):
                if place > EXCEL_ROWS:
                    _refuse(f"table {table.name} has more rows than a sheet holds; export to csv or parquet")
                sheet.write_row(place, 0, row)
    finally:
        book.close()
    part.replace(path)
    return path


def _kinds(table: ExportTable) -> list[str]:
    """Return the type of each column: names of cells stand in front of the numbers, other tables hold texts."""
    numbers = table.header.index("arm_hash") + 1 if table.name in {"outcomes", "weekly"} else len(table.header)
    return [
        "int64" if name in {"seed", "replication", "week"} else "string" if place < numbers else "float64"
        for place, name in enumerate(table.header)
    ]


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _library(name: str, extra: str) -> Any:  # noqa: ANN401 - a module without types
    """Import a library. Errors: InputError that says how to get it."""
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        _refuse(f"needs {name.partition('.')[0]}: pip install 'mktsim[{extra}]'; or export to csv")


def _refuse(message: str) -> NoReturn:
    raise InputError((Problem("export", 0, 0, "to", message),))
