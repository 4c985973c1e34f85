"""Parquet and Excel are written by their libraries and read back by others: the same numbers, types and dictionary."""

from __future__ import annotations

import csv
import math

import pytest
import toy_files

COMPARE = ("compare", "toy_study", "--jobs", "1", "--out", "out é", "--why-seconds", "0", "--replications", "40")


@pytest.fixture
def broken(folder, call, monkeypatch):
    """Return a directory in which one cell has failed."""
    monkeypatch.setattr("mktsim.model.simulate.simulate", toy_files.fails_once)
    assert call(*COMPARE).exit_code == 3
    return folder / "out é"


def written(view, broken, kind, *words):
    files = view("export", broken.name, "--to", kind, *words)["files"]
    assert not list((broken / "export").glob("*.part"))
    return files


def from_csv(broken, name):
    with (broken / "export" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def same(value, text):
    """Tell whether a value read back is what the CSV says."""
    if value is None or text == "":
        return text == "" and value in {None, ""}
    if isinstance(value, int | float):
        return float(text) == value
    return str(value) == text


def test_parquet_reads_back_to_the_bit_with_its_types(broken, view):
    parquet = pytest.importorskip("pyarrow.parquet")
    written(view, broken, "csv", "--weekly")
    files = written(view, broken, "parquet", "--weekly")
    assert len(files) == 5
    for name in ("outcomes", "failures", "weekly", "dictionary", "about"):
        table = parquet.read_table(broken / "export" / f"{name}.parquet")
        rows = from_csv(broken, name)
        assert table.num_rows == len(rows)
        for row, found in zip(rows[:200], table.slice(0, 200).to_pylist(), strict=True):
            assert list(row) == list(found)
            assert all(same(found[column], text) for column, text in row.items()), row
    kinds = {field.name: str(field.type) for field in parquet.read_schema(broken / "export" / "outcomes.parquet")}
    assert (kinds["arm"], kinds["replication"], kinds["npv"]) == ("string", "int64", "double")


def test_parquet_is_the_same_to_the_byte_each_time(broken, view):
    pytest.importorskip("pyarrow")
    first = [(broken.parent / name).read_bytes() for name in written(view, broken, "parquet")]
    assert first == [(broken.parent / name).read_bytes() for name in written(view, broken, "parquet")]


def test_excel_reads_back_with_a_dictionary_of_every_column(broken, view):
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    written(view, broken, "csv")
    (file,) = written(view, broken, "xlsx")
    book = openpyxl.load_workbook(broken.parent / file, read_only=True)
    try:
        sheets = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
    finally:
        book.close()
    assert list(sheets) == ["outcomes", "failures", "dictionary", "about"]
    for name, (header, *rows) in sheets.items():
        told = from_csv(broken, name)
        assert len(rows) == len(told)
        for row, expected in zip(rows, told, strict=True):
            whole = [*row, *[None] * (len(header) - len(row))]
            assert all(_near(value, expected[column]) for column, value in zip(header, whole, strict=True))
    columns = {(row[0], row[1]) for row in sheets["dictionary"][1:]}
    assert {("outcomes", column) for column in sheets["outcomes"][0]} <= columns
    assert {("failures", column) for column in sheets["failures"][0]} <= columns


def _near(value, text):
    """Tell whether a number of a sheet, which keeps sixteen digits, or a text, is what the CSV says."""
    if isinstance(value, int | float) and text:
        return math.isclose(float(text), value, rel_tol=1e-15)
    return same(value, text)


def test_text_that_looks_like_a_formula_stays_text(broken, view, call, monkeypatch):
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")

    def evil(cell):
        raise RuntimeError("=HYPERLINK(1)")

    monkeypatch.setattr("mktsim.model.simulate.simulate", evil)
    call("rerun", broken.name, "--arm", "low", "--replication", "99")
    (file,) = written(view, broken, "xlsx")
    book = openpyxl.load_workbook(broken.parent / file)
    cells = [cell for row in book["failures"].iter_rows() for cell in row]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]
