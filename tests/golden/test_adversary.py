"""What the adversary found, as committed: no policy wins by a hole in the market (TRUST.md, law 7)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "docs" / "measured" / "adversary.json"
MOST = 0.25
"""Largest gain over the status quo that an adversary may find."""
ROWS = json.loads(FILE.read_text("utf-8"))["rows"] if FILE.exists() else []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["study"])
def test_no_policy_beats_the_status_quo_by_more_than_a_quarter(row):
    assert row["trials"] >= 100
    assert row["confirmed_on"] >= 10
    assert row["gain"] <= MOST
