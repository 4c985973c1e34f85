"""Pinned words: an address means the same luck on every platform and in every version."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.random import Philox

from mktsim.streams import Address, Domain, raw_words, stream_key, uniforms

CASES = [
    (
        (Address(1, "demo/0", 0), "market.brand_shock", "B"),
        (0x0E2360C034E2EF72, 0x4F25CB7A93F59B7E),
        (0, 0x2CD5A10EA450B4C7, 0x20F394B40BF0A063, 0xF87CFBFBDACA8984),
    ),
    (
        (Address(1, "demo/0", 0), "market.brand_shock", "B"),
        (0x0E2360C034E2EF72, 0x4F25CB7A93F59B7E),
        (-4096, 0x716DB4818F1F4E59),
    ),
    (
        (Address(2**32, "tea_chain/3", 17, Domain.BOOTSTRAP), "work.duration", ("marketing.01", "brand")),
        (0xC5EAA416B5D87F4C, 0xB3A68A5BD2CEDCAF),
        (
            365,
            0xDCFD78554E35A517,
            0xC35CA19B6360F3D2,
            0xBE2CA9734DDFFAF2,
            0x9507A8EDD3B2AF9F,
            0xF70C09566E9AFFCF,
        ),
    ),
]


@pytest.mark.parametrize(("where", "key", "words"), CASES)
def test_the_first_words_of_a_stream_never_change(where, key, words):
    period, *expected = words
    assert tuple(stream_key(*where).tolist()) == key
    assert raw_words(*where, (period, 1), len(expected))[0].tolist() == expected


def test_philox_is_the_published_generator():
    # Known answer of Random123 (Salmon et al. 2011) for philox4x64-10, counter 0, key 0; numpy steps first.
    published = [0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B]
    assert Philox(key=0, counter=2**256 - 1).random_raw(4).tolist() == published


def test_uniforms_are_made_of_the_leading_52_bits():
    address, name, entity = CASES[0][0]
    expected = [(word // 2**12 + 0.5) / 2**52 for word in CASES[0][2][1:]]
    assert uniforms(address, name, entity, 0, 1, 3)[0].tolist() == expected


def test_the_largest_word_stays_below_one():
    # 53 bits would not do: 2^53 - 1 + 1/2 rounds to 2^53, which is a uniform of exactly 1.
    largest = np.uint64(2**64 - 1)
    assert ((largest >> np.uint64(11)) + 0.5) * 2.0**-53 == 1.0
    assert ((largest >> np.uint64(12)) + 0.5) * 2.0**-52 < 1.0
