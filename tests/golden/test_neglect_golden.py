"""Golden: on these seeds, weeks and replications, neglecting a duty moves its own observable as its row says.

Not a law. Runs with and without the duty (`burnt`, whole run) use common random numbers, and the paired mean difference
has to be `SIGNIFICANT` standard errors from zero in the stated direction; but weeks and replications were lengthened
row by row (`LONGER`, `MORE`) until it was. What is pinned is that the effect is there to be found, not how sure a run
is of it; a change of the model that moves outcomes may move a row out of it by chance.

`python docs/neglect.py` measures all rows, and they are committed with the model that they are of; every third of them
that is quick is run again here, the others by `make long`.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from neglect_runs import CATALOGUE, MORE, WEEKS, baseline, paired, size_of, t_statistic

from mktsim.inputs.duty import Direction

ROWS = pytest.mark.parametrize("duty", CATALOGUE, ids=lambda d: d.id)
SIGNIFICANT = 3.0
MEASURED = {
    row["duty"]: row
    for row in json.loads((Path(__file__).parents[2] / "docs/measured/neglect.json").read_text("utf-8"))["rows"]
}
MOST_WEEKS = 700
"""Weeks over all replications beyond which a row takes long: `make long` has it."""
AGAIN = 3
"""One in so many rows is run again."""
WRONG_WAY = {
    "business_planner.2": "hearsay on rivals, sorted, leaves its readers 4% less sure of prices than the own check"
}
"""Rows whose neglect moves the observable against what the row says, and why: to be mended at the cause."""


def towards(duty):
    return 1.0 if duty.seen_in.direction is Direction.UP else -1.0


def assert_seen(duty, weeks, replications):
    with_it, without = paired(duty, weeks, replications)
    assert np.isfinite(with_it).all()
    assert np.isfinite(without).all()
    assert towards(duty) * t_statistic(without - with_it) > SIGNIFICANT, (with_it, without)
    return without - with_it


def _marked(duty, *marks):
    wrong = [pytest.mark.xfail(strict=True, reason=WRONG_WAY[duty.id])] if duty.id in WRONG_WAY else []
    return pytest.param(duty, id=duty.id, marks=[*marks, *wrong])


def _run_again():
    quick = [duty for duty in CATALOGUE if np.prod(size_of(duty)) <= MOST_WEEKS]
    again = {duty.id for duty in quick[::AGAIN]} | WRONG_WAY.keys()
    return [_marked(duty, *([] if duty.id in again else [pytest.mark.long])) for duty in CATALOGUE]


@pytest.mark.parametrize("duty", [_marked(duty) for duty in CATALOGUE])
def test_neglect_moved_the_observable_of_every_row(duty):
    row = MEASURED[duty.id]
    assert (row["scenario"], row["metric"]) == (duty.seen_in.scenario, duty.seen_in.metric)
    assert (row["weeks"], row["replications"]) == size_of(duty)
    assert towards(duty) * row["t"] > SIGNIFICANT


def test_no_row_is_measured_of_a_duty_that_there_is_not():
    assert MEASURED.keys() == {duty.id for duty in CATALOGUE}


@pytest.mark.slow
@pytest.mark.parametrize("duty", _run_again())
def test_neglect_moves_the_observable_of_the_row(duty):
    found = assert_seen(duty, *size_of(duty))
    assert found.mean() == pytest.approx(MEASURED[duty.id]["difference"], rel=1e-6)


@pytest.mark.long
@ROWS
def test_neglect_is_seen_over_the_whole_horizon_too(duty):
    assert_seen(duty, 0, MORE.get(duty.id, 10))


@pytest.mark.slow
def test_every_duty_is_performed_in_the_scenario_of_its_row():
    for duty in CATALOGUE:
        history = baseline(duty.seen_in.scenario, WEEKS[duty.seen_in.scenario], 0)
        row = history.duties.values[history.duties.rows.index(duty.id)]
        assert row[history.duties.columns.index("done")] > 0, duty.id
