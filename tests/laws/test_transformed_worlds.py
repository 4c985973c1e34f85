"""Metamorphic laws over random worlds: what must follow when a world is changed in a way whose effect is known."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.table import measure_all

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from transformed import FORTUNE, in_world, more_people, plainly, renamed, richer, still, with_event
from world_runs import OWN_SHAPES, cell_of, shape_of

FEW = (108, 113, 139)
"""Worlds in which something is sold."""
MANY = tuple(range(100, 108)) + tuple(range(114, 139)) + (147, 152)
NUMBERS = [OWN_SHAPES + n for n in FEW] + [pytest.param(OWN_SHAPES + n, marks=pytest.mark.long) for n in MANY]
ROUNDING = 1e-9
worlds = pytest.mark.parametrize("number", NUMBERS)
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(autouse=True)
def _overflow_on_the_way():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def units(history):
    return history.series.column("units")


def world(number):
    """Return the still cell of a number; a world that is refused has no law."""
    try:
        return still(number)
    except ValueError as error:
        pytest.skip(f"refused: {str(error)[:60]}")


def close(found, wanted):
    return bool(np.allclose(found, wanted, rtol=ROUNDING, atol=ROUNDING * max(1.0, float(np.abs(wanted).max()))))


@worlds
def test_money_in_another_unit_sells_the_same_and_is_worth_as_many_times_more(number):
    cell = world(number)
    before, after = plainly(number), simulate(richer(cell))
    assert close(units(after), units(before))
    assert measure_all(after)["npv"] == pytest.approx(FORTUNE * measure_all(before)["npv"], rel=1e-7)


@worlds
def test_twice_the_people_with_twice_of_all_totals_buy_twice_as_much(number):
    """Households, outlets, capacity, spending, staff's pay and budgets double; prices and what is per head do not.

    Not a bit more exact than eight digits: a few guards against zero, such as a least spending, are of a fixed size.
    """
    cell = world(number)
    before, after = plainly(number), simulate(more_people(cell))
    assert units(after) == pytest.approx(2.0 * units(before), rel=1e-7, abs=1e-7)
    assert measure_all(after)["npv"] == pytest.approx(2.0 * measure_all(before)["npv"], rel=1e-7)


@worlds
def test_new_names_keep_every_number_where_an_id_keeps_the_luck(number):
    try:
        cell = cell_of(number, shape_of(number))
    except ValueError as error:
        pytest.skip(f"refused: {str(error)[:60]}")
    before, kept, lost = (simulate(one).series for one in (cell, renamed(cell, True), renamed(cell, False)))
    assert np.array_equal(kept.values, before.values, equal_nan=True)
    assert not np.array_equal(lost.column("category_units"), before.column("category_units"))


@worlds
def test_what_changes_nothing_changes_no_bit(number):
    cell = world(number)
    after = simulate(with_event(cell, kind="demand", change=0.0))
    assert np.array_equal(after.series.values, plainly(number).series.values, equal_nan=True)


@worlds
def test_the_order_of_segments_and_of_policies_means_nothing(number):
    cell = world(number)
    market = cell.scenario.market
    backwards = in_world(
        cell,
        market=market.model_copy(update={"segments": market.segments[::-1]}),
        policies=dict(reversed(cell.scenario.policies.items())),
    )
    assert close(units(simulate(backwards)), units(plainly(number)))
