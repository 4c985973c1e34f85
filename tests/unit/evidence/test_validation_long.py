"""What takes minutes: what moves each row, the whole validation, and the page made from it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mktsim.cli.validate import driven, validation
from mktsim.evidence.validation.drivers import FILE, Searching
from mktsim.evidence.validation.kept import Kept
from mktsim.evidence.validation.measuring import Plan
from mktsim.evidence.validation.page import page
from mktsim.evidence.validation.rows.registry import ROWS

ROOT = Path(__file__).parents[3]


def write(path, view):
    path.write_text(json.dumps(view, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


@pytest.mark.long
@pytest.mark.timeout(10_000)
def test_drivers_then_validation_are_measured_and_written():
    kept = Kept(ROOT / "results" / "drivers.jsonl")
    drivers = driven(Plan(ROWS, 1), Searching(lambda *_: None, os.cpu_count() or 1, kept))
    assert {item["id"] for item in drivers["items"]} <= {f"{row.id} {row.category}" for row in ROWS}
    write(ROOT / FILE, drivers)
    view = validation(Plan(ROWS, jobs=os.cpu_count() or 1), lambda *_: None)
    assert view["score"]["rows_measured"] >= 40
    assert {item["kind"] for item in view["items"]} - {"not classified"}
    write(ROOT / "docs" / "measured" / "validation.json", view)
    (ROOT / "docs" / "should_i_believe_this.md").write_text(page(view), encoding="utf-8")
