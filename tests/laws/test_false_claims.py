"""False claims under the null: the committed page keeps one in twenty a family, and the page is made by its script."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made():
    place = importlib.util.spec_from_file_location("false_claims", ROOT / "benchmarks" / "false_claims.py")
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def committed():
    """Rows of the committed page: (claim, made studies) with the share of false claims and its plays."""
    page = (ROOT / "docs" / "claims.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([\d,]+) \| ([\d.]+)% \|$", page, re.MULTILINE)
    return {(claim, study): (float(share) / 100.0, int(plays.replace(",", ""))) for claim, study, plays, share in rows}


def test_no_family_claims_falsely_more_often_than_one_time_in_twenty(made):
    found = committed()
    assert set(found) == set(made.ROWS)
    assert min(plays for _, plays in found.values()) >= 400
    for row, (share, plays) in found.items():
        assert share <= 0.05 + 2.0 * np.sqrt(0.05 * 0.95 / plays), row


def test_a_few_plays_claim_seldom(made):
    cheap = [one for one in made.ROWS.items() if "parameters" not in one[0][1] and "arms" not in one[0][1]]
    assert len(cheap) >= 10
    for row, play in cheap:
        assert made.share(play, 40) <= 6 / 40, row


@pytest.mark.long
def test_false_claims_are_as_often_as_the_page_says(made):
    for row, (share, plays) in committed().items():
        assert made.share(made.ROWS[row], plays) == pytest.approx(share, abs=0.0006), row
