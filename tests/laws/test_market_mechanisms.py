"""What retailers, talk, doubt, the business cycle and generations must do, whatever the parameters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mktsim.inputs.cell import LuckSource
from mktsim.model.market import luck as market_luck
from mktsim.model.supply.forward import weeks_ahead
from mktsim.model.world import Sizes
from mktsim.streams import Address
from support.bare_market import BareMarket
from support.durable_world import durable_world
from support.real_world import world

OWN = 0


def grocery():
    whole, _ = world()
    market = BareMarket(whole.model_copy(update={"market": whole.market.model_copy(update={"types_per_segment": 4})}))
    market.close(5)
    return market


GROCERY = grocery()


def cut_of(market, deal, brand=OWN):
    moved = market.copy()
    moved.levers[0]["deal"][:, brand] = deal
    moved.close()
    s = moved.state[0]
    return 1.0 - s["paid"][:, brand] / s["shelf"][:, brand]


@settings(max_examples=20)
@given(deal=st.floats(0.01, 0.3), more=st.floats(1.05, 2.0))
def test_a_deeper_deal_reaches_the_shelf_more_than_in_proportion(deal, more):
    small, large = cut_of(GROCERY, deal), cut_of(GROCERY, deal * more)
    assert np.all(small > 0.0)
    assert np.all(large >= more * small * (1.0 - 1e-9))


def test_without_work_all_outlets_pass_what_leaves_them_best_off():
    """Deal over invoice and displaced margin: dp/p = d / (w + (1 - mu) m) at equal prices and margins."""
    market = GROCERY.copy()
    market.parameters["change_cost"] = 0.0
    margin = market.levers[0]["margin"][OWN]
    shelf = market.state[0]["shelf"]
    usual = (market.levers[0]["margin"][None] * shelf).mean(axis=1)
    mu = float(market.parameters[0]["mu"])
    expected = 0.1 * shelf[:, OWN] / (shelf[:, OWN] * (1.0 - margin) + (1.0 - mu) * usual)
    assert cut_of(market, 0.1) == pytest.approx(expected, rel=1e-9)


def test_brands_that_sell_more_get_more_passed():
    market = GROCERY.copy()
    market.state[0]["velocity"][:, 1] = 4.0 * market.state[0]["velocity"][:, OWN]
    market.levers[0]["price"][1] = market.levers[0]["price"][OWN]
    market.state[0]["shelf"][:, 1] = market.state[0]["shelf"][:, OWN]
    assert np.all(cut_of(market, 0.07, 1) > cut_of(market, 0.07))


@settings(max_examples=20)
@given(deal=st.floats(0.0, 0.5))
def test_members_buy_ahead_within_storage_cost_and_limit(deal):
    channels = world()[0].channels
    ahead = weeks_ahead(np.full((2, len(channels)), deal), channels)
    for c, channel in enumerate(channels):
        saving = deal / (1.0 - channel.margin_share)
        assert ahead[0, c] == pytest.approx(min(saving / channel.forward_cost, channel.forward_limit_weeks))


def test_expected_deals_lose_their_pull():
    fresh, used = GROCERY.copy(), GROCERY.copy()
    used.state[0]["expected_deal"][:, OWN] = 0.1
    for market in (fresh, used):
        market.levers[0]["deal"][:, OWN] = 0.2
        market.close()
    assert used.units()[OWN] < fresh.units()[OWN]


def test_calls_serve_outlets_with_saturation():
    sold = []
    for calls in (0.5, 1.0, 1.5):
        market = GROCERY.copy()
        market.levers[0]["calls"][:, OWN] = calls
        market.close(30)
        sold.append(market.units()[OWN])
    assert sold[0] < sold[1] < sold[2]
    assert sold[2] - sold[1] < sold[1] - sold[0]


def test_doubt_about_the_untried_falls_as_a_brand_is_used_around():
    few, many = GROCERY.copy(), GROCERY.copy()
    few.state[0]["users"][:, OWN], many.state[0]["users"][:, OWN] = 0.1, 0.9
    few.close()
    many.close()
    assert np.all(many.state[0]["doubt"][:, OWN] > few.state[0]["doubt"][:, OWN])
    assert many.units()[OWN] > few.units()[OWN]


# ------------------------------------------------------------------ the business cycle


def cyclical(sd=0.15):
    whole, _ = world()
    luck = whole.market.luck.model_copy(update={"cycle_sd": sd})
    return whole.model_copy(update={"market": whole.market.model_copy(update={"luck": luck})})


def cycles(first, weeks, sd=0.15):
    return market_luck.cycle(cyclical(sd), Address(1, "cycle", 0), first, weeks)


def test_a_year_of_the_cycle_does_not_depend_on_where_a_run_begins():
    assert np.array_equal(cycles(-104, 300)[104:], cycles(0, 196))


def test_the_cycle_is_silenced_with_the_category_and_off_by_default():
    whole = cyclical()
    address, sizes = Address(1, "cycle", 0), Sizes.of(whole)
    loud, quiet = (
        market_luck.draw(whole, sizes, address, (0, 10), frozenset(silenced)).weeks["cycle"]
        for silenced in ((), (LuckSource.CATEGORY,))
    )
    assert loud.any()
    assert not quiet.any()
    assert not cycles(0, 100, sd=0.0).any()


def test_the_cycle_has_its_spread_and_keeps_mean_demand():
    levels = cycles(0, 52 * 400)
    middles = levels[26::52]
    assert middles.std() == pytest.approx(0.15, rel=0.15)
    assert np.exp(middles).mean() == pytest.approx(1.0, abs=0.02)


# ------------------------------------------------------------------ generations


def two_generations(share, weeks):
    run = BareMarket(durable_world(households=5_000.0, generations=(12,), life=1.0, upgrade=share))
    run.close(weeks)
    return run


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_upgrades_at_replacement_move_users_and_lose_none(share):
    """Users of all generations are those who came in, whoever replaces what by which."""
    run = two_generations(share, 80)
    s, p = run.state[0], run.parameters[0]
    users = p["households"] @ s["base"].sum(axis=(1, 2))
    reached = p["households"] @ (s["adopted"][:, 0])
    assert users == pytest.approx(reached, rel=1e-2)
    assert s["base"].min() >= -1e-12


def test_more_upgrades_end_the_old_generation_sooner():
    none, all_ = (two_generations(share, 80) for share in (0.0, 1.0))
    old = none.parameters[0]["generation"] == 0
    assert all_.units()[old].sum() < none.units()[old].sum()
