"""What an organisation is worth: the value of a scenario's status quo under organisations made worse or better."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from mktsim.inputs.cell import Cell
from mktsim.inputs.study import Neglect
from mktsim.model.simulate import simulate
from mktsim.outcomes.metrics.reading import discounting
from mktsim.outcomes.metrics.value import npv
from mktsim.study.question.library import archetypes, library_beside
from mktsim.study.question.resolve import incumbent_of, plain_scenario
from support.weakened import fewer_staff, no_links, slower_links

SCENARIOS = Path(__file__).parents[2] / "scenarios"
RESEARCH = (
    "marketing.03",  # what consumers want and would pay
    "marketing.04",  # what rivals offer and charge
    "marketing.05",  # how rivals advertise
    "planning_function.02",  # where the market is going
    "planning_function.08",  # shares, distribution and the stage
    "advertising_planner.6",  # what advertising does
    "business_planner.2",  # what channels tell of rivals
)
"""Duties that look at the market; who dropped them still has its sales data and forecasts."""


def _organised(change):
    return lambda usual: replace(usual, organisation=change(usual.organisation))


CHANGES = {
    "usual": lambda usual: usual,
    "links_cut": _organised(no_links),
    "half_staff": _organised(lambda one: fewer_staff(one, 0.5)),
    "slow_links": _organised(lambda one: slower_links(one, 10.0)),
    "no_research": lambda usual: replace(usual, neglect=tuple(Neglect(duty=duty) for duty in RESEARCH)),
    "instant": lambda usual: replace(usual, organisation=archetypes()["instant"]),
}
"""Organisations by name: from the scenario's own to the one put in its place."""


@lru_cache(maxsize=8)
def opened(name):
    """Return a shipped scenario with its status quo under its organisation."""
    library = library_beside(SCENARIOS / "any.yaml")
    scenario = plain_scenario(library.scenario(name))
    return scenario, incumbent_of(scenario, library)


@lru_cache(maxsize=256)
def history(name, change, replication):
    scenario, usual = opened(name)
    return simulate(Cell(scenario, usual, CHANGES[change](usual), 1, replication, name))


def values(name, change, replications, value=npv):
    """Return the value of the status quo under a change of its organisation, money by replication, shape (n,)."""
    return np.array([value(history(name, change, number)) for number in range(replications)])


def gains(name, change, replications, value=npv):
    """Return what a change of the organisation gains on the same luck, money by replication, shape (n,)."""
    return values(name, change, replications, value) - values(name, "usual", replications, value)


def value_without_fees(one):
    """Return the net present value as it were if research cost nothing, money."""
    fees = one.money.values[:, one.money.columns.index("research")]
    return npv(one) - float((fees * discounting(one)).sum())


def decided(name, change, lever, replication=0):
    """Return the values decided for a lever, each once."""
    return {one.value for one in history(name, change, replication).decisions if one.lever == lever}


def surely(differences):
    """Return the mean of paired differences over its standard error."""
    return differences.mean() / (differences.std(ddof=1) / np.sqrt(len(differences)))
