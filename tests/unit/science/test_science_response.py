"""Advertising, price and order of entry: closed forms against values and against numerical optima."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from mktsim.science.theory import logit_price
from oracles import adstock, dorfman_steiner, nerlove_arrow, order_of_entry, vidale_wolfe


def test_dorfman_steiner_values():
    best = dorfman_steiner.optimum(1e6, 10.0, 2.62, 0.12)
    assert best.price == pytest.approx(16.17283950617284)
    assert best.advertising == pytest.approx(1178.1181537270677)
    assert best.units == pytest.approx(1590.459507531541)
    assert best.revenue == pytest.approx(25722.246356374304)
    assert best.profit == pytest.approx(8639.533127331826)
    assert best.advertising / best.revenue == pytest.approx(0.045801526717557245)
    assert dorfman_steiner.advertising_to_revenue(0.12, 2.62) == pytest.approx(0.12 / 2.62)


def test_flat_maximum_values():
    losses = dorfman_steiner.flat_maximum_loss([0.5, 0.75, 1.0, 1.25, 1.5, 2.0], 0.12)
    expected = [-0.0225140334, -0.0044690544, 0.0, -0.0032511846, -0.0115239310, -0.0378012926]
    assert losses == pytest.approx(expected, abs=1e-9)


def test_flat_maximum_is_the_profit_of_dorfman_steiner():
    best = dorfman_steiner.optimum(1e6, 10.0, 2.62, 0.12)
    spent = 1.5 * best.advertising
    profit = (best.price - 10.0) * 1e6 * best.price**-2.62 * spent**0.12 - spent
    assert profit / best.profit - 1.0 == pytest.approx(dorfman_steiner.flat_maximum_loss(1.5, 0.12))


def test_nerlove_arrow_values():
    best = nerlove_arrow.steady_optimum(nerlove_arrow.Demand(1e6, 10.0, 2.62, 0.24), 0.5, 0.1)
    assert best.goodwill == pytest.approx(17543.318663734823)
    assert best.advertising == pytest.approx(8771.659331867411)
    assert best.revenue == pytest.approx(114908.73724746302)
    ratio = nerlove_arrow.advertising_to_revenue(0.24, 2.62, 0.5, 0.1)
    assert ratio == pytest.approx(0.07633587786259541)
    assert best.advertising / best.revenue == pytest.approx(ratio)


def test_nerlove_arrow_path_solves_its_equation():
    times = np.array([0.0, 1.0, 1.0 + 1e-6, 200.0])
    stock = nerlove_arrow.goodwill(times, 10.0, 30.0, 0.5)
    assert stock[0] == 10.0
    assert (stock[2] - stock[1]) / 1e-6 == pytest.approx(30.0 - 0.5 * stock[1], rel=1e-4)
    assert stock[3] == pytest.approx(60.0)


def test_adstock_values():
    assert adstock.half_life(0.85) == pytest.approx(4.265024281798726)
    assert adstock.duration(0.9, 0.85) == pytest.approx(14.168103987083981)
    assert adstock.long_run_multiplier(0.85) == pytest.approx(6.666666666666666)
    assert adstock.decay_for_duration(0.9, 26.0) == pytest.approx(0.915247310877389)
    assert adstock.decay_for_duration(0.9, 39.0) == pytest.approx(0.9426684551178852)
    assert adstock.duration(0.9, 0.535) == pytest.approx(3.6812586880121683)


def test_adstock_path():
    assert adstock.path([1.0, 0.0, 0.0, 2.0], 0.5, initial=4.0) == pytest.approx([3.0, 1.5, 0.75, 2.375])
    impulse = np.zeros(400)
    impulse[0] = 1.0
    assert adstock.path(impulse, 0.9).sum() == pytest.approx(adstock.long_run_multiplier(0.9))


def test_vidale_wolfe_values():
    market = vidale_wolfe.Response(response=4.0, saturation=1e5, decay=0.1)
    assert vidale_wolfe.steady_sales(market, 5000.0) == pytest.approx(66666.66666666667)
    assert vidale_wolfe.sales(5.0, market, 5000.0, 20000.0) == pytest.approx(56253.925859739946)
    assert vidale_wolfe.sales(5.0, market, 0.0, 66666.66666666667) == pytest.approx(40435.37731417557)
    assert vidale_wolfe.holding_advertising(market, 50000.0) == pytest.approx(2500.0)
    with pytest.raises(ValueError, match="held sales"):
        vidale_wolfe.holding_advertising(market, 1e5)


def test_logit_level_monopoly_values():
    point = logit_price.level_monopoly(1.0, 1.0, 3.0)
    assert (point.price, point.share) == pytest.approx((3.0, 0.5))
    assert (point.own_elasticity, point.profit) == pytest.approx((-1.5, 1.0))
    assert logit_price.level_nash(1.0, 1.0, 3.0, 1).price == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("firms", "price", "share", "own", "cross"),
    [
        (2, 2.598941862458453, 0.3745863914886498, -1.6254136085113502, 0.9735282539471027),
        (4, 2.2865374821591002, 0.22271988662023165, -1.7772801133797154, 0.5092573687793848),
    ],
)
def test_logit_level_nash_values(firms, price, share, own, cross):
    point = logit_price.level_nash(1.0, 1.0, 3.0, firms)
    assert (point.price, point.share) == pytest.approx((price, share))
    assert (point.own_elasticity, point.cross_elasticity) == pytest.approx((own, cross))


@pytest.mark.parametrize("firms", [1, 2, 5])
@pytest.mark.parametrize("beta", [1.5, 2.62, 6.0])
def test_log_price_optimum_is_a_best_response(firms, beta):
    market = logit_price.LogPriceMarket(beta=beta, strength=4.0, outside=0.5, firms=firms)
    point = logit_price.log_price_optimum(2.0, market)
    e = beta * (1.0 - point.share)
    assert point.price == pytest.approx(2.0 * e / (e - 1.0))
    rivals = (firms - 1) * 4.0 * point.price**-beta + 0.5

    def loss(log_price):
        own = 4.0 * math.exp(-beta * log_price)
        return -(math.exp(log_price) - 2.0) * own / (own + rivals)

    found = minimize_scalar(loss, bounds=(math.log(2.0), math.log(2000.0)), method="bounded")
    assert math.exp(found.x) == pytest.approx(point.price, rel=1e-3)
    assert -found.fun == pytest.approx(point.profit, rel=1e-6)


def test_log_price_optimum_of_a_tiny_brand_is_the_textbook_markup():
    market = logit_price.LogPriceMarket(beta=2.62, strength=1e-9, outside=1.0)
    assert logit_price.log_price_optimum(10.0, market).price == pytest.approx(16.17283950617284, rel=1e-6)


def test_log_price_needs_elastic_demand():
    with pytest.raises(ValueError, match="beta"):
        logit_price.log_price_optimum(1.0, logit_price.LogPriceMarket(1.0, 1.0, 1.0))
    with pytest.raises(ValueError, match="firms"):
        logit_price.log_price_optimum(1.0, logit_price.LogPriceMarket(2.0, 1.0, 1.0, firms=0))


def test_order_of_entry_values():
    assert order_of_entry.shares(4) == pytest.approx([0.359, 0.254, 0.207, 0.18], abs=6e-4)
    assert order_of_entry.shares(5) == pytest.approx([0.309, 0.219, 0.179, 0.155, 0.138], abs=6e-4)
