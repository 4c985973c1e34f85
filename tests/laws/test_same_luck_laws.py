"""The streams' promises hold through whole runs: luck has an address, and nobody's choice moves it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mktsim.inputs.cell import LuckSource
from mktsim.inputs.luck import Luck
from mktsim.inputs.market import Adoption
from mktsim.inputs.organisation import Agent, Role
from mktsim.inputs.study import Neglect, NeglectMode
from mktsim.inputs.trade import Brand
from mktsim.model import initial_state, world_inputs
from mktsim.model.market.random_inputs import draw
from mktsim.model.organisation.mechanisms.people.culture import BuildLevel
from mktsim.model.simulate import simulate
from mktsim.study.question.library import catalogue
from support.mechanism_office import furnished, work
from support.plain_market import EVERYWHERE, QUIET, cell, durable, packaged
from support.real_world import digest, real_cell, world

ROOT = Path(__file__).parents[2]


@pytest.fixture
def forgetful():
    """Forget what earlier cells left, before and after."""
    stores = (world_inputs._scenarios, world_inputs._worlds, initial_state._kept)
    for store in stores:
        store.clear()
    yield
    for store in stores:
        store.clear()


def inputs_of(one):
    return world_inputs.world_inputs(one)


def same_values(one, other):
    """Whether two records of the market hold the same values."""
    return (
        np.array_equal(one.floats, other.floats)
        and np.array_equal(one.wholes, other.wholes)
        and np.array_equal(one.numbers, other.numbers)
    )


def same_draws(one, other):
    return same_values(one.draws.draws, other.draws.draws)


def other_policy():
    found, _ = world()
    return found.policies["deep_hi_lo"]


# ------------------------------------------------------------------ arms, rules and duties


def test_the_same_cell_has_the_same_bits_whatever_ran_before(forgetful):
    first = digest(simulate(real_cell()))
    simulate(real_cell(policy=other_policy()))
    simulate(real_cell(replication=3))
    assert digest(simulate(real_cell())) == first


SCRIPT = """
import sys
sys.path[:0] = ["src", "tests"]
from mktsim.model.simulate import simulate
from support.real_world import digest, real_cell, world
arms = {"a": {}, "b": {"policy": world()[0].policies["deep_hi_lo"]}}
found = {name: digest(simulate(real_cell(**arms[name]))) for name in sys.argv[1]}
print(found["a"], found["b"])
"""


def test_a_fresh_process_gives_the_same_bits_in_any_order():
    ran = [
        subprocess.run([sys.executable, "-c", SCRIPT, order], cwd=ROOT, capture_output=True, text=True, check=True)
        for order in ("ab", "ba")
    ]
    here = f"{digest(simulate(real_cell()))} {digest(simulate(real_cell(policy=other_policy())))}"
    assert ran[0].stdout.strip() == ran[1].stdout.strip() == here


def test_a_policy_has_no_part_in_the_markets_luck():
    mine, other = inputs_of(real_cell()), inputs_of(real_cell(policy=other_policy()))
    assert same_draws(mine, other)
    assert np.array_equal(mine.draws.season, other.draws.season)
    assert same_values(mine.parameters, other.parameters)
    assert same_values(mine.rest, other.rest)
    assert mine.context.address == other.context.address


def idle_duty():
    _, incumbent = world()
    like = next(duty for duty in incumbent.duties if duty.id == "planning_duty.7")
    return like.model_copy(
        update={
            "id": "museum.1",
            "owner": "museum",
            "mechanism": BuildLevel(levels=("identity",), gain=0.0),
            "gives": (),
            "informs": (),
            "needs": (),
            "approver": "",
            "joint": (),
            "twins": (),
        }
    )


@pytest.mark.parametrize(
    "instant",
    [
        True,
        False,
    ],
    ids=["instant", "real"],
)
def test_an_unrelated_duty_leaves_every_other_number_alone(instant):
    _, incumbent = world()
    staffed = incumbent.organisation.model_copy(
        update={
            "agents": incumbent.organisation.agents | {"museum": Agent(roles={"staff": Role(staff_fte=1.0)})},
            "instant": instant,
        }
    )
    before = simulate(real_cell(organisation=staffed))
    after = simulate(real_cell(organisation=staffed, duties=(*incumbent.duties, idle_duty())))
    assert after.duties.values[-1][after.duties.columns.index("done")] > 0.0  # the new duty is worked on
    assert np.array_equal(before.series.values, after.series.values, equal_nan=True)
    assert np.array_equal(before.money.values, after.money.values)
    assert np.array_equal(before.duties.values, after.duties.values[:-1])
    assert before.decisions == after.decisions


def assert_alike_for(weeks, one, other):
    """A topic that only one run ever observes has a column only there, empty before."""
    for name in dict.fromkeys((*one.series.columns, *other.series.columns)):
        found = [run.series.column(name)[:weeks] for run in (one, other) if name in run.series.columns]
        if len(found) == 1:
            assert not np.nan_to_num(found[0]).any(), name
        else:
            assert np.array_equal(found[0], found[1], equal_nan=True), name


@pytest.mark.parametrize("mode", list(NeglectMode))
def test_neglect_changes_nothing_before_it_and_no_draw_of_the_market(mode):
    neglect = (Neglect(duty="marketing.11", from_week=26, mode=mode),)
    kept, neglected = simulate(real_cell()), simulate(real_cell(neglect=neglect))
    assert_alike_for(14, kept, neglected)
    assert kept.series.column("deal")[26:].sum() > neglected.series.column("deal")[26:].sum()
    assert same_draws(inputs_of(real_cell()), inputs_of(real_cell(neglect=neglect)))


def test_a_delay_reshuffles_nobody_elses_luck():
    """Rivals that never react meet the same accidents when the firm's prices come later."""
    deaf = [b.model_copy(update={"reaction_threshold": 1.0}) for b in world()[0].brands]
    scenario = world()[0].model_copy(update={"brands": tuple(deaf)})
    _, incumbent = world()
    slow = tuple(
        edge.model_copy(update={"delay_days": 10.0 * edge.delay_days}) for edge in incumbent.organisation.edges
    )
    sluggish = incumbent.organisation.model_copy(update={"edges": slow})
    runs = [simulate(real_cell(scenario=scenario, organisation=o)) for o in (incumbent.organisation, sluggish)]
    prompt, late = (run.edges.values.sum(axis=0)[1] for run in runs)
    assert late > 3.0 * prompt
    worlds = [inputs_of(real_cell(scenario=scenario, organisation=o)) for o in (incumbent.organisation, sluggish)]
    assert same_draws(*worlds)
    assert np.array_equal(runs[0].series.values[0], runs[1].series.values[0], equal_nan=True)


# ------------------------------------------------------------------ silence

SIZES = {
    LuckSource.CATEGORY: ("category_sd", "cycle_sd"),
    LuckSource.BRAND: ("brand_sd", "slow_sd", "national_sd"),
    LuckSource.RESPONSE: ("response_sd",),
    LuckSource.SEASON: ("season_sd",),
    LuckSource.RIVALS: ("rival_sd",),
}


@pytest.mark.parametrize("source", SIZES, ids=lambda s: s.name.lower())
def test_silencing_a_source_is_the_same_as_its_having_no_size(source):
    """And so it changes that source only."""
    luck = world()[0].market.luck.model_copy(update=dict.fromkeys(SIZES[source], 0.0))
    market = world()[0].market.model_copy(update={"luck": luck})
    calm = world()[0].model_copy(update={"market": market})
    # rivals' error of tracking has no size in the scenario, so rivals must not act on it
    brands = tuple(b.model_copy(update={"policy": ""}) for b in calm.brands)
    calm = calm.model_copy(update={"brands": brands})
    loud = world()[0].model_copy(update={"brands": brands})
    silenced = simulate(real_cell(scenario=loud, silenced=frozenset({source})))
    sizeless = simulate(real_cell(scenario=calm))
    assert np.array_equal(silenced.series.values, sizeless.series.values, equal_nan=True)
    assert not np.array_equal(
        silenced.series.column("units"), simulate(real_cell(scenario=loud)).series.column("units")
    )


SILENT = {
    LuckSource.CATEGORY: {"category", "cycle"},
    LuckSource.BRAND: {"brand", "slow", "national"},
    LuckSource.RESPONSE: {"response"},
    LuckSource.COUNTS: {"count"},
}
"""Draws of the market by their source."""


def test_silencing_one_source_leaves_the_draws_of_the_others_alone():
    loud = inputs_of(real_cell()).draws
    for source, silent in SILENT.items():
        quiet = inputs_of(real_cell(silenced=frozenset({source}))).draws
        for field in loud.draws.arrays:
            before, after = getattr(loud.draws, field.name), getattr(quiet.draws, field.name)
            if field.name in silent:
                assert not after.any()
            else:
                assert np.array_equal(before, after)
        assert np.array_equal(loud.season, quiet.season)


def test_every_draw_of_the_market_belongs_to_a_source():
    assert {field.name for field in inputs_of(real_cell()).draws.draws.arrays} == set().union(*SILENT.values())


# ------------------------------------------------------------------ one household more

REGIONS = ("here", "there")


def two_regions(world_of_one):
    one = world_of_one.market.regions[0]
    regions = tuple(one.model_copy(update={"name": name}) for name in REGIONS)
    return world_of_one.model_copy(update={"market": world_of_one.market.model_copy(update={"regions": regions})})


def adopting():
    adoption = Adoption(p_per_year=0.2, q_per_year=3.0, affordability=False, local_imitation_share=1.0)
    luck = Luck(**(QUIET.model_dump() | {"counts": True, "category_sd": 0.05, "brand_sd": 0.05}))
    brands = (Brand(name="own", price_money=1.0, share=0.6, **EVERYWHERE),
              Brand(name="rival", price_money=1.0, share=0.4, **EVERYWHERE))  # fmt: skip
    return two_regions(durable(adoption, households=150.0, brands=brands, weeks=60, luck=luck))


def buying():
    brands = (Brand(name="own", price_money=1.0, share=0.6, **EVERYWHERE),
              Brand(name="rival", price_money=1.0, share=0.4, **EVERYWHERE))  # fmt: skip
    found = two_regions(packaged(brands, households=40.0, weeks=60, luck=QUIET.model_copy(update={"counts": True})))
    repeat = found.market.repeat.model_copy(update={"stock_reaction": 0.3})
    choice = found.market.choice.model_copy(update={"loyalty": 0.5})
    market = found.market.model_copy(update={"repeat": repeat, "choice": choice})
    return found.model_copy(update={"market": market})


@pytest.mark.parametrize("made", [adopting, buying])
def test_one_household_more_changes_what_follows_from_it_and_nothing_else(made, forgetful, monkeypatch):
    scenario, week = made(), 20
    before = simulate(cell(scenario)).series

    def nudged(*given):
        luck = draw(*given)
        u = luck.draws.count[week - luck.first_week, 0, 0]
        u[0] = nudge * (1.0 - u[0]) + u[0]
        return luck

    def run_again(by):
        nonlocal nudge
        nudge = by
        world_inputs._worlds.clear()
        initial_state._kept.clear()
        return simulate(cell(scenario)).series

    monkeypatch.setattr(world_inputs, "draw", nudged)
    low, nudge, sold = 0.0, 0.0, before.column("category_units")[week]
    high = 0.9999
    for _ in range(16):  # the smallest rise of the draw that makes one purchase more
        middle = 0.5 * (low + high)
        more = run_again(middle).column("category_units")[week] > sold
        low, high = (low, middle) if more else (middle, high)
    after = run_again(high)
    assert after.column("category_units")[week] == before.column("category_units")[week] + 1.0
    assert np.array_equal(before.values[:week], after.values[:week], equal_nan=True)
    assert np.array_equal(before.column("units_region.there"), after.column("units_region.there"))
    assert not np.array_equal(before.values[week + 1 :], after.values[week + 1 :], equal_nan=True)


def test_a_bystander_region_never_notices(forgetful):
    """A region that doubles its households moves no draw and no sale of an unconnected one."""
    scenario = adopting()
    larger = scenario.market.regions[0].model_copy(update={"households": 300.0})
    market = scenario.market.model_copy(update={"regions": (larger, scenario.market.regions[1])})
    other = replace(cell(scenario), scenario=scenario.model_copy(update={"market": market}))
    one, two = simulate(cell(scenario)).series, simulate(other).series
    assert np.array_equal(one.column("units_region.there"), two.column("units_region.there"))
    assert two.column("units_region.here").sum() > 1.5 * one.column("units_region.here").sum()


def test_an_error_of_observation_belongs_to_the_week_in_which_it_is_made():
    survey = next(duty for duty in catalogue() if duty.id == "marketing.03")
    bench = furnished(survey)
    office = bench.office

    def seen(period, origin):
        done = work(survey)
        done.period, done.origin = period, origin
        return office.observe(done, "survey", "insight.elasticity").value

    assert seen(3, 0) == seen(3, 2)  # whatever set it off
    assert seen(3, 0) != seen(5, 0)  # a second survey of the same interval errs anew
