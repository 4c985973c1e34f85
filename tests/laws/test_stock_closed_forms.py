"""C10, C11 and C13 hold through a run: members' stock and orders under independent demand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from mktsim.inputs.trade import Brand, Supply
from mktsim.model.simulate import simulate
from support.plain_market import EVERYWHERE, QUIET, cell, open_channel, packaged

MEAN, SD = 900.0, 30.0  # counts of a large market are all but normal
WEEKS = 2600
FIXED = 1e-9
"""Smoothing at which members' forecast stays what it was at the opening; less than files may ask for."""


def run(*, cover_weeks=0.0, transit_days=7.0, smoothing=FIXED, level=None, replication=0, patient=0.0):
    """Return the series of one member whose order-up-to level is `level`, else `cover` times mean demand."""
    cover = cover_weeks + 1.0 + transit_days / 7.0
    supply = Supply(
        launch_forecast_per_week=MEAN if level is None else (level + 0.5) / cover,
        opening_weeks=52.0,
        lead_weeks=0.0,
        safety_weeks=26.0,
        yield_share=1.0,
        yield_sd=0.0,
        obsolescence_per_year=0.0,
        other_store=0.0,
        other_brand=0.0,
        delay=patient,
    )
    world = packaged(
        (Brand(name="only", price_money=1.0, share=1.0, **EVERYWHERE),),
        households=MEAN,
        weeks=WEEKS,
        luck=QUIET.model_copy(update={"counts": True}),
        supply=supply,
        channel=open_channel(transit_days=transit_days, cover_weeks=cover_weeks).model_copy(
            update={"forecast_smoothing": smoothing}
        ),
    )
    series = simulate(cell(world, replication=replication)).series
    assert series.column("stock_firm").min() > 0.0  # members, not the firm, are on trial
    return series


def loss(z):
    """Return the standard normal loss function."""
    return norm.pdf(z) - z * norm.sf(z)


def test_newsvendor():
    under, over = 7.0, 3.0
    z = norm.ppf(under / (under + over))
    quantity = math.floor(MEAN + z * SD)  # stock is fresh each week: transit and review fit into it
    runs = [run(level=quantity, replication=r) for r in range(3)]
    demand, sold, lost, left = (
        np.concatenate([s.column(name) for s in runs]) for name in ("desired", "units", "lost", "stock_channel")
    )
    assert np.array_equal(lost, np.maximum(demand - quantity, 0.0))
    assert np.array_equal(sold, np.minimum(demand, quantity))
    exact = (quantity - MEAN) / SD
    assert lost.mean() == pytest.approx(SD * loss(exact), rel=0.06)
    assert sold.mean() == pytest.approx(MEAN - SD * loss(exact), rel=2e-3)
    assert left.mean() == pytest.approx(quantity - MEAN + SD * loss(exact), rel=0.06)
    cost = (under * lost + over * left).mean()
    assert cost == pytest.approx((under + over) * SD * norm.pdf(z), rel=0.05)


def test_base_stock_with_a_fixed_forecast_repeats_demand_in_orders():
    series = run(level=math.floor(3 * MEAN + 5 * SD * math.sqrt(3)), transit_days=21.0)
    orders, demand = (series.column(name)[10:] for name in ("orders", "desired"))
    assert series.column("lost").sum() == 0.0
    assert np.array_equal(orders, demand)


def test_base_stock_leaves_the_level_less_the_demand_of_lead_time_and_review():
    level = math.floor(3 * MEAN + 5 * SD * math.sqrt(3))
    series = run(level=level, transit_days=21.0)
    demand = series.column("desired")
    protected = np.convolve(demand, np.ones(3), mode="valid")
    assert np.array_equal(series.column("stock_channel")[10:], level - protected[8:])


def fixed_level_runs(patient):
    level = math.floor(3 * MEAN + 1.645 * SD * math.sqrt(3))
    return [run(level=level, transit_days=21.0, replication=r, patient=patient) for r in range(4)]


def test_base_stock_fill_rate_where_customers_wait():
    runs = fixed_level_runs(patient=1.0)
    assert all(s.column("lost").sum() == 0.0 for s in runs)
    waiting = np.concatenate([(s.column("desired") - s.column("units"))[10:] for s in runs])
    blocks = waiting[: len(waiting) // 100 * 100].reshape(-1, 100).mean(axis=1)
    error = blocks.std() / math.sqrt(len(blocks))
    expected = SD * math.sqrt(3) * loss(1.645)
    assert waiting.mean() == pytest.approx(expected, abs=3.0 * error)
    assert error < 0.1 * expected
    assert 1.0 - waiting.mean() / 100.0 == pytest.approx(0.98914, abs=1e-3)  # published for a mean of 100


def test_lost_customers_leave_stock_for_the_next_ones():
    lost = np.concatenate([s.column("lost")[10:] for s in fixed_level_runs(patient=0.0)])
    assert 0.0 < lost.mean() < SD * math.sqrt(3) * loss(1.645)


@pytest.mark.parametrize(("smoothing", "cover_weeks"), [(0.2, 0.0), (0.1, 1.0), (0.4, 0.0)])
def test_bullwhip_of_exponential_smoothing(smoothing, cover_weeks):
    series = run(smoothing=smoothing, cover_weeks=cover_weeks)
    orders, demand = (series.column(name)[50:] for name in ("orders", "desired"))
    lead = cover_weeks + 2.0
    ratio = 1.0 + 2.0 * lead * smoothing + 2.0 * (lead * smoothing) ** 2 / (2.0 - smoothing)
    assert orders.var() / demand.var() == pytest.approx(ratio, rel=0.05)
    assert orders.mean() == pytest.approx(demand.mean(), rel=1e-3)
