"""Runs of the shipped scenarios with and without a duty, on the same random inputs."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from mktsim.inputs.cell import Cell, ResolvedArm
from mktsim.model.simulate import simulate
from mktsim.study.question.library import archetypes, catalogue, read_scenario
from mktsim.study.question.resolve import plain_duties, plain_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CATALOGUE = catalogue()


@lru_cache(maxsize=8)
def world(name, weeks):
    scenario = plain_scenario(read_scenario(str(SCENARIOS / f"{name}.yaml")))
    return scenario.model_copy(update={"horizon_weeks": weeks or scenario.horizon_weeks, "run_out_weeks": 0})


def run(name, weeks, replication, *neglects):
    scenario = world(name, weeks)
    organisation = archetypes()[scenario.organisation]
    usual = ResolvedArm(scenario.policies[scenario.status_quo], organisation, plain_duties(CATALOGUE))
    arm = replace(usual, neglect=neglects)
    return simulate(Cell(scenario, usual, arm, 1, replication, name))


@lru_cache(maxsize=64)
def baseline(name, weeks, replication):
    return run(name, weeks, replication)
