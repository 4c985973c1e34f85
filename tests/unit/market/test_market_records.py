"""Records: named views on one buffer, copies that share nothing, numbers, and sizes of every letter."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.model.market.layout import COEFFICIENTS, Levers, Output, Parameters, RandomInputs, State, lengths
from mktsim.model.market.population import build
from mktsim.model.market.record import MOST_DIMENSIONS, Record, array, whole
from mktsim.model.market.runner import MarketRunner, Switches
from mktsim.model.world import Sizes
from support.real_world import grocery

RECORDS = (Parameters, State, Levers, RandomInputs, Output)


class Shelf(Record, numbers=("depth", "height")):
    """Two arrays, one of whole numbers, and two numbers."""

    books = array("rc")
    kinds = whole("c")
    weights = array("r")


def shelf():
    one = Shelf({"r": 2, "c": 3})
    one.books[:] = np.arange(6.0).reshape(2, 3)
    one.kinds[:] = (7, 8, 9)
    one.depth, one.height = 0.5, 4.0
    return one


def test_arrays_are_views_on_one_buffer_in_the_order_of_their_declaration():
    one = shelf()
    assert one.books.shape == (2, 3)
    assert np.shares_memory(one.books, one.floats)
    assert np.shares_memory(one.kinds, one.wholes)
    assert one.floats.tolist() == [0, 1, 2, 3, 4, 5, 0, 0]
    assert one.wholes.tolist() == [7, 8, 9]
    assert one.kinds.dtype == np.int64
    one.floats[6] = 2.5
    assert one.weights[0] == 2.5


def test_numbers_are_read_and_written_by_name_as_floats():
    one = shelf()
    one.depth = 3
    assert one.depth == 3.0
    assert isinstance(one.depth, float)
    assert one.numbers.tolist() == [3.0, 4.0]
    with pytest.raises(AttributeError, match="width"):
        _ = one.width


def test_an_array_is_written_into_and_never_replaced():
    """Compiled code sees the buffers: what stood beside them would be lost without a word."""
    one = shelf()
    with pytest.raises(AttributeError, match="books is an array: write into it"):
        one.books = np.zeros((2, 3))
    with pytest.raises(AttributeError, match="Shelf has no width"):
        one.width = 1.0
    one.books += 1.0
    assert one.floats[:6].tolist() == [1, 2, 3, 4, 5, 6]


def test_a_copy_shares_nothing_and_knows_the_same_sizes():
    one = shelf()
    other = one.copy()
    other.books[0, 0], other.kinds[0], other.depth = 9.0, 1, 8.0
    assert (one.books[0, 0], one.kinds[0], one.depth) == (0.0, 7, 0.5)
    assert other.sizes == one.sizes
    assert np.shares_memory(other.books, other.floats)
    assert not np.shares_memory(other.floats, one.floats)


def test_taking_over_copies_every_value_and_keeps_the_views():
    one, other = shelf(), Shelf({"r": 2, "c": 3})
    view = other.books
    other.take(one)
    assert np.array_equal(view, one.books)
    assert np.array_equal(other.kinds, one.kinds)
    assert (other.depth, other.height) == (0.5, 4.0)
    one.books[:] = 0.0
    assert view[1, 2] == 5.0


def test_records_of_different_sizes_are_not_taken_over():
    with pytest.raises(ValueError, match="broadcast"):
        Shelf({"r": 2, "c": 3}).take(Shelf({"r": 2, "c": 4}))


@pytest.mark.parametrize("kind", RECORDS)
def test_every_record_of_the_market_has_a_length_for_every_letter_and_fits_the_compiled_view(kind):
    sizes = lengths(Sizes.of(grocery()), weeks=3)
    record = kind(sizes)
    names = [one.name for one in kind.arrays]
    assert len(names) == len(set(names))
    for place, one in enumerate(kind.arrays):
        assert 0 < len(one.dims) <= MOST_DIMENSIONS
        view = getattr(record, one.name)
        assert view.shape == tuple(sizes[letter] for letter in one.dims)
        assert record.shapes[place].prod() == view.size
    assert record.starts[0] == 0
    assert sum(getattr(record, name).size for name in names) == record.floats.size + record.wholes.size


def test_each_coefficient_of_the_scenario_is_a_number_of_the_parameters():
    p = build(grocery())
    assert set(Parameters.number_index) == set(COEFFICIENTS)
    assert p.price == grocery().market.choice.price_coefficient
    assert p.reference_money == grocery().market.reference_price_money


def test_a_runner_begins_blank_and_its_copy_of_the_parameters_is_its_own():
    p = build(grocery())
    market = MarketRunner(Switches().of(p), Sizes.of(grocery()))
    assert not market.state.floats.any()
    assert np.all(market.levers.message == 1.0)
    market.parameters.price = 9.0
    assert p.price != 9.0
