"""C4-C9 hold through a run: a small brand in a plain market sells k · price^-2.62 · advertising^0.12.

Its attraction is a power of price, and of advertising where this runs in many media that saturate at different use; its
share is so small that the share does not bend the response. A run is taped and played again with other levers
(mktsim.model.replay). Numbers are those of closed forms. The order quantity cannot be shown: no order in a run has a
fixed cost. C19 (order of entry) has no mechanism of its own by intent; G34 measures it.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pytest
from scipy.optimize import minimize

from mktsim.inputs.response import Advertising
from mktsim.inputs.trade import Brand, Medium, Supply
from mktsim.model.replay import Tape
from mktsim.model.simulate import simulate
from support.plain_market import EVERYWHERE, cell, packaged

SHARE, COST, USUAL, PRICE_ELASTICITY, RESPONSE = 1e-5, 10.0, 16.0, 2.62, 0.12
LITTLE = math.exp(-3.0)
"""Advertising about which budgets are compared: between the points at which the first and the last media saturate."""
SPACING = 0.65
YEAR = 52


def market(advertising, weeks, *, power=0.0, awareness=1.0, share=SHARE):
    """Return a market in which the small brand, smaller than files may ask for, is new; the other takes the rest."""
    small = Brand(name="small", price_money=USUAL, **{**EVERYWHERE, "awareness": awareness, "tried": 0.0})
    brands = (
        small.model_copy(update={"share": share}),
        Brand(name="outside", price_money=USUAL, share=1.0 - share, **EVERYWHERE),
    )
    world = packaged(
        brands, households=1e9, weeks=weeks, price_coefficient=PRICE_ELASTICITY, price_power=power, usual=USUAL
    )
    return world.model_copy(update={"market": world.market.model_copy(update={"advertising": advertising})})


def in_many_media(world):
    """Return the world with media that bend one after another, each as strong as the others where it is saturated."""
    halves = np.exp(SPACING * np.arange(-18, 7))
    media = tuple(
        Medium(name=f"medium {place}", cost_money=1.0, half_saturation=half, effectiveness=1.0 / (1.0 + half))
        for place, half in enumerate(halves.tolist())
    )
    return world.model_copy(update={"media": media})


def strength():
    """Return the immediate coefficient with which the sum of all media is RESPONSE ln(advertising) and a constant."""
    halves = np.exp(SPACING * np.arange(-18, 7))
    each = 1.0 / (1.0 / (1.0 + halves)).sum()  # power x (1 + half) of every medium
    return RESPONSE * SPACING / each * 2.0


def taped(world):
    tape = Tape()
    simulate(cell(world), tape)
    return tape


@lru_cache(maxsize=2)
def response_to_flow(power):
    advertising = Advertising(awareness_on=False, immediate=strength(), lasting=0.0, half_saturation=1.0)
    return taped(in_many_media(market(advertising, 2, power=power)))


def held(price, pressure):
    def change(levers):
        levers.invoice[0], levers.retail[0] = price, price  # chains pass a lasting invoice on, in levels or in logs
        levers.pressure[:, 0] = pressure / levers.pressure.shape[2]

    return change


def units(price, pressure, power=0.0):
    week = response_to_flow(power).replayed(held(price, pressure), 0, 2)
    assert week.price[:, 0, 0, 0] == pytest.approx(price, rel=1e-12)
    return float(week.own_units[1])


def profit(price, pressure, unit_money, power=0.0):
    return (price - COST) * units(price, pressure, power) - unit_money * pressure


@lru_cache(maxsize=2)
def unit_money(power=0.0):
    """Return money per unit of pressure for which the best pressure is near LITTLE."""
    return RESPONSE * (16.2 - COST) * units(16.2, LITTLE, power) / LITTLE


@lru_cache(maxsize=2)
def optimum(power=0.0):
    w = unit_money(power)
    scale = profit(16.0, LITTLE, w, power)
    options = {"xatol": 1e-7, "fatol": 1e-13, "maxfev": 600}
    best = minimize(
        lambda x: -profit(*np.exp(x), w, power) / scale, np.log([15.0, 0.7 * LITTLE]), method="Nelder-Mead",
        options=options,
    )  # fmt: skip
    return tuple(map(float, np.exp(best.x)))


def test_many_media_that_saturate_each_on_its_own_make_a_constant_elasticity():
    for pressure in (0.5, 1.0, 2.0):
        up, down = units(16.0, 1.01 * pressure * LITTLE), units(16.0, 0.99 * pressure * LITTLE)
        assert math.log(up / down) / math.log(1.01 / 0.99) == pytest.approx(RESPONSE, rel=5e-3)


def test_c4_the_best_advertising_is_the_ratio_of_elasticities_of_revenue():
    """Dorfman-Steiner: p* = 16.17284, A*/R = 0.045802 = 0.12/2.62."""
    price, pressure = optimum()
    assert price == pytest.approx(16.17284, rel=1e-3)
    assert unit_money() * pressure / (price * units(price, pressure)) == pytest.approx(0.045802, rel=3e-3)


def test_c4_where_the_elasticity_rises_with_price():
    """Prices in levels: p* = c + usual/coefficient, A*/R = 0.12 over the elasticity there, coefficient x p*/usual."""
    price, pressure = optimum(1.0)
    best = COST + USUAL / PRICE_ELASTICITY
    elasticity = PRICE_ELASTICITY * best / USUAL
    assert price == pytest.approx(best, rel=1e-3)
    spent = unit_money(1.0) * pressure / (price * units(price, pressure, 1.0))
    assert spent == pytest.approx(RESPONSE / elasticity, rel=3e-3)


@pytest.mark.parametrize(
    ("multiple", "loss"), [(0.5, -0.022514), (0.75, -0.004469), (1.25, -0.003251), (1.5, -0.011524), (2.0, -0.037801)]
)
def test_c5_profit_is_flat_about_the_best_budget(multiple, loss):
    price, pressure = optimum()
    w = unit_money()
    found = profit(price, multiple * pressure, w) / profit(price, pressure, w) - 1.0
    assert found == pytest.approx(loss, rel=2e-2)


def stock_market(retention, weeks):
    """Return a market whose elasticity to the advertising stock is 0.24 at normal weight: 0.96 x h / (1 + h)^2."""
    return market(
        Advertising(awareness_on=False, immediate=0.0, lasting=0.96, half_saturation=1.0, retention=retention), weeks
    )


def pressed(pressure):
    def change(levers):
        levers.pressure[:, 0] = pressure

    return change


def pulse_effect(tape, week, size=1e-4):
    """Return added units by week from `week` on for a pulse of one unit of pressure in that week, at pressure one."""
    count = iter(range(tape.weeks))

    def pulsed(levers):
        levers.pressure[:, 0] = 1.0 + (size if next(count) == week else 0.0)

    base = tape.replayed(pressed(1.0)).own_units
    return (tape.replayed(pulsed).own_units - base)[week:] / size, float(base[week])


def test_c6_the_best_steady_advertising_pays_for_its_stock():
    """Nerlove-Arrow: A*/R = beta d/(eta (r + d)) = 0.076336 for beta 0.24, eta 2.62, d 0.5 and r 0.1 a year."""
    tape = taped(stock_market(math.exp(-0.5 / YEAR), 30 * YEAR))
    price = COST * PRICE_ELASTICITY / (PRICE_ELASTICITY - 1.0)
    added, level = pulse_effect(tape, 16 * YEAR)
    discount = np.exp(-0.1 / YEAR * np.arange(added.size))
    scale = (price / 16.0) ** -PRICE_ELASTICITY  # the tape's price is 16
    worth = float((discount * added).sum()) * scale * (price - COST)  # money that a unit of pressure may cost at best
    assert worth / (price * level * scale) == pytest.approx(0.076336, rel=1e-2)


def test_c7_advertising_stock_halves_and_lasts_as_its_retention_says():
    """For retention 0.85: half-life 4.2650, nine tenths after 14.1681 weeks, long over short 6.6667."""
    tape = taped(stock_market(0.85, 160))
    added, _ = pulse_effect(tape, 80)
    assert added[:60].sum() / added[0] == pytest.approx(6.6667, rel=1e-3)
    decay = math.log(added[11] / added[1]) / 10.0
    assert math.log(0.5) / decay == pytest.approx(4.2650, rel=1e-3)
    assert math.log(0.1) / decay == pytest.approx(14.1681, rel=1e-3)


def aware_market(weeks, opening):
    """Return a market in which purchases keep the other brand in mind, and media alone the small one."""
    advertising = Advertising(
        awareness_reach=0.2 / YEAR, awareness_from_users=0.0, awareness_from_shelf=0.0, awareness_from_features=0.0,
        awareness_from_deals=0.0, awareness_base=0.0, forgetting=0.1 / YEAR, reminder=1000.0, immediate=0.0,
        lasting=0.0,
    )  # fmt: skip
    return market(advertising, weeks, awareness=opening, share=1e-8)


def test_c8_awareness_follows_vidale_and_wolfe():
    """S' = rA(1 - S/M) - lS with rA/M = 0.2, l = 0.1 a year: S* = 2/3; from 0.2 to 0.562539 in five years."""
    tape = taped(aware_market(40 * YEAR, 0.2))
    sold = tape.replayed(pressed(1.0)).own_units  # in proportion to the share aware: the brand is small
    steady = 2.0 / 3.0
    first = steady + (0.2 - steady) * math.exp(-0.3 / YEAR)
    assert sold[5 * YEAR - 1] / sold[0] == pytest.approx(0.562539 / first, rel=5e-3)
    assert sold[-1] / sold[0] == pytest.approx(steady / first, rel=5e-3)
    count = iter(range(tape.weeks))

    def stopped(levers):
        levers.pressure[:, 0] = float(next(count) < 30 * YEAR)

    left = tape.replayed(stopped).own_units
    assert left[35 * YEAR - 1] / left[30 * YEAR - 1] == pytest.approx(0.404354 / 0.666667, rel=5e-3)


def test_c9_cost_falls_with_every_doubling():
    """Progress ratio 0.8, first unit 100: unit 100 costs 22.70617, unit 1000 costs 10.81971."""
    supply = Supply(
        unlimited=True, unit_cost_money=100.0, cumulative_units=1.0, progress_ratio=0.8, lead_weeks=0.0,
        opening_weeks=0.0, safety_weeks=0.0, yield_share=1.0, yield_sd=0.0,
    )  # fmt: skip
    brands = (Brand(name="only", price_money=1.0, share=1.0, **EVERYWHERE),)
    history = simulate(cell(packaged(brands, households=7.0, weeks=200, supply=supply)))
    cost, sold = history.series.column("cost"), history.series.column("units")
    begun = (
        10  # from here on a unit is made for each that is sold; the stock that channels opened with was not learnt on
    )
    before = (cost[begun] / 100.0) ** (1.0 / math.log2(0.8))
    made = before + np.cumsum(sold[begun + 1 :])
    at = np.interp(np.log([100.0, 1000.0]), np.log(made), np.log(cost[begun + 1 :]))
    assert np.exp(at) == pytest.approx([22.70617, 10.81971], rel=1e-3)
