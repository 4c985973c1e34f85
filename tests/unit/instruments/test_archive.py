"""The archive records what channels sold, as exactly as its coverage allows."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.model.instruments.archive import Archive, relative_error

UNITS = np.array([[300.0, 100.0], [60.0, 40.0]])


def test_full_coverage_is_nearly_exact_and_gaps_cost_accuracy():
    errors = [relative_error(c) for c in (0.0, 0.1, 0.5, 0.9, 1.0)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] == pytest.approx(0.01)
    assert errors[0] == relative_error(0.02)


def test_records_are_unbiased_and_spread_as_stated():
    grid = (np.arange(2000) + 0.5) / 2000
    archive = Archive(weeks=2000, first_week=-10, regions=2, channels=2)
    for k, u in enumerate(grid):
        archive.record(k - 10, UNITS, np.full((2, 2), u), coverage=0.3)
    seen = archive.through(5000)
    ratio = seen.units[:, 0, 0] / 300.0
    assert ratio.mean() == pytest.approx(1.0, abs=1e-4)
    assert ratio.std() == pytest.approx(relative_error(0.3), rel=0.01)
    assert (seen.cell_errors == relative_error(0.3)).all()


def test_a_view_ends_where_the_reader_stands_and_cannot_be_written():
    archive = Archive(weeks=8, first_week=-2, regions=2, channels=2)
    assert archive.last_week == -3
    for week in range(-2, 3):
        archive.record(week, UNITS, np.full((2, 2), 0.5), coverage=1.0)
    assert archive.last_week == 2
    view = archive.through(0)
    assert view.first_week == -2
    assert view.totals() == pytest.approx([500.0] * 3, rel=1e-3)
    assert len(archive.through(-9).units) == 0
    with pytest.raises(ValueError, match="read-only"):
        view.units[0, 0, 0] = 1.0


def test_errors_of_the_total_are_smaller_than_those_of_a_cell():
    archive = Archive(weeks=2, first_week=0, regions=2, channels=2)
    archive.record(0, UNITS, np.full((2, 2), 0.5), coverage=0.2)
    archive.record(1, np.zeros((2, 2)), np.full((2, 2), 0.5), coverage=0.2)
    view = archive.through(1)
    expected = relative_error(0.2) * np.sqrt((UNITS**2).sum()) / UNITS.sum()
    assert view.total_errors()[0] == pytest.approx(expected, rel=1e-6)
    assert view.total_errors()[1] == view.cell_errors[1]


def test_weeks_outside_are_refused():
    archive = Archive(weeks=2, first_week=0, regions=1, channels=1)
    for week in (-1, 2):
        with pytest.raises(IndexError, match="outside"):
            archive.record(week, np.ones((1, 1)), np.full((1, 1), 0.5), 1.0)
