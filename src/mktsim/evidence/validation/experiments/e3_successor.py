"""E3 with a successor: a newer generation enters some years after the launch and draws its users."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR, Designer
from mktsim.evidence.validation.experiments.e3_launches import draws, launch_scenario, learning, yearly
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Lab
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.evidence.validation.experiments.e3_launches import Drawn
    from mktsim.inputs.scenario import Scenario

LAUNCHES = 8
YEARS = 30
GAP_YEARS = (8, 15)
"""Years from launch to successor, uniform: assumption, about those of sound carriers."""


@dataclass(frozen=True, eq=False)
class Successions:
    """Yearly figures of products that a newer generation replaced."""

    drawn: tuple[Drawn, ...]
    gap: Floats
    """Years from launch to successor, shape (launches,)."""
    old: Floats
    """Units of the old generation, shape (launches, years)."""
    new: Floats
    """Units of the successor."""
    first_old: Floats
    """First purchases of the old generation."""
    first_new: Floats
    """First purchases of the successor, upgrades included."""
    households: float


def successions(scenario: Scenario, seed: int) -> Successions:
    """Run launches with a successor, with luck."""
    design = Designer("E3 successor", seed)
    drawn = draws(design, LAUNCHES)
    low, high = GAP_YEARS
    gap = np.round(low + (high - low) * design.uniform(("gap",), LAUNCHES))
    tables: list[list[Floats]] = [[], [], [], []]
    for number, one in enumerate(drawn):
        world = two_generations(launch_scenario(scenario, one), int(gap[number]) * YEAR)
        lab = Lab(world, all_present=False)
        run = lab.run(lab.opening(), YEARS * YEAR, learning(lab, one.progress), seed * LAUNCHES + number)
        newer = np.array([brand.generation == 1 for brand in world.brands])
        sold = run.by_brand
        series = (sold[:, ~newer].sum(axis=1), sold[:, newer].sum(axis=1), run.adopters[:, 0], run.adopters[:, 1])
        for table, weekly in zip(tables, series, strict=True):
            table.append(yearly(weekly))
    total = sum(region.households for region in scenario.market.regions)
    old, new, first_old, first_new = (np.array(table) for table in tables)
    return Successions(drawn, gap, old, new, first_old, first_new, total)


def two_generations(scenario: Scenario, gap: int) -> Scenario:
    """Return the scenario with a successor of each of its first two brands, `gap` weeks after the opening."""
    newer = tuple(
        brand.model_copy(update={"name": f"{brand.name}_next", "generation": 1, "entry_week": gap, "policy": ""})
        for brand in scenario.brands[:2]
    )
    adoption = scenario.market.adoption.model_copy(update={"generation_gap_weeks": (gap,)})
    market = scenario.market.model_copy(update={"adoption": adoption})
    return scenario.model_copy(update={"brands": (*scenario.brands, *newer), "market": market})


E3_SUCCESSOR = Experiment("E3 successor", "eight launches a seed with a newer generation", successions, seeds=6)
