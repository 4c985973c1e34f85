"""Whatever a file holds, it is read or refused in words: no input ends in a traceback."""

from __future__ import annotations

import numpy as np
import pytest
from wild_histories import Wild

from mktsim.errors import InputError
from mktsim.evidence.history.asked import Asked, Gaps, asked_columns
from mktsim.evidence.history.choices import read_choices
from mktsim.evidence.history.kind import kind_of
from mktsim.evidence.history.numbers import Decimal
from mktsim.evidence.history.panel import read_panel
from mktsim.evidence.history.series import read_series


def tried(path, wild):
    """Return how many of the readers could read a file; all others refused it."""
    names, gaps, decimal = wild.options()
    asked = Asked(asked_columns(names), Gaps(gaps) if gaps else None, Decimal(decimal) if decimal else None)
    count = 0
    for read in (
        lambda: kind_of(path, asked),
        lambda: series_holds(read_series(path, asked=asked)),
        lambda: panel_holds(read_panel(path, asked=asked)),
        lambda: read_choices(path),
    ):
        try:
            read()
        except InputError as error:
            refused_in_words(error)
        else:
            count += 1
    return count


def refused_in_words(error):
    assert error.problems
    assert all(one.message and "\n" not in one.message for one in error.problems)


def series_holds(series):
    assert np.all(np.isfinite(series.sales))
    assert series.sales.min() >= 0.0 < series.sales[0]
    assert len(series.labels) == series.observed.size == series.sales.size
    assert series.per_year > 0.0


def panel_holds(panel):
    assert np.all(np.isfinite(panel.sales))
    assert panel.sales.min() >= 0.0
    assert all(np.all(np.isfinite(values)) and values.shape == panel.sales.shape for _, values in panel.drivers)
    assert panel.account.max() < len(panel.accounts)


def run(seeds, file):
    read = 0
    for seed in seeds:
        wild = Wild(seed)
        try:
            read += tried(file(wild.text()), wild)
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
    return read


def test_two_hundred_wild_histories_are_read_or_refused(file):
    assert run(range(200), file) > 60


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_ten_thousand_wild_histories_are_read_or_refused(file):
    assert run(range(1_000, 11_000), file) > 3_000
