"""What a cell costs beside its model: a few bare rows in the parent, memory flat, time in proportion to the cells."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

PLACE = Path(__file__).parents[2] / "benchmarks" / "store.py"
sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

MOST_RATIO = 25.0
"""Largest processor time a cell over that of a bare row written in the same run, measured at about 5."""


@pytest.fixture(scope="module")
def benchmark():
    pytest.importorskip("psutil")
    spec = importlib.util.spec_from_file_location("store_benchmark", PLACE)
    module = importlib.util.module_from_spec(spec)
    sys.modules["store_benchmark"] = module
    spec.loader.exec_module(module)
    return module


def test_a_thousand_cells_cost_the_parent_little(tmp_path, benchmark):
    found = benchmark.measured(1_500, 2, tmp_path)
    bare = benchmark.bare_seconds(1_500, int(found.bytes_a_cell), tmp_path)
    assert found.cells == 1_500
    assert found.seconds_a_cell < MOST_RATIO * bare
    assert found.growth_of_memory < benchmark.MOST_GROWTH
    assert found.bytes_a_cell < 2_000


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_a_million_cells_cost_ten_times_a_hundred_thousand(tmp_path, benchmark):
    for name in ("fewer", "more"):
        (tmp_path / name).mkdir()
    fewer = benchmark.measured(100_000, 1, tmp_path / "fewer")
    more = benchmark.measured(1_000_000, 1, tmp_path / "more")
    bare = benchmark.bare_seconds(100_000, int(fewer.bytes_a_cell), tmp_path)
    for found in (fewer, more):
        assert found.seconds_a_cell < MOST_RATIO * bare
        assert found.growth_of_time < benchmark.MOST_GROWTH
    assert more.seconds_a_cell < benchmark.MOST_GROWTH * fewer.seconds_a_cell
    assert more.digest_seconds_a_cell < benchmark.MOST_GROWTH * fewer.digest_seconds_a_cell
    assert more.megabytes < benchmark.MOST_GROWTH * fewer.megabytes
