"""Crises strike at random, lower perceived quality, fade, and fade faster when somebody answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mktsim.calendar import Calendar
from mktsim.inputs.cell import Cell, LuckSource, ResolvedArm
from mktsim.inputs.luck import Crisis
from mktsim.inputs.scenario import GoingConcern
from mktsim.inputs.study import Neglect
from mktsim.model.crisis import Crises
from mktsim.model.simulate import simulate
from mktsim.model.world import Sizes, WorldContext
from mktsim.streams import Address
from mktsim.study.question.library import archetypes, catalogue, read_scenario
from mktsim.study.question.resolve import plain_duties, plain_scenario

SCENARIO = plain_scenario(read_scenario(Path(__file__).parents[2] / "scenarios" / "tea_chain.yaml"))
OFTEN = Crisis(strikes_per_year=2.0, size=0.5, forgotten_weeks=8.0, answered_weeks=1.0)


def world(crisis, scenario=SCENARIO, weeks=78):
    market = scenario.market.model_copy(update={"crisis": crisis})
    return scenario.model_copy(update={"market": market, "horizon_weeks": weeks, "run_out_weeks": 0})


def crises(crisis, silenced=frozenset(), weeks=5200):
    scenario = world(crisis)
    calendar = Calendar(scenario.start)
    context = WorldContext(scenario, Sizes.of(scenario), calendar, Address(1, "crises", 0), silenced)
    return Crises(context, (0, weeks))


def arm_of(scenario, organisation):
    duties = plain_duties(catalogue())
    return ResolvedArm(scenario.policies[scenario.status_quo], archetypes()[organisation], duties)


def run(scenario, organisation, *neglects):
    usual = arm_of(scenario, scenario.organisation)
    arm = replace(arm_of(scenario, organisation), neglect=neglects)
    return simulate(Cell(scenario, usual, arm, 1, 0, scenario.name))


def depth(history):
    return history.series.column("observed.crisis_depth")


def test_they_strike_as_often_and_as_hard_as_the_scenario_says():
    drawn = crises(OFTEN)
    before = 0.0
    falls = []
    for week in range(5200):
        if drawn.strike(week):
            falls.append(drawn.depth - before)
        before = drawn.depth
    assert len(falls) == pytest.approx(200, abs=4 * np.sqrt(200))
    assert np.mean(falls) == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(12 * len(falls)))
    assert min(falls) >= 0.25
    assert max(falls) <= 0.75


def test_without_luck_they_are_their_expectation_in_every_week():
    quiet = crises(OFTEN, frozenset({LuckSource.BRAND}), weeks=52)
    for week in range(52):
        quiet.strike(week)
    assert quiet.depth == pytest.approx(2.0 * 0.5, rel=0.03)


@pytest.mark.parametrize(("answered", "half_life"), [(0.0, 8), (1.0, 1)])
def test_they_halve_in_the_time_given(answered, half_life):
    drawn = crises(OFTEN)
    drawn.depth = 0.6
    for _ in range(half_life):
        drawn.fade(answered)
    assert drawn.depth == pytest.approx(0.3)


def test_a_scenario_has_none_by_default():
    assert Crisis().strikes_per_year == 0.0
    assert not any(crises(Crisis()).strike(week) for week in range(200))


def test_the_same_crises_meet_every_organisation_and_the_answer_takes_as_long_as_it_takes():
    scenario = world(OFTEN)
    ideal, real = (run(scenario, name) for name in ("instant", "planning_hub"))
    silent = run(scenario, "planning_hub", Neglect(duty="planning_function.11"))
    struck = [np.flatnonzero(np.diff(depth(history), prepend=0.0) > 0.2) for history in (ideal, real, silent)]
    assert len(struck[0])
    assert all(np.array_equal(weeks, struck[0]) for weeks in struck)
    assert depth(ideal).sum() < depth(real).sum() < depth(silent).sum()


def test_they_cost_sales_and_nothing_else_in_the_market_moves_before_the_first():
    with_it, without = (run(world(crisis), "instant") for crisis in (OFTEN, Crisis()))
    first = int(np.flatnonzero(depth(with_it) > 0.0)[0])
    units = [history.series.column("units") for history in (with_it, without)]
    assert np.array_equal(units[0][:first], units[1][:first])
    assert units[0][first:].sum() < units[1][first:].sum()


def test_what_goes_on_at_the_opening_is_handed_on():
    opening = GoingConcern(kind="going_concern", burn_in_weeks=104)
    lasting = OFTEN.model_copy(update={"strikes_per_year": 6.0, "forgotten_weeks": 100.0, "answered_weeks": 100.0})
    scenario = world(lasting, SCENARIO.model_copy(update={"opening": opening}), weeks=2)
    assert depth(run(scenario, "planning_hub"))[0] > 1.0
