"""Laws of luck: an address decides alone, and no two addresses share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktsim.streams import FIRST_PERIOD, STREAMS, Address, Domain, Luck, stream_key, uniforms

NAMES = st.sampled_from([spec.name for spec in STREAMS])
PARTS = st.one_of(st.text(max_size=6), st.integers(-(2**70), 2**70))
ENTITIES = st.one_of(PARTS, st.lists(PARTS, max_size=3).map(tuple))
ADDRESSES = st.builds(
    Address,
    seed=st.integers(-(2**70), 2**70),
    label=st.text(max_size=6),
    replication=st.integers(0, 2**40),
    domain=st.sampled_from(Domain),
)


@given(ADDRESSES, NAMES, ENTITIES, st.integers(FIRST_PERIOD, 5000), st.integers(1, 9), st.integers(1, 9), st.data())
def test_a_period_yields_the_same_row_in_every_window(address, name, entity, first, periods, block, data):
    whole = uniforms(address, name, entity, first, periods, block)
    period = data.draw(st.integers(first, first + periods - 1))
    alone = uniforms(address, name, entity, period, 1, block)
    assert whole.shape == (periods, block)
    assert whole[period - first].tobytes() == alone[0].tobytes()
    assert (whole > 0.0).all()
    assert (whole < 1.0).all()


@given(ADDRESSES, NAMES, ENTITIES, ADDRESSES, NAMES, ENTITIES)
def test_different_addresses_have_different_keys(address, name, entity, address2, name2, entity2):
    same = (address, name, entity) == (address2, name2, entity2)
    assert same == (stream_key(address, name, entity).tolist() == stream_key(address2, name2, entity2).tolist())


@given(st.permutations([(name, entity) for name in ("market.demand", "rival.move") for entity in ("a", "b", 3)]))
def test_order_and_number_of_requests_do_not_matter(order):
    address = Address(7, "w/0", 2)
    luck = Luck(address, 0, 20)
    for name, entity in order:
        expected = uniforms(address, name, entity, 5, 1, 2)[0].tolist()
        assert luck.row(name, entity, 5, 2) == expected


def test_a_reader_outside_its_window_reads_the_same_numbers():
    address = Address(7, "w/0", 2)
    narrow, wide = Luck(address, 0, 3), Luck(address, -50, 200)
    periods = (-50, -1, 0, 2, 3, 149)
    rows = [narrow.row("work.duration", "d", period, 3) for period in periods]
    assert rows == [wide.row("work.duration", "d", period, 3) for period in periods]


@pytest.mark.parametrize("block", [1, 4, 5])
def test_rows_are_independent_uniforms(block):
    numbers = uniforms(Address(1, "w/0", 0), "market.demand", "north", -1000, 4000, block)
    flat = numbers.ravel()
    count = flat.size
    assert abs(flat.mean() - 0.5) < 4.0 / np.sqrt(12.0 * count)
    lag = np.corrcoef(flat[:-1], flat[1:])[0, 1]
    assert abs(lag) < 4.0 / np.sqrt(count)
    histogram = np.bincount((flat * 20).astype(int), minlength=20)
    chi2 = ((histogram - count / 20) ** 2 / (count / 20)).sum()
    assert chi2 < 43.8  # 99.9% point of chi-square with 19 degrees of freedom


def test_neighbouring_replications_seeds_and_entities_are_uncorrelated():
    def draw(seed, replication, entity):
        return uniforms(Address(seed, "w/0", replication), "market.demand", entity, 0, 2000, 1)[:, 0]

    base = draw(1, 0, 0)
    for other in (draw(2, 0, 0), draw(1, 1, 0), draw(1, 0, 1)):
        assert abs(np.corrcoef(base, other)[0, 1]) < 4.0 / np.sqrt(2000)
