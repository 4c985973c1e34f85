"""What any market must do: signs of responses, bounds of states, units that add up."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.bare_market import BareMarket, values
from support.durable_world import durable_world
from support.real_world import grocery

OWN = 0


@lru_cache(maxsize=1)
def settled():
    """Return the packaged-food market after thirty quiet weeks."""
    market = BareMarket(grocery())
    market.close(30)
    return market


# ------------------------------------------------------------------ signs

share = st.floats(0.05, 1.0)
LEVERS = {
    "list price": (lambda m, size: m.levers.invoice.__setitem__(OWN, m.levers.invoice[OWN] * (1.0 + size)), -1),
    "deal": (lambda m, size: m.deal(OWN, 0.5 * size), +1),
    "deal in some outlets": (lambda m, size: m.deal(OWN, 0.3, size), +1),
    "feature": (lambda m, size: m.levers.feature[:, OWN].__iadd__(size), +1),
    "display": (lambda m, size: m.levers.display[:, OWN].__iadd__(size), +1),
    "gift": (lambda m, size: m.levers.gift[:, OWN].__iadd__(size), +1),
    "push": (lambda m, size: m.levers.push[:, OWN].__iadd__(size), +1),
    "pressure": (lambda m, size: m.levers.pressure[:, OWN].__iadd__(size), +1),
    "message": (lambda m, size: m.levers.message[:, OWN].__iadd__(size), +1),
    "brand work": (lambda m, size: m.levers.build[:, OWN].__iadd__(size), +1),
}


@pytest.mark.parametrize("lever", LEVERS)
@settings(max_examples=15)
@given(size=share, before=st.floats(0.0, 0.5))
def test_own_effect_has_its_sign_and_rivals_get_the_other(lever, size, before):
    move, sign = LEVERS[lever]
    base, moved = settled().copy(), settled().copy()
    for market in (base, moved):
        market.levers.feature[:, OWN] = before
    move(moved, size)
    base.close()
    moved.close()
    gain = moved.units() - base.units()
    assert sign * gain[OWN] > 0.0
    assert np.all(sign * gain[1:] < 0.0)


@settings(max_examples=15)
@given(rival=st.integers(1, 5), cut=st.floats(0.02, 0.5))
def test_a_rivals_price_cut_costs_every_other_brand(rival, cut):
    """Where all is listed; where not, who now wants the rival in vain may take a brand that nobody left for it."""
    for listed in (True, False):
        base, moved = settled().copy(), settled().copy()
        if listed:
            base.state.available[:] = moved.state.available[:] = 1.0
        moved.levers.invoice[rival] *= 1.0 - cut
        base.close()
        moved.close()
        gain = moved.units() - base.units()
        others = np.delete(gain, rival)
        assert gain[rival] > 0.0
        assert others.max() < (0.0 if listed else 1e-3 * gain[rival])
        assert others.sum() < 0.0


@settings(max_examples=15)
@given(low=st.floats(0.0, 3.0), more=st.floats(0.05, 3.0), weeks=st.integers(1, 30))
def test_more_advertising_sells_more_with_falling_returns(low, more, weeks):
    ends = []
    for pressure in (low, low + more, low + 2.0 * more):
        market = settled().copy()
        market.levers.pressure[:, OWN] = pressure * market.parameters.medium_normal
        market.close(weeks)
        ends.append(market.units()[OWN])
    assert ends[0] < ends[1] < ends[2]
    assert ends[2] / ends[1] < ends[1] / ends[0] * (1.0 + 1e-9)


@settings(max_examples=15)
@given(more=st.floats(0.1, 4.0), lever=st.sampled_from(["calls", "margin"]))
def test_calls_and_margin_widen_distribution(more, lever):
    """Margin: a lower invoice at the same shelf price."""
    base, moved = settled().copy(), settled().copy()
    for market in (base, moved):
        market.hold_prices()
    if lever == "calls":
        moved.levers.calls[:, OWN] += more
    else:
        moved.levers.invoice[OWN] -= 0.05 * more * moved.levers.retail[OWN]
    base.close(20)
    moved.close(20)
    assert moved.output.listing[0] > base.output.listing[0]
    assert moved.units()[OWN] > base.units()[OWN]


@settings(max_examples=20)
@given(left=st.floats(0.0, 1.2))
def test_stock_caps_sales_and_the_rest_goes_elsewhere_or_nowhere(left):
    base, short = settled().copy(), settled().copy()
    base.parameters.unlimited = short.parameters.unlimited = 0.0
    wanted = base.close()[:, OWN].copy()
    stock = left * wanted
    short.levers.stock[:] = stock
    units, o = short.close(), short.output
    assert np.all(units[:, OWN] <= stock * (1 + 1e-12))
    assert np.all(units[:, OWN] <= wanted * (1 + 1e-12))
    assert np.all(units[:, 1:] >= base.output.units[:, 1:] - 1e-9)
    assert o.desired == pytest.approx(wanted)
    unserved = wanted.sum() - units[:, OWN].sum()
    gone = o.lost.sum() + short.state.waiting.sum()
    assert gone == pytest.approx(unserved, rel=1e-9, abs=1e-6)
    if left < 0.99:
        assert short.units()[OWN] < base.units()[OWN]
        assert short.state.waiting.sum() > 0.0


# ------------------------------------------------------------------ bounds and sums

SHARES = ("aware", "tried", "loyal", "adopted", "available", "wear", "users", "afford", "visible", "listed", "store",
          "featured", "displayed", "cut_share", "missing", "reachable", "pent_up", "afforded")  # fmt: skip
POSITIVE = ("occasions", "quantity", "adstock", "waiting", "paid", "shelf", "velocity", "space_cost", "consumption",
            "buyers_sensitivity", "deal_expected")  # fmt: skip


def shaken(market, rng):
    """Close a week under any levers and random inputs."""
    v, u = market.levers, market.inputs
    n = rng.random
    for prices in (v.invoice, v.retail):
        prices[:] = np.clip(prices * np.exp(0.3 * (n(prices.shape) - 0.5)), 0.2, 20.0)
    for lever in (v.deal, v.feature, v.display, v.gift):
        lever[:] = n(lever.shape) * (n(lever.shape) < 0.3)
    v.deal_cover[:] = n(v.deal_cover.shape)
    v.push[:] = 2.0 * n(v.push.shape) - 1.0
    v.pressure[:] = 3.0 * n(v.pressure.shape) * (n(v.pressure.shape) < 0.7)
    v.message[:] = 2.0 * n(v.message.shape)
    v.calls[:] = 3.0 * n(v.calls.shape)
    v.season[:] = 0.5 + n(v.season.shape)
    usual = market.output.desired if market.week else 10.0
    v.stock[:] = np.floor(usual * 2.0 * n(v.stock.shape))
    for shock in (u.category, u.brand, u.slow, u.national, u.response):
        shock[:] = 2.0 * n(shock.shape) - 1.0
    u.count[:] = n(u.count.shape)
    return market.close()


def check(market):
    s, o = values(market.state), values(market.output)
    for name in SHARES:
        assert s[name].min() >= -1e-12, name
        assert s[name].max() <= 1.0 + 1e-12, name
    assert s["stock"].min() >= -1.0
    assert s["base"].min() >= -1e-12
    for name in POSITIVE:
        assert s[name].min() >= 0.0, name
    for found in (s, o):
        for name, array in found.items():
            assert np.all(np.isfinite(array)), name
    assert s["store"].sum(axis=0) == pytest.approx(1.0, rel=1e-9)
    assert s["loyal"].sum(axis=0).max() <= 1.0 + 1e-9 or market.parameters.durable == 1.0
    assert s["featured"].sum(axis=1).max() <= market.parameters.slots.max() * (1.0 + 1e-12)
    assert o["units"].min() >= 0.0
    assert np.all(o["units"][:, OWN] <= market.levers.stock)


@settings(max_examples=12)
@given(seed=st.integers(0, 10**6), households=st.sampled_from([30.0, 3_000.0, 3_000_000.0]), counts=st.booleans())
def test_a_grocery_market_stays_within_bounds_and_adds_up(seed, households, counts):
    whole = grocery()
    regions = tuple(r.model_copy(update={"households": households}) for r in whole.market.regions)
    world = whole.model_copy(update={"market": whole.market.model_copy(update={"regions": regions})})
    market, rng = BareMarket(world, counts=counts), np.random.default_rng(seed)
    market.parameters.unlimited = 0.0
    for _ in range(25):
        units = shaken(market, rng)
        check(market)
        if counts:
            assert np.array_equal(units, np.round(units))
            assert np.array_equal(market.output.desired, np.round(market.output.desired))
        assert market.of_types() == pytest.approx(units, rel=1e-9, abs=1e-9)
        assert market.units() == pytest.approx(units.sum(axis=(0, 2)))


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10**6),
    households=st.sampled_from([7.0, 60.0, 5_000.0]),
    generations=st.sampled_from([(), (12,)]),
    counts=st.booleans(),
)
def test_a_durable_market_stays_within_bounds_and_nobody_buys_twice(seed, households, generations, counts):
    world = durable_world(households=households, generations=generations, waiting=0.5)
    market, rng = BareMarket(world, counts=counts), np.random.default_rng(seed)
    sold, new = np.zeros(1 + len(generations)), np.zeros(1 + len(generations))
    p = market.parameters
    for _ in range(30):
        units = shaken(market, rng)
        check(market)
        if counts:
            assert np.array_equal(units, np.round(units))
        assert market.of_types() == pytest.approx(units, rel=1e-9, abs=1e-9)
        new += market.output.adopters
        by_brand = units.sum(axis=(0, 2))
        sold += [by_brand[p.generation == g].sum() for g in range(len(sold))]
    assert np.all(sold <= p.households.sum() * (1.0 + 1e-9))
    adopted = market.state.adopted @ p.households
    assert adopted == pytest.approx(new, rel=1e-9)
    if not generations:
        assert adopted == pytest.approx(sold, rel=1e-9)


# ------------------------------------------------------------------ deals


@settings(max_examples=15)
@given(depth=st.floats(0.05, 0.8), start=st.integers(2, 20), weeks=st.integers(1, 12))
def test_a_deal_never_creates_adopters_of_the_category(depth, start, weeks):
    """With regular prices held: chains let them follow the buyers that a deal draws, and who can pay them follows."""
    plain, dealt = (BareMarket(durable_world(households=5_000.0)) for _ in range(2))
    gained = 0.0
    for market in (plain, dealt):
        market.hold_prices()
    for week in range(40):
        dealt.deal(OWN, depth if start <= week < start + weeks else 0.0)
        plain.close()
        dealt.close()
        gained += dealt.units()[OWN] - plain.units()[OWN]
        assert dealt.output.adopters == pytest.approx(plain.output.adopters, rel=1e-9)
    assert gained > 0.0


@settings(max_examples=8)
@given(depth=st.floats(0.1, 0.5), weeks=st.integers(1, 4))
def test_a_temporary_deal_leaves_nothing_permanent(depth, weeks):
    plain, dealt = settled().copy(), settled().copy()
    dealt.deal(OWN, depth)
    plain.close(weeks)
    dealt.close(weeks)
    during = dealt.units()[OWN] / plain.units()[OWN] - 1.0
    dealt.deal(OWN, 0.0)
    plain.close(52)
    dealt.close(52)
    after_a_year = dealt.units()[OWN] / plain.units()[OWN] - 1.0
    plain.close(520)  # habit and listings hold each other: what is left halves in two and a half years
    dealt.close(520)
    left = dealt.units() / plain.units() - 1.0
    assert during > 0.1
    assert abs(after_a_year) < 0.03 * during
    assert np.all(np.abs(left) < 1e-3 * during)
