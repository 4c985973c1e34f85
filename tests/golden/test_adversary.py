"""What the adversary found, as committed: no policy wins by a hole in the market."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "docs" / "measured" / "adversary.json"
MOST = 0.25
"""Largest gain over the status quo that an adversary may find."""
ROWS = json.loads(FILE.read_text("utf-8"))["rows"] if FILE.exists() else []
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["study"])


@each_row
def test_no_policy_beats_the_status_quo_by_more_than_a_quarter(row):
    assert row["trials"] >= 100
    assert row["confirmed_on"] >= 10
    assert row["gain"] <= MOST


@each_row
def test_a_policy_that_pays_looks_sane(row):
    """Price within 40% of the status quo's, members' margin 15-45%, advertising within a factor of three."""
    if row["gain_low"] <= 0.0:
        return  # nothing was found; where the search stood then says nothing
    given, best = row["did"]["status_quo"], row["did"]["best"]
    assert 0.6 <= best["invoice_money"] / given["invoice_money"] <= 1.4
    assert 0.15 <= best["member_margin_share"] <= 0.45
    assert 1 / 3 <= best["advertising_share_of_revenue"] / given["advertising_share_of_revenue"] <= 3.0
