"""E1, absence: brands that stop advertising, and brands that a chain takes out of its range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Change, Lab, pressed, settled_lab
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

YEARS = 3
CHAIN = 0
"""The chain that delists: the largest."""
DELISTED_WEEKS = 26


@dataclass(frozen=True, eq=False)
class Absence:
    """Losses of brands through absence, brand by brand."""

    share: Floats
    """Share of units, shape (brands,)."""
    silent: Floats
    """Change of units without advertising, share of what they would be, shape (brands, years)."""
    elsewhere: Floats
    """Units that a delisted brand gains in other chains over what it sold in the chain, shape (brands,)."""
    chain_loss: Floats
    """Units that the chain's category loses over what the delisted brand sold there, shape (brands,)."""


def absence(scenario: Scenario, seed: int) -> Absence:
    """Silence each brand for three years, then delist each in one chain for half a year, with random inputs."""
    lab, start = settled_lab(scenario, chains=True)
    brands = range(lab.sizes.brands)
    base = lab.run(start, YEARS * YEAR, None, seed)
    units = _yearly(base.by_brand)
    silent = [_yearly(lab.run(start, YEARS * YEAR, pressed(b, 0.0), seed).by_brand)[:, b] for b in brands]
    usual = base.units[:DELISTED_WEEKS].sum(axis=(0, 1))
    gaps = [lab.run(start, DELISTED_WEEKS, _delisted(lab, b), seed).units.sum(axis=(0, 1)) - usual for b in brands]
    sold = usual[:, CHAIN]
    return Absence(
        share=usual.sum(axis=1) / usual.sum(),
        silent=np.array(silent) / units.T - 1.0,
        elsewhere=np.array([np.delete(gap[b], CHAIN).sum() for b, gap in zip(brands, gaps, strict=True)]) / sold,
        chain_loss=-np.array([gap[:, CHAIN].sum() for gap in gaps]) / sold,
    )


def _yearly(weekly: Floats) -> Floats:
    total: Floats = weekly.reshape(YEARS, YEAR, -1).sum(axis=1)
    return total


def _delisted(lab: Lab, brand: int) -> Change:
    first, last = lab.parameters.first_outlet[CHAIN : CHAIN + 2]

    def put(_week: int, state: State, _levers: Levers) -> None:
        state.available[:, brand, first:last] = 0.0

    return put


E1_ABSENCE = Experiment("E1 absence", "three years without advertising; half a year out of a chain", absence, seeds=10)
