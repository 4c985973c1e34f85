"""Stock, learning, bullwhip and queues: closed forms against values and simulations."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.science.theory import bullwhip, newsvendor
from oracles import base_stock, eoq, erlang, learning


def test_learning_values():
    assert learning.exponent(0.8) == pytest.approx(-0.3219280948873623)
    assert learning.unit_cost([100, 1000], 100.0, 0.8) == pytest.approx([22.706166086789743, 10.81971236125284])
    assert learning.unit_cost([2, 4, 8], 50.0, 0.7) == pytest.approx([35.0, 24.5, 17.15])
    assert learning.progress_ratio_of(learning.exponent(0.83)) == pytest.approx(0.83)


def test_newsvendor_values():
    best = newsvendor.optimum(100.0, 30.0, 7.0, 3.0)
    assert newsvendor.critical_ratio(7.0, 3.0) == pytest.approx(0.7)
    assert best.z == pytest.approx(0.5244005127080407)
    assert best.order == pytest.approx(115.73201538124123)
    assert best.lost == pytest.approx(5.711173811629847)
    assert best.sales == pytest.approx(94.28882618837015)
    assert best.leftover == pytest.approx(21.443189192871074)
    assert best.mismatch_cost == pytest.approx(104.30778426002215)


def test_base_stock_values():
    z = base_stock.safety_factor(0.95)
    assert base_stock.order_up_to(100.0, 30.0, 2.0, z) == pytest.approx(385.4691015868168)
    assert base_stock.safety_stock(30.0, 2.0, z) == pytest.approx(85.46910158681682)
    assert base_stock.fill_rate(100.0, 30.0, 2.0, z) == pytest.approx(0.9891437000330199)


def test_eoq_values():
    size = eoq.order_quantity(100.0, 5200.0, 2.0)
    assert size == pytest.approx(721.1102550927978)
    assert eoq.yearly_cost(size, 100.0, 5200.0, 2.0) == pytest.approx(1442.2205101855957)
    assert eoq.yearly_cost(1.1 * size, 100.0, 5200.0, 2.0) > eoq.yearly_cost(size, 100.0, 5200.0, 2.0)


def test_bullwhip_values():
    assert bullwhip.moving_average_ratio(2, 5) == pytest.approx(2.12)
    assert bullwhip.moving_average_ratio(3, 10) == pytest.approx(1.78)
    assert bullwhip.exponential_smoothing_ratio(2, 0.2) == pytest.approx(1.9777777777777779)
    assert bullwhip.exponential_smoothing_ratio(2, 0.0) == 1.0


def test_bullwhip_against_simulated_orders():
    demand = np.random.Generator(np.random.Philox(7)).normal(100.0, 10.0, 200_000)
    lead, window, alpha = 2, 5, 0.2
    moving = np.convolve(demand, np.ones(window) / window, mode="valid")
    orders = demand[window:] + lead * np.diff(moving)
    assert orders.var() / demand.var() == pytest.approx(bullwhip.moving_average_ratio(lead, window), rel=0.02)
    forecast, smooth = 100.0, []
    for seen in demand:
        forecast += alpha * (seen - forecast)
        smooth.append(forecast)
    orders = demand[1:] + lead * np.diff(smooth)
    expected = bullwhip.exponential_smoothing_ratio(lead, alpha)
    assert orders.var() / demand.var() == pytest.approx(expected, rel=0.02)


def test_erlang_values():
    queue = erlang.Queue(arrival_rate=8.0, service_rate=3.0, servers=4)
    assert erlang.utilisation(queue) == pytest.approx(2.0 / 3.0)
    assert erlang.empty_probability(queue) == pytest.approx(0.059866962305986704)
    assert erlang.erlang_c(8.0 / 3.0, 4) == pytest.approx(0.37841832963784183)
    assert erlang.erlang_b(8.0 / 3.0, 4) == pytest.approx(0.16869851729818783)
    assert erlang.mean_wait(queue) == pytest.approx(0.09460458240946046)
    assert erlang.mean_queue_length(queue) == pytest.approx(0.7568366592756837)
    assert erlang.mean_time_in_system(queue) == pytest.approx(0.4279379157427938)
    assert erlang.wait_tail(queue, 0.5) == pytest.approx(0.0512133518234632)


def test_erlang_with_one_server_is_the_single_queue():
    queue = erlang.Queue(arrival_rate=4.0, service_rate=5.0, servers=1)
    assert erlang.mean_time_in_system(queue) == pytest.approx(1.0)
    assert erlang.erlang_c(0.8, 1) == pytest.approx(0.8)
    assert erlang.empty_probability(queue) == pytest.approx(0.2)


def test_erlang_holds_for_many_servers_and_refuses_overload():
    assert 0.0 < erlang.erlang_c(950.0, 1000) < 0.1
    with pytest.raises(ValueError, match="below"):
        erlang.mean_wait(erlang.Queue(10.0, 1.0, 10))
    with pytest.raises(ValueError, match="below 1"):
        erlang.empty_probability(erlang.Queue(10.0, 1.0, 10))
    with pytest.raises(ValueError, match="servers"):
        erlang.Queue(1.0, 1.0, 0)
