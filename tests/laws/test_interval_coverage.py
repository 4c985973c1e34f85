"""Coverage of printed intervals on made studies whose truth is known (docs/coverage.md has the whole table)."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FULL = 2000


@pytest.fixture(scope="module")
def coverage():
    place = importlib.util.spec_from_file_location(
        "coverage_of_intervals", ROOT / "benchmarks" / "interval_coverage.py"
    )
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def committed():
    """Rows of the committed page: (quantity, replications, worlds) with coverage and how it is told."""
    told = "rough|an interval|exact bounds|at least the level"
    row = re.compile(rf"^\| ([^|]+) \| (\d+) \| (\d+) \| ([\d.]+)% \| ({told}) \|$", re.MULTILINE)
    page = (ROOT / "docs" / "coverage.md").read_text("utf-8")
    return {
        (name, int(rows), int(worlds)): (float(held) / 100.0, told)
        for name, rows, worlds, held, told in row.findall(page)
    }


ERROR = 0.008
"""One and a half standard errors of a row of the page."""


def test_committed_coverage_keeps_the_level_within_two_points_or_says_otherwise():
    found = committed()
    assert len(found) >= 40
    for name, (held, told) in found.items():
        if told in {"exact bounds", "at least the level"}:
            assert held >= 0.95 - ERROR, name
        elif told != "rough":
            assert abs(held - 0.95) <= 0.02 + ERROR, name


def test_a_few_plays_of_two_levels_cover_about_as_often_as_they_say(coverage):
    held, is_rough = coverage.held_leads(150, 10, 8)
    assert not is_rough
    assert held >= 0.88
    assert coverage.held_break_evens(150, 8, 1)[0] >= 0.88
    assert coverage.held_knowing(150, 10, 64)[0] >= 0.88
    assert coverage.held_knowing(20, 10, 32)[1], "with fewer than 64 worlds it is called rough"
    assert coverage.held_sobol(coverage.smooth, "total")(20, 1, 32)[0] >= 0.9
    assert coverage.held_sobol(coverage.jumping, "first")(20, 1, 16)[1], "with fewer than 32 rows it is called rough"


@pytest.mark.long
def test_all_intervals_cover_as_the_page_says(coverage):
    for name, rows, worlds, held, is_rough in coverage.rows_of(FULL):
        known, told = committed()[name, rows, worlds]
        assert held == pytest.approx(known, abs=0.0006), name
        assert is_rough == (told == "rough"), name
