"""Experiments of the validation are pure, paired and keyed."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.evidence.validation.experiments import e1_shock, e5_supply
from mktsim.evidence.validation.experiments.design import Designer, markets
from mktsim.evidence.validation.experiments.e2_field import draw
from mktsim.evidence.validation.experiments.e3_capabilities import AS_IT_IS, CHANGES, Capabilities
from mktsim.evidence.validation.experiments.e3_organisations import drawn_organisation, drawn_world
from mktsim.evidence.validation.lab import between, dealt, settled_lab
from mktsim.evidence.validation.rows.promotion import estimate_g20
from support.real_world import world


@pytest.fixture(scope="module")
def scenario():
    return world()[0]


def test_an_experiment_is_a_pure_function_of_scenario_and_seed(scenario):
    one, two, other = (e1_shock.shocks(scenario, seed) for seed in (3, 3, 4))
    for name in e1_shock.INTERVENTIONS:
        assert np.array_equal(one.units(name), two.units(name))
    assert not np.array_equal(one.units("base"), other.units("base"))


def test_paired_runs_differ_only_from_the_week_of_the_change_on(scenario):
    lab, start = settled_lab(scenario, 30)
    base = lab.run(start, 8, None, 0).units
    moved = lab.run(start, 8, between(5, 5, dealt(0, 0.2)), 0).units
    assert np.array_equal(base[:5], moved[:5])
    assert moved[5, :, 0].sum() > 1.2 * base[5, :, 0].sum()


def test_a_promotions_gain_comes_from_somewhere(scenario):
    parts = estimate_g20(e1_shock.shocks(scenario, 0))
    assert sum(parts.values()) == pytest.approx(1.0)


def test_designs_are_keyed_by_market_brand_and_seed():
    few = draw(Designer("E2", 0), (30, 2, 3), 0, 0.0)
    more = draw(Designer("E2", 0), (30, 4, 3), 0, 0.0)
    moved = draw(Designer("E2", 0), (30, 2, 3), 2, 0.0)
    assert np.array_equal(few.price, more.price[:, :2])
    assert np.array_equal(moved.price, more.price[:, 2:])
    assert abs(np.log(draw(Designer("E2", 0), (2000, 1, 1), 0, 0.0).pressure).std() - 0.3) < 0.02


def test_markets_differ_in_their_types_and_not_in_size(scenario):
    one, two = markets(scenario, 4)
    names = {region.name for some in (one, two) for region in some.market.regions}
    assert len(names) == 4
    total = sum(region.households for region in scenario.market.regions)
    assert sum(region.households for region in one.market.regions) == pytest.approx(total)


def test_bullwhip_of_the_first_echelon_lies_on_the_closed_form(scenario):
    table = e5_supply.chain(scenario, 0)
    assert table.usual[0] == pytest.approx(table.expected, rel=0.08)
    assert np.all(np.diff(table.usual) > 0.0)


def test_an_organisation_drawn_as_it_is_is_the_same_and_every_change_is_another(scenario):
    base = world()[1].organisation
    assert drawn_organisation(base, AS_IT_IS) == base
    assert drawn_world(scenario, {"quality": 0.0, "potential": 0.0}) == scenario
    changed = [drawn_organisation(base, {**AS_IT_IS, **change}) for change in CHANGES.values()]
    assert base not in changed
    assert all(one != other for place, one in enumerate(changed) for other in changed[:place])


def test_the_effect_of_a_capability_is_half_of_what_two_standard_deviations_gain():
    table = Capabilities({"weak": np.array([1.0, 2.0]), "strong": np.array([3.0, 6.0])})
    assert table.effect("weak", "strong").tolist() == [1.0, 2.0]
    assert table.spread == pytest.approx((np.std([1, 2], ddof=1) + np.std([3, 6], ddof=1)) / 2)
