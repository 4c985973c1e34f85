"""Departments disagree until they talk: each believes for itself, and hand-overs and meetings bring them together."""

from __future__ import annotations

import numpy as np
import pytest

from mktsim.inputs.study import Neglect
from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.table import METRICS
from support.real_world import digest, real_cell, world
from support.weakened import no_links

REPLICATIONS = 2
MATTERS = ("forecast_disagreement", "stage_disagreement", "rival_price_disagreement", "elasticity_disagreement")


def of_one_mind(organisation):
    return organisation.model_copy(update={"work": organisation.work.model_copy(update={"prior_spread": 0.0})})


def measured_as(**changes):
    histories = [simulate(real_cell(replication=number, **changes)) for number in range(REPLICATIONS)]
    return {name: np.mean([METRICS[name].measure(one) for one in histories]) for name in MATTERS}


@pytest.fixture(scope="module")
def usual():
    return measured_as()


@pytest.fixture(scope="module")
def apart():
    return measured_as(organisation=no_links(world()[1].organisation))


@pytest.mark.parametrize("name", MATTERS)
def test_departments_disagree_more_when_they_cannot_talk(usual, apart, name):
    assert apart[name] > 1.3 * usual[name] > 0.0


def test_departments_disagree_more_when_nobody_integrates_their_plans(usual):
    unintegrated = measured_as(neglect=(Neglect(duty="planning_duty.4"),))
    assert unintegrated["elasticity_disagreement"] > 1.05 * usual["elasticity_disagreement"]
    assert unintegrated["forecast_disagreement"] > usual["forecast_disagreement"]


def test_they_disagree_because_each_had_an_opinion_of_its_own(apart):
    alike = measured_as(organisation=no_links(of_one_mind(world()[1].organisation)))
    assert alike["rival_price_disagreement"] < 0.5 * apart["rival_price_disagreement"]
    assert alike["forecast_disagreement"] < 0.5 * apart["forecast_disagreement"]


def test_who_knows_everything_agrees():
    instant = measured_as(organisation=world()[1].organisation.model_copy(update={"instant": True}))
    assert all(apart < 1e-12 for apart in instant.values())


def test_the_same_cell_twice_gives_the_same_bits():
    cell = real_cell()
    assert digest(simulate(cell)) == digest(simulate(cell))
