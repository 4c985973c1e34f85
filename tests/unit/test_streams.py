"""What streams refuse and what they cost."""

from __future__ import annotations

from time import process_time

import numpy as np
import pytest

from mktsim.streams import (
    FIRST_PERIOD,
    REGISTRY,
    STREAMS,
    Address,
    Domain,
    Registry,
    StreamSpec,
    stream_key,
    uniforms,
    uniforms_of,
)

HERE = Address(1, "w/0", 0)


def test_words_beyond_32_bits_are_other_addresses():
    # numpy's SeedSequence splits numbers into 32-bit words: its (2**32,) equals (0, 1).
    keys = {
        tuple(stream_key(Address(seed, "w/0", replication), "market.demand", entity).tolist())
        for seed in (0, 1, 2**32, 2**32 + 1, 2**64, -1)
        for replication in (0, 1, 2**32)
        for entity in (0, 1, 2**32, (0, 1), (1, 0), (0,), "0", "", ())
    }
    assert len(keys) == 6 * 3 * 9


@pytest.mark.parametrize("window", [(0, 6, 2), (FIRST_PERIOD, 3, 5), (10**9, 2, 9), (7, 1, 1), (0, 0, 3)])
def test_many_streams_at_once_are_the_streams_one_by_one(window):
    first, periods, block = window
    entities = [*((h, "b") for h in range(40)), "z", -4, ()]
    rows = [uniforms(HERE, "market.panel", entity, first, periods, block) for entity in entities]
    np.testing.assert_array_equal(uniforms_of(HERE, "market.panel", entities, (first, periods), block), np.stack(rows))
    assert uniforms_of(HERE, "market.panel", [], (first, periods), block).shape == (0, periods, block)


def test_texts_cannot_run_into_each_other():
    pairs = [("a", "b"), ("ab", ""), ("", "ab"), ("a,b", ""), ("as1:b",), "as1:b"]
    keys = {tuple(stream_key(HERE, "market.demand", entity).tolist()) for entity in pairs}
    assert len(keys) == len(pairs)


def test_numpy_whole_numbers_are_the_same_entity():
    plain = uniforms(HERE, "market.demand", ("r", 3), 0, 1, 1)
    assert uniforms(HERE, "market.demand", ("r", np.int64(3)), 0, 1, 1) == plain


def test_domains_share_nothing():
    rows = {uniforms(Address(1, "w/0", 0, domain), "study.tie", "a", 0, 1, 1)[0, 0] for domain in Domain}
    assert len(rows) == len(Domain)


def test_an_unknown_stream_is_an_error_with_a_hint():
    with pytest.raises(LookupError, match=r"market\.demand"):
        uniforms(HERE, "market.demands", "r", 0, 1, 1)


def test_a_name_declared_twice_is_an_error():
    spec = StreamSpec("market.demand", "x", "y", "z")
    with pytest.raises(ValueError, match=r"market\.demand"):
        Registry((*STREAMS, spec))


def test_every_declared_stream_says_what_it_is():
    assert all(spec.purpose and spec.entity and spec.block and "." in spec.name for spec in STREAMS)
    assert [REGISTRY.spec(spec.name) for spec in STREAMS] == list(STREAMS)


@pytest.mark.parametrize(
    ("first", "periods", "block"),
    [(FIRST_PERIOD - 1, 1, 1), (2**40, 1, 1), (0, -1, 1), (0, 1, 0), (0, 1, -4), (0, 1, 2**24 + 1)],
)
def test_windows_out_of_bounds_are_refused(first, periods, block):
    with pytest.raises(ValueError, match="period"):
        uniforms(HERE, "market.demand", "r", first, periods, block)


def test_an_empty_window_is_empty():
    assert uniforms(HERE, "market.demand", "r", 3, 0, 5).shape == (0, 5)


@pytest.mark.parametrize("seed", [1.0, "1", None, True])
def test_seeds_are_whole_numbers(seed):
    with pytest.raises(TypeError):
        Address(seed, "w/0", 0)


def test_replications_and_labels_are_checked():
    with pytest.raises(ValueError, match="negative"):
        Address(1, "w/0", -1)
    with pytest.raises(TypeError, match="label"):
        Address(1, 3, 0)  # type: ignore[arg-type]


def test_global_randomness_is_untouched():
    before = np.random.get_state()[1].tobytes()  # noqa: NPY002 - the state that must not move
    uniforms(HERE, "market.demand", "r", 0, 100, 3)
    assert np.random.get_state()[1].tobytes() == before  # noqa: NPY002


def test_a_stream_is_cheap():
    # Twice the time of numpy's own generator, made and drawn from as often in the same run.
    def ours(replication):
        uniforms(Address(1, "w/0", replication), "market.demand", "r", 0, 156, 1)

    def bare(replication):
        np.random.Generator(np.random.Philox(key=replication)).random(156)

    def spent(call):
        begin = process_time()
        for replication in range(300):
            call(replication)
        return process_time() - begin

    assert min(spent(ours) / spent(bare) for _ in range(5)) < 6.0
