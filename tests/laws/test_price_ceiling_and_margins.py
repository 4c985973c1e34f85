"""On every shipped scenario prices have a ceiling, and members live on margin."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from mktsim.inputs.cell import Cell
from mktsim.inputs.paths import set_path
from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.reading import counted
from mktsim.outcomes.metrics.value import npv
from mktsim.study.question.library import library_beside, resolved_study
from mktsim.study.question.resolve import plain_scenario
from support.bare_market import BareMarket

ROOT = Path(__file__).parents[2]
SHIPPED = ("packaged_food", "tea_chain", "us_color_tv_1963", "portable_player_2001")
"""`us_color_tv_from_idea` is the television market with development before it."""
REPEAT = ("packaged_food", "tea_chain")
OWN = 0
FACTORS = (1.0, 2.0, 4.0, 8.0)
each_scenario = pytest.mark.parametrize("name", SHIPPED)


@lru_cache(maxsize=4)
def opened(name):
    """Return a shipped scenario's market at its opening, of few consumer classes."""
    whole = plain_scenario(library_beside(ROOT / "scenarios" / "any.yaml").scenario(name))
    few = whole.market.model_copy(update={"types_per_segment": 8})
    return BareMarket(whole.model_copy(update={"market": few}))


def revenues(name, factor, brands, weeks=104):
    """Return shelf value by brand over `weeks` weeks with the prices of `brands` times `factor`."""
    market = opened(name).copy()
    for lever in (market.levers.invoice, market.levers.retail):
        lever[brands] *= factor
    total = np.zeros(market.sizes.brands)
    for _ in range(weeks):
        total += (market.close() * market.state.paid).sum(axis=(0, 2))
    return total


@each_scenario
def test_revenue_of_a_brand_falls_towards_nothing_as_its_price_grows(name):
    found = [revenues(name, factor, OWN)[OWN] for factor in FACTORS]
    assert found[1] > found[2] > found[3]
    assert found[3] < 0.1 * found[0]


@each_scenario
def test_revenue_of_the_category_falls_towards_nothing_as_all_prices_grow(name):
    found = [revenues(name, factor, slice(None)).sum() for factor in (1.0, 4.0, 16.0)]
    assert found[2] < found[1]
    assert found[2] < 0.1 * found[0]


@pytest.mark.parametrize("name", REPEAT)
def test_buyers_of_a_repeat_good_mind_a_price_more_the_higher_it_is(name):
    def elasticity(factor):
        units = []
        for step in (1.02, 0.98):
            market = opened(name).copy()
            for lever in (market.levers.invoice, market.levers.retail):
                lever[OWN] *= factor * step
            market.close(104)
            units.append(market.units()[OWN])
        return np.log(units[0] / units[1]) / np.log(1.02 / 0.98)

    found = [elasticity(factor) for factor in (0.8, 1.0, 1.3)]
    assert found[0] > found[1] > found[2]
    assert found[1] < -1.0


@each_scenario
def test_members_who_earn_nothing_drop_the_brand_within_two_quarters(name):
    """Where the shelf price is held at the recommended one and all of it is invoiced, against usual terms."""
    usual, bare = opened(name).copy(), opened(name).copy()
    chains = [q for q, c in enumerate(usual.parameters.place_channel) if usual.parameters.opened[c] == 0.0]
    if not chains:
        pytest.skip("all outlets are the firm's own or franchised")
    for market in (usual, bare):
        market.hold_prices()
        market.parameters.renewal[:] = 1.0
    bare.levers.invoice[OWN] = bare.levers.retail[OWN]
    for market in (usual, bare):
        market.close(26)
    assert np.all(bare.state.available[:, OWN, chains] < 0.5 * usual.state.available[:, OWN, chains])


BONUSES = (-0.2, -0.1, 0.0, 0.1, 0.2)
"""Terms tried: share of the recommended price that members are granted beyond what they expect."""


@pytest.mark.long
@pytest.mark.parametrize("study", ["packaged_exploits", "us_color_tv_exploits"])
def test_value_has_an_optimum_within_the_margins_that_members_live_on(study):
    question = resolved_study(str(ROOT / "experiments" / f"{study}.yaml"))
    arm = next(one for one in question.arms if one.name == question.study.baseline).arm
    values, margins = [], []
    for bonus in BONUSES:
        other = replace(arm, policy=set_path(arm.policy, "channel.margin_bonus", bonus))
        runs = [simulate(Cell(question.scenario, question.incumbent, other, 1, n, question.label)) for n in range(2)]
        values.append(np.mean([npv(run) for run in runs]))
        shares = [1.0 - counted(run, "list_price") / counted(run, "shelf_price") for run in runs]
        margins.append(np.mean(shares))
    best = int(np.argmax(values))
    assert 0 < best < len(BONUSES) - 1, (values, margins)
    assert 0.15 <= margins[best] <= 0.45, (values, margins)
