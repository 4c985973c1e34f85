"""What takes minutes: the whole validation, and the page made from it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mktsim.cli.validate import validation
from mktsim.evidence.validation.measuring import Plan
from mktsim.evidence.validation.page import page
from mktsim.evidence.validation.rows.table import ROWS

ROOT = Path(__file__).parents[3]


@pytest.mark.long
def test_the_whole_validation_is_measured_and_written():
    view = validation(Plan(ROWS), lambda *_: None)
    assert view["score"]["measured"] > 0
    if os.environ.get("MKTSIM_WRITE_MEASURED", "1") == "1":
        text = json.dumps(view, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
        (ROOT / "docs" / "measured" / "validation.json").write_text(text, encoding="utf-8")
        (ROOT / "docs" / "should_i_believe_this.md").write_text(page(view), encoding="utf-8")
