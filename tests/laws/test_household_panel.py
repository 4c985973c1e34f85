"""The household panel reproduces the types it stands on, and is NBD within a type."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.evidence.validation.experiments.design import Designer
from mktsim.evidence.validation.experiments.e0_panel import calendar
from mktsim.evidence.validation.lab import Script, settled_lab
from mktsim.model.market.panel import TypeWeeks, members, poisson_counts, sample
from mktsim.streams import Address
from support.real_world import world

HOUSEHOLDS, WEEKS = 50_000, 6


@pytest.fixture(scope="module")
def run():
    scenario, _ = world()
    lab, start = settled_lab(scenario, 30)
    plan = calendar(Designer("test", 0), lab.sizes.brands, WEEKS)
    plan.depth[3, 0], plan.feature[3, 0] = 0.25, 1.0
    return lab, lab.play(start, WEEKS, Script(plan.change(), types=True), 0)


def panel_of(lab, run, size, replication=0):
    address = Address(1, "test", replication)
    names = [brand.name for brand in lab.scenario.brands]
    return sample(address, names, members(lab.parameters.households, size), run.types)


def test_panel_reproduces_the_types_weekly_units_with_promotions_on(run):
    lab, market = run
    households = lab.parameters.households
    panel = panel_of(lab, market, HOUSEHOLDS)
    share = np.bincount(panel.type_of, minlength=len(households)) / HOUSEHOLDS
    expected = HOUSEHOLDS * np.einsum("k,tkb->tb", share, market.types.occasions * market.types.quantity)
    sold = panel.units.sum(axis=0)
    sd = np.sqrt(HOUSEHOLDS * np.einsum("k,tkb->tb", share, market.types.occasions * market.types.quantity**2 * 1.3))
    assert np.abs((sold - expected) / sd).max() < 4.5
    assert np.abs(((sold - expected) / sd).mean()) < 0.6
    whole = market.by_brand * HOUSEHOLDS / households.sum()
    np.testing.assert_allclose(sold.sum(axis=0), whole.sum(axis=0), rtol=0.05)


def test_a_deal_moves_the_panel_as_it_moves_the_market(run):
    lab, market = run
    panel = panel_of(lab, market, HOUSEHOLDS)
    seen = panel.units[:, 3, 0].sum() / panel.units[:, 2, 0].sum()
    assert seen == pytest.approx(market.by_brand[3, 0] / market.by_brand[2, 0], rel=0.12)
    assert seen > 1.5


def test_one_more_household_leaves_the_others_purchases_alone(run):
    lab, market = run
    type_of = members(lab.parameters.households, 40)
    address = Address(1, "test", 0)
    names = [brand.name for brand in lab.scenario.brands]
    few = sample(address, names, type_of, market.types)
    more = sample(address, names, np.append(type_of, 0), market.types)
    assert np.array_equal(few.purchases, more.purchases[:40])


def test_households_of_one_type_buy_at_random():
    weeks = TypeWeeks(np.full((52, 1, 1), 0.1), np.ones((52, 1, 1)), np.ones((52, 1, 1)))
    panel = sample(Address(1, "test", 0), ["only"], np.zeros(4000, np.int64), weeks)
    year = panel.purchases.sum(axis=(1, 2))
    assert year.mean() == pytest.approx(5.2, rel=0.03)
    assert year.var() == pytest.approx(5.2, rel=0.08)


def test_members_are_in_proportion_to_households():
    assert np.bincount(members(np.array([1.0, 3.0, 6.0]), 1000)).tolist() == [100, 300, 600]


def test_poisson_counts_are_the_inverse_transform():
    from scipy.stats import poisson

    u = (np.arange(2000) + 0.5) / 2000
    for mean in (0.01, 0.4, 3.0):
        assert np.array_equal(poisson_counts(u, np.full(2000, mean)), poisson.ppf(u, mean).astype(int))
