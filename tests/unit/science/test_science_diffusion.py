"""Bass, generalised Bass and Norton-Bass against computed values of the published forms."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktsim.science.theory import bass
from oracles import generalised_bass, norton_bass

P, Q, M = 0.03, 0.38, 1000.0


def test_bass_values():
    assert bass.peak_time(P, Q) == pytest.approx(6.192619197703112)
    assert bass.peak_rate(P, Q, M) == pytest.approx(110.5921052631579)
    assert bass.cumulative_at_peak(P, Q, M) == pytest.approx(460.5263157894737)
    assert bass.cumulative([5.0, 10.0], P, Q, M) == pytest.approx([331.1986424913736, 812.8032212213462])
    assert bass.time_to_share(0.1, P, Q) == pytest.approx(2.2528557052970184)
    assert bass.time_to_share(0.9, P, Q) == pytest.approx(11.756784306353746)


def test_bass_yearly_flows():
    expected = [35.758, 49.298, 65.444, 82.65, 98.048, 108.037, 109.775, 102.728, 88.99, 72.076]
    assert bass.yearly_flows(P, Q, M, 10) == pytest.approx(expected, abs=6e-4)


def test_bass_peak_agrees_with_its_curve():
    peak = bass.peak_time(P, Q)
    assert bass.rate(peak, P, Q, M) == pytest.approx(bass.peak_rate(P, Q, M))
    assert bass.cumulative(peak, P, Q, M) == pytest.approx(bass.cumulative_at_peak(P, Q, M))
    assert np.all(bass.rate([peak - 0.1, peak + 0.1], P, Q, M) < bass.peak_rate(P, Q, M))


def test_bass_is_zero_before_launch():
    assert bass.cumulative([-3.0, 0.0], P, Q, M) == pytest.approx([0.0, 0.0])
    assert bass.rate(-1.0, P, Q, M) == 0.0
    assert bass.rate(0.0, P, Q, M) == pytest.approx(P * M)


def test_bass_without_imitation_is_exponential():
    assert bass.cumulative_share(2.0, 0.1, 0.0) == pytest.approx(1.0 - np.exp(-0.2))
    assert bass.peak_time(0.1, 0.05) == 0.0
    assert bass.peak_rate(0.1, 0.05, M) == pytest.approx(bass.rate(0.0, 0.1, 0.05, M))


@pytest.mark.parametrize(("steps", "euler"), [(10, 782.6425692418084), (120, 810.7868011468191)])
def test_advance_has_no_euler_error(steps, euler):
    share, crude = 0.0, 0.0
    for _ in range(steps):
        share = float(bass.advance(share, 10.0 / steps, P, Q))
        crude += 10.0 / steps * (P + Q * crude) * (1.0 - crude)
    assert share * M == pytest.approx(812.8032212213462)
    assert crude * M == pytest.approx(euler)


@given(
    st.floats(0.0, 1.0),
    st.floats(0.0, 30.0),
    st.floats(0.0, 30.0),
    st.floats(1e-4, 0.1),
    st.floats(0.0, 1.0),
)
def test_advance_composes_and_stays_a_share(share, first, second, p, q):
    halfway = bass.advance(share, first, p, q)
    assert bass.advance(halfway, second, p, q) == pytest.approx(
        bass.advance(share, first + second, p, q), rel=1e-9, abs=1e-12
    )
    assert share - 1e-12 <= halfway <= 1.0 + 1e-12


@pytest.mark.parametrize(("p", "q"), [(0.0, 0.4), (-0.1, 0.4), (0.03, -0.1), (float("nan"), 0.4)])
def test_bass_refuses_impossible_coefficients(p, q):
    with pytest.raises(ValueError, match="must be finite"):
        bass.cumulative_share(1.0, p, q)


def test_generalised_bass_values():
    speed = generalised_bass.clock_speed(-0.1, 0.0, -1.5, 0.0)
    assert speed == pytest.approx(1.15)
    at_five = generalised_bass.clock(5.0, np.exp(-0.5), 1.0, -1.5, 0.0)
    assert bass.cumulative(at_five, P, Q, M) == pytest.approx(411.71002469957597)
    assert generalised_bass.peak_time(P, Q, speed) == pytest.approx(5.384886258872272)
    jump = generalised_bass.clock_increment(0.0, np.log(0.8), 0.0, -1.5, 0.0)
    assert jump == pytest.approx(0.33471532697131456)
    assert bass.cumulative(10.0 + jump, P, Q, M) == pytest.approx(833.0946833575553)


def test_clock_steps_meet_the_clock_on_a_path():
    prices = np.array([1.0, 0.9, 0.8, 0.85, 0.7])
    share = 0.0
    for before, after in itertools.pairwise(prices):
        step = generalised_bass.clock_increment(1.0, np.log(after / before), 0.0, -1.5, 0.0)
        share = float(bass.advance(share, step, P, Q))
    assert share == pytest.approx(bass.cumulative_share(generalised_bass.clock(4.0, 0.7, 1.0, -1.5, 0.0), P, Q))


def test_settle_carries_what_runs_back_and_keeps_the_mean_speed():
    cycle = np.log([0.5, 2.0])
    debt, moved = 0.0, []
    for week in range(100):
        increment = generalised_bass.clock_increment(0.02, cycle[week % 2], 0.0, -1.5, 0.0)
        advance, debt = generalised_bass.settle(increment, debt)
        moved.append(advance)
    assert min(moved) >= 0.0
    assert debt <= 0.0
    assert sum(moved) + debt == pytest.approx(100 * 0.02)


def test_advertising_index_is_zero_without_spending():
    assert generalised_bass.advertising_index([0.0, 50.0], 50.0) == pytest.approx([0.0, np.log(2.0)])


def test_norton_bass_values():
    rates = norton_bass.sales_rates([10.0, 15.0], [1000.0, 1500.0], [0.0, 5.0], P, Q)
    assert rates[0] == pytest.approx([543.6038977402208, 181.88219480290482])
    assert rates[1] == pytest.approx([765.9972872181859, 2008.9322768401012])


def test_norton_bass_generations_share_the_total_of_three():
    times, potentials, launches = np.linspace(0.0, 30.0, 40), [10.0, 20.0, 5.0], [0.0, 4.0, 11.0]
    rates = norton_bass.sales_rates(times, potentials, launches, P, Q)
    shares = [bass.cumulative_share(times - start, P, Q) for start in launches]
    assert rates.sum(axis=0) == pytest.approx(sum(m * f for m, f in zip(potentials, shares, strict=True)))
    assert np.all(rates >= 0.0)


def test_norton_bass_refuses_disorder():
    with pytest.raises(ValueError, match="increasing order"):
        norton_bass.sales_rates([1.0], [1.0, 1.0], [5.0, 0.0], P, Q)
    with pytest.raises(ValueError, match="launches"):
        norton_bass.sales_rates([1.0], [1.0, 1.0], [5.0], P, Q)
