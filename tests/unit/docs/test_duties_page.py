"""The table of duties in the docs is the catalogue's."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from mktsim.model.organisation import mechanisms
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


def test_the_tables_of_the_page_name_what_there_is():
    script = runpy.run_path(str(DOCS / "generate.py"))
    kinds = {duty.mechanism.model_dump()["kind"] for duty in catalogue()}
    given = {name for duty in catalogue() for name in duty.gives}
    assert script["BOOKED"].keys() <= kinds
    assert script["STANDING"].keys() <= given


def test_every_entry_of_the_ledger_that_a_mechanism_books_stands_on_the_page(text):
    sources = (Path(mechanisms.__path__[0])).rglob("*.py")
    booked = {name for path in sources for name in re.findall(r"Activity\.([A-Z_]+)", path.read_text("utf-8"))}
    cells = {row.split("|")[9] for row in text.splitlines() if row.count("|") > 9}
    assert not [name for name in booked if not any(name.lower().replace("_", " ") in cell for cell in cells)]


def test_every_row_reaches_the_market_by_a_chain_that_acts(text):
    ends = ("`lever.", "`level.")
    standing = runpy.run_path(str(DOCS / "generate.py"))["STANDING"].values()
    rows = [row.split("|")[10] for row in text.splitlines() if row.count("|") > 9][2:]
    assert len(rows) == len(catalogue())
    for cell in rows:
        end = cell.split("→")[-1].strip()
        assert end.startswith(ends) or any(word in end for word in standing), cell
