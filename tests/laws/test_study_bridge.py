"""The bridge is exact, whatever the books."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mktsim.study.compare.bridge import STEPS, YearBook, bridge, to_cents

MONEY = st.floats(-1e9, 1e9, allow_nan=False)
COUNT = st.one_of(st.just(0.0), st.floats(0.1, 1e6))
RATE = st.floats(0.01, 1e4)
SHARE = st.floats(0.0, 0.9)


def _years(elements):
    return hnp.arrays(np.float64, 3, elements=elements)


@st.composite
def _books(draw):
    units = draw(_years(COUNT))
    revenue = units * draw(_years(RATE))
    return YearBook(
        units=units,
        lost=draw(_years(COUNT)),
        at_list=units * draw(_years(RATE)),
        revenue=revenue,
        channel_margin=-revenue * draw(_years(SHARE)),
        cost_of_goods=-units * draw(_years(RATE)),
        other=draw(st.dictionaries(st.sampled_from(["discount", "staff", "holding", "something new"]), MONEY)),
        terminal=draw(MONEY),
    )


BOOKS = _books()


@given(st.lists(MONEY, max_size=12))
def test_cents_sum_to_the_rounded_sum(amounts):
    cents = to_cents(amounts)
    assert sum(round(money * 100) for money in cents) == round(math.fsum(amounts) * 100)
    assert all(abs(a - b) <= 0.01 + 1e-6 for a, b in zip(amounts, cents, strict=True))


@given(st.lists(st.tuples(BOOKS, BOOKS), min_size=1, max_size=3))
def test_steps_sum_to_the_difference(pairs):
    weights = [1.0 / len(pairs)] * len(pairs)
    steps = bridge([a for a, _ in pairs], [b for _, b in pairs], weights)
    assert tuple(step.name for step in steps) == STEPS
    difference = math.fsum(w * (a.total - b.total) for (a, b), w in zip(pairs, weights, strict=True))
    # Half a cent is the rounding of the sum itself; the rest is that of doubles.
    assert abs(math.fsum(step.amount for step in steps) - difference) <= 0.0051


@given(BOOKS)
def test_equal_books_have_no_bridge(book):
    assert all(step.amount == 0.0 for step in bridge([book], [book], [1.0]))


def _plain(units=100.0, price=10.0, cost=4.0, lost=0.0, share=0.2):
    q = np.array([units])
    return YearBook(
        q, np.array([lost]), q * price, q * price, -share * q * price, -q * cost, {"advertising": -50.0}, 5.0
    )


@pytest.mark.parametrize(
    ("changed", "step", "money"),
    [
        (_plain(price=11.0), "price", 100.0 * 0.8),
        (_plain(units=110.0), "volume", 10.0 * (8.0 - 4.0)),
        (_plain(cost=3.0), "cost", 100.0),
        (_plain(share=0.3), "trade spend", -100.0),
    ],
)
def test_a_single_change_lands_in_its_own_step(changed, step, money):
    steps = {found.name: found.amount for found in bridge([changed], [_plain()], [1.0])}
    assert steps.pop(step) == pytest.approx(money)
    assert set(steps.values()) == {0.0}


def test_units_lost_to_empty_shelves_are_told_from_units_not_wanted():
    steps = {s.name: s.amount for s in bridge([_plain(units=90.0, lost=10.0)], [_plain()], [1.0])}
    assert steps["volume"] == 0.0
    assert steps["lost sales"] == pytest.approx(-40.0)
