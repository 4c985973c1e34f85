"""The one driver of the market kernel: switches, weeks, what-if questions, and going on from a state."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.evidence.bare_market import usual_levers
from mktsim.model.market.layout import COEFFICIENTS
from mktsim.model.market.population import build
from mktsim.model.market.random_inputs import draw
from mktsim.model.market.rest import at_rest
from mktsim.model.market.runner import ALWAYS, MarketRunner, Switches
from mktsim.model.world import Sizes
from mktsim.streams import Address
from support.bare_market import values
from support.real_world import world

SCENARIO = world()[0]
SIZES = Sizes.of(SCENARIO)
DRAWS = draw(SCENARIO, SIZES, Address(1, "runner", 0), (-4, 12), frozenset())
FIELDS = {"counts": ("counts", 0.0), "category_shocks": ("category_sd", 0.0), "supply": ("unlimited", 1.0),
          "entry": ("entry", ALWAYS)}  # fmt: skip


def opened(draws=None, **off):
    parameters = build(SCENARIO)
    state = at_rest(parameters, SCENARIO)
    runner = MarketRunner(Switches(**off).of(parameters), SIZES, draws)
    runner.restore(state)
    runner.levers = usual_levers(runner.parameters, SCENARIO)
    return runner


def units(runner, weeks):
    return np.array([runner.close(week).units.copy() for week in weeks])


def every(parameters):
    """Return every array and number of parameters by name."""
    return values(parameters) | {name: getattr(parameters, name) for name in COEFFICIENTS}


def same(one, other):
    """Tell whether two records hold the same bits."""
    buffers = ("floats", "wholes", "numbers")
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in buffers)


@pytest.mark.parametrize("switch", FIELDS)
def test_a_switch_changes_its_parameter_and_no_other(switch):
    parameters = build(SCENARIO)
    name, off = FIELDS[switch]
    switched = Switches(**{switch: False}).of(parameters)
    assert np.all(getattr(switched, name) == off)
    assert not np.all(getattr(parameters, name) == off)  # a copy
    before = every(parameters)
    assert all(np.array_equal(found, before[field]) for field, found in every(switched).items() if field != name)


def test_draws_are_those_of_the_week_whenever_the_run_begins():
    whole, late = opened(DRAWS), opened(DRAWS)
    units(whole, range(-4, 0))
    late.restore(whole.snapshot())
    assert np.array_equal(units(whole, range(3)), units(late, range(3)))
    assert whole.levers.week[0] == 2.0


def test_without_draws_counts_or_shocks_two_markets_are_the_same_and_sell_fractions():
    one, two = (opened(counts=False, category_shocks=False) for _ in range(2))
    assert np.array_equal(sold := units(one, range(3)), units(two, range(3)))
    assert np.any(sold != np.round(sold))
    drawn = units(opened(DRAWS), range(3))
    assert np.array_equal(drawn, np.round(drawn))


def test_a_question_leaves_the_market_that_it_is_asked_of_alone():
    market, asked = opened(counts=False, supply=False), opened(counts=False, supply=False)
    market.close(0)
    before = market.snapshot(), market.levers.copy()
    asked.take(market.state, market.levers)
    as_it_is = asked.sell().units[:, 0].sum()
    asked.take(market.state, market.levers)
    asked.state.shelf[:, 0] *= 0.8
    cheaper = asked.sell().units[:, 0].sum()
    assert cheaper > as_it_is > 0.0
    assert same(market.state, before[0])
    assert same(market.levers, before[1])


def test_a_snapshot_is_left_alone_by_what_comes_later():
    market = opened()
    market.close(0)
    state = market.snapshot()
    first = units(market, (1, 2))
    market.restore(state)
    assert np.array_equal(units(market, (1, 2)), first)
