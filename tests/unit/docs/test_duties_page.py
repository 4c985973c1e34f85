"""The table of duties in the docs is the catalogue's."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from mktsim.study.question.library import catalogue

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(scope="module")
def text():
    return runpy.run_path(str(DOCS / "generate.py"))["page"](catalogue())


def test_the_page_is_current(text):
    assert (DOCS / "duties.md").read_text(encoding="utf-8") == text


def test_no_cell_is_empty(text):
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(catalogue())
    for row in rows:
        assert all(cell.strip() for cell in row.strip("|").split("|")), row
