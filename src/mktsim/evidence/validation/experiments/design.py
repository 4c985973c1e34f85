"""Draws of experimental designs: keyed by experiment, seed and what is varied, apart from the market's own luck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.inverse import normal
from mktsim.science.arrays import Floats
from mktsim.streams import Address, Domain, uniforms

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

YEAR = 52


@dataclass(frozen=True)
class Designer:
    """Draws one experiment's design for one seed."""

    experiment: str
    seed: int

    def uniform(self, entity: tuple[str | int, ...], count: int) -> Floats:
        """Return `count` uniforms of an entity, shape (count,)."""
        address = Address(1, f"validation/{self.experiment}", self.seed, Domain.DESIGN)
        return uniforms(address, "study.design", entity, 0, count, 1)[:, 0]

    def normal(self, entity: tuple[str | int, ...], count: int) -> Floats:
        """Return `count` standard normal draws of an entity, shape (count,)."""
        return normal(self.uniform(entity, count))

    def yearly(self, entity: tuple[str | int, ...], weeks: int, memory: float) -> Floats:
        """Return a stationary AR(1) by year, of unit variance, held through each year's weeks, shape (weeks,)."""
        years = -(-weeks // YEAR)
        steps = self.normal(entity, years)
        path = np.empty(years)
        level = steps[0]
        for year in range(years):
            level = steps[0] if year == 0 else memory * level + np.sqrt(1.0 - memory**2) * steps[year]
            path[year] = level
        held: Floats = np.repeat(path, YEAR)[:weeks]
        return held


def markets(scenario: Scenario, count: int) -> tuple[Scenario, ...]:
    """Return scenarios whose equal regions, `count` or a few more in all, each have their own draw of types.

    Regions are as many as the scenario has, so that the market compiled for it serves them all.
    """
    total = sum(region.households for region in scenario.market.regions)
    size = len(scenario.market.regions)
    return tuple(_renamed(scenario, first, total / size) for first in range(0, count, size))


def _renamed(scenario: Scenario, first: int, households: float) -> Scenario:
    regions = tuple(
        region.model_copy(
            update={"name": f"market_{first + i:02d}", "households": households, "reservation_factor": 1.0}
        )
        for i, region in enumerate(scenario.market.regions)
    )
    market = scenario.market.model_copy(update={"regions": regions})
    return scenario.model_copy(update={"market": market})
