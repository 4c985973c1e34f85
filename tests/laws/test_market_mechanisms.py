"""What retailers, talk, doubt, the business cycle and generations must do, whatever the parameters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mktsim.inputs.cell import LuckSource
from mktsim.inputs.trade import ChannelKind
from mktsim.model.market import random_inputs
from mktsim.model.supply.forward import weeks_ahead
from mktsim.model.world import Sizes
from mktsim.streams import Address
from support.bare_market import BareMarket
from support.durable_world import durable_world
from support.real_world import grocery, world

OWN = 0


def opened():
    market = BareMarket(grocery())
    market.close(5)
    return market


GROCERY = opened()


def cut_of(market, deal, brand=OWN):
    """Return the money off the shelf price under a deal everywhere, mean over a channel's outlets, (R, C)."""
    moved = market.copy()
    moved.deal(brand, deal)
    moved.close()
    s = moved.state
    return s.shelf[:, brand] - s.paid[:, brand]


@settings(max_examples=20)
@given(deal=st.floats(0.01, 0.3), more=st.floats(1.05, 2.0))
def test_a_deeper_deal_reaches_the_shelf_more_than_in_proportion(deal, more):
    small, large = cut_of(GROCERY, deal), cut_of(GROCERY, deal * more)
    assert np.all(small > 0.0)
    assert np.all(large >= more * small * (1.0 - 1e-9))


@settings(max_examples=20)
@given(deal=st.floats(0.01, 0.4), cover=st.floats(0.05, 1.0))
def test_without_work_all_outlets_pass_a_deal_on_money_for_money(deal, cover):
    """To first order the best cut of one price is the fall of its invoice (logit demand)."""
    market = GROCERY.copy()
    market.parameters.change_cost[:] = 0.0
    market.deal(OWN, deal, cover)
    market.close()
    s = market.state
    assert s.shelf[:, OWN] - s.paid[:, OWN] == pytest.approx(cover * deal * s.invoice[:, OWN], rel=1e-9)


def margins_world(power):
    """Return a durable's market in which all mind prices alike, so that nothing but the invoice moves margins."""
    whole = durable_world()
    choice = whole.market.choice.model_copy(update={"price_power": power, "price_sd": 0.0})
    channels = tuple(c.model_copy(update={"margin_share": 0.15, "handling_share": 0.05}) for c in whole.channels)
    market = whole.market.model_copy(update={"choice": choice})
    return whole.model_copy(update={"market": market, "channels": channels})


@settings(max_examples=8)
@given(factor=st.floats(0.2, 3.0), power=st.sampled_from([0.0, 0.5, 1.0]))
def test_chains_pass_a_lasting_invoice_on_by_the_curve_of_demand(factor, power):
    """In proportion under constant elasticity, money for money where utility is linear in it; never below cost."""
    market = BareMarket(margins_world(power))
    market.levers.invoice[OWN] *= factor
    market.close(400)
    s, p = market.state, market.parameters
    cost, before = s.invoice[:, OWN] + p.handling, s.invoice[:, OWN] / factor + p.handling
    opening = p.base_price[OWN]
    earned = (opening - before) * (s.shelf[:, OWN] / opening) ** (1.0 - power)
    assert s.shelf[:, OWN] - cost == pytest.approx(earned, rel=1e-4)
    if power == 0.0:
        assert s.shelf[:, OWN] == pytest.approx(opening * cost / before, rel=1e-4)
    assert np.all(s.shelf[:, OWN] > cost)


def test_a_brand_whose_price_falls_by_half_stays_listed():
    """What lists it is profit over the cost of its space, which falls as its price does; sales make up for it."""
    whole = margins_world(0.0)
    kept, halved = BareMarket(whole), BareMarket(whole)
    halved.levers.invoice[OWN] *= 0.5
    for market in (kept, halved):
        market.close(26)
    assert np.all(halved.state.earned[:, OWN] > kept.state.earned[:, OWN])
    assert np.all(halved.state.available[:, OWN] >= 0.99 * kept.state.available[:, OWN])


def test_brands_that_sell_more_get_more_passed():
    market = GROCERY.copy()
    s = market.state
    s.velocity[:, 1] = 4.0 * s.velocity[:, OWN]
    for record in (s.shelf, s.invoice, s.available, s.buyers_sensitivity):
        record[:, 1] = record[:, OWN]
    market.levers.invoice[1] = market.levers.invoice[OWN]
    assert np.all(cut_of(market, 0.07, 1) > cut_of(market, 0.07))


@settings(max_examples=20)
@given(deal=st.floats(0.0, 0.5))
def test_members_buy_ahead_within_storage_cost_and_limit(deal):
    """`deal` is off the invoice; outlets that the firm runs or licenses buy nothing ahead."""
    channels = world()[0].channels
    own = channels[0].model_copy(update={"kind": ChannelKind.FRANCHISE})
    ahead = weeks_ahead(np.full((2, len(channels) + 1), deal), (*channels, own))
    for c, channel in enumerate(channels):
        assert ahead[0, c] == pytest.approx(min(deal / channel.forward_cost, channel.forward_limit_weeks))
    assert np.all(ahead[:, -1] == 0.0)


def test_expected_deals_lose_their_pull():
    fresh, used = GROCERY.copy(), GROCERY.copy()
    used.state.deal_expected[OWN] = 0.1
    for market in (fresh, used):
        market.deal(OWN, 0.2)
        market.close()
    assert used.units()[OWN] < fresh.units()[OWN]


def test_calls_serve_outlets_with_saturation():
    sold = []
    for calls in (0.5, 1.0, 1.5):
        market = GROCERY.copy()
        market.levers.calls[:, OWN] = calls
        market.close(30)
        sold.append(market.units()[OWN])
    assert sold[0] < sold[1] < sold[2]
    assert sold[2] - sold[1] < sold[1] - sold[0]


def test_doubt_about_the_untried_falls_as_a_brand_is_used_around():
    few, many = GROCERY.copy(), GROCERY.copy()
    for market, users in ((few, 0.1), (many, 0.9)):
        market.state.users[:, OWN] = users
        market.state.tried[OWN] = 0.3  # of their own experience people of this market have no doubt
    few.close()
    many.close()
    assert np.all(many.state.doubt[:, OWN] > few.state.doubt[:, OWN])
    assert many.units()[OWN] > few.units()[OWN]


# ------------------------------------------------------------------ the business cycle


def cyclical(sd=0.15):
    whole, _ = world()
    luck = whole.market.luck.model_copy(update={"cycle_sd": sd})
    return whole.model_copy(update={"market": whole.market.model_copy(update={"luck": luck})})


def cycles(first, weeks, sd=0.15):
    return random_inputs.cycle(cyclical(sd), Address(1, "cycle", 0), first, weeks)


def test_a_year_of_the_cycle_does_not_depend_on_where_a_run_begins():
    assert np.array_equal(cycles(-104, 300)[104:], cycles(0, 196))


def test_the_cycle_is_silenced_with_the_category_and_off_by_default():
    whole = cyclical()
    address, sizes = Address(1, "cycle", 0), Sizes.of(whole)
    loud, quiet = (
        random_inputs.draw(whole, sizes, address, (0, 10), frozenset(silenced)).draws.cycle
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
    s, people = run.state, run.parameters.households
    users = s.base.sum(axis=(0, 1)) @ people
    reached = s.adopted[0] @ people
    assert users == pytest.approx(reached, rel=1e-2)
    assert s.base.min() >= -1e-12


def test_more_upgrades_end_the_old_generation_sooner():
    none, all_ = (two_generations(share, 80) for share in (0.0, 1.0))
    old = none.parameters.generation == 0
    assert all_.units()[old].sum() < none.units()[old].sum()
