"""C1 and C3 of the evidence page hold through a run on a plain market."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.inputs.luck import Luck
from mktsim.inputs.market import Adoption, Segment
from mktsim.inputs.trade import Brand
from mktsim.model.simulate import simulate
from support.plain_market import EVERYWHERE, QUIET, cell, durable

WEEK = 7.0 / 365.25
P, Q = 0.03, 0.38
PLAIN = Adoption(p_per_year=P, q_per_year=Q, affordability=False)


def at_year(cumulative, year):
    return float(np.interp(year / WEEK, np.arange(len(cumulative) + 1), np.concatenate(([0.0], cumulative))))


@pytest.fixture(scope="module")
def adopters():
    history = simulate(cell(durable(PLAIN)))
    return np.cumsum(history.series.column("category_units"))


@pytest.mark.parametrize(("year", "expected"), [(5, 331.1986), (10, 812.8032)])
def test_bass_cumulative_adopters_lie_on_the_closed_form(adopters, year, expected):
    assert at_year(adopters, year) == pytest.approx(expected, rel=2e-5)


def test_bass_yearly_flows_lie_on_the_closed_form(adopters):
    years = [at_year(adopters, y) for y in range(11)]
    published = [35.758, 49.298, 65.444, 82.65, 98.048, 108.037, 109.775, 102.728, 88.99, 72.076]
    assert np.diff(years) == pytest.approx(published, rel=5e-4)


def test_two_generations_lie_on_norton_and_bass():
    gap = round(5 / WEEK)
    segments = (Segment(name="early", share=0.4), Segment(name="late", share=0.6, first_generation=1))
    brands = tuple(Brand(name=f"g{g}", price_money=1.0, share=1.0, generation=g, **EVERYWHERE) for g in range(2))
    adoption = Adoption(p_per_year=P, q_per_year=Q, affordability=False, generation_gap_weeks=(gap,))
    history = simulate(cell(durable(adoption, households=2500.0, brands=brands, segments=segments, weeks=800)))
    old = np.cumsum(history.series.column("units.g0"))
    new = np.cumsum(history.series.column("units.g1"))
    for year, using_new in ((10, 765.997), (15, 2008.932)):
        assert at_year(new, year) == pytest.approx(using_new, rel=2e-3)  # the gap is rounded to whole weeks
    assert old[-1] < 1000.0


def test_counted_adopters_scatter_around_the_closed_form_by_the_square_root_of_the_market():
    world = durable(PLAIN, households=40_000.0, weeks=261, luck=QUIET.model_copy(update={"counts": True}))
    ends = [simulate(cell(world, replication=r)).series.column("category_units").sum() for r in range(12)]
    expected = at_year(
        np.cumsum(simulate(cell(durable(PLAIN, households=40_000.0))).series.column("category_units")), 261 * WEEK
    )
    assert np.mean(ends) == pytest.approx(expected, rel=0.01)
    assert 0.0 < np.std(ends) / expected < 0.02
    assert all(float(e).is_integer() for e in ends)


def test_whoever_cannot_afford_the_category_does_not_adopt():
    dear = Segment(name="poor", share=1.0, reservation_price_money=0.01, reservation_sd=0.1)
    adoption = Adoption(p_per_year=P, q_per_year=Q, affordability=True)
    history = simulate(cell(durable(adoption, segments=(dear,), weeks=104)))
    assert history.series.column("category_units").sum() < 1e-6


def test_luck_of_counts_leaves_the_plain_market_alone():
    noisy = Luck(**(QUIET.model_dump() | {"counts": False}))
    one, two = (simulate(cell(durable(PLAIN, luck=noisy, weeks=52), replication=r)) for r in (0, 7))
    assert np.array_equal(one.series.values, two.series.values, equal_nan=True)
