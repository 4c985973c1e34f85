"""E1 on a newcomer: the same shocks to a brand that entered a mature category a quarter ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.evidence.validation.experiments.e1_shock import FOCAL, INTERVENTIONS, YEAR, Shocks
from mktsim.evidence.validation.experiments.table import Experiment
from mktsim.evidence.validation.lab import SETTLING_WEEKS, Lab, settled_lab

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

OPENING = {"awareness": 0.05, "distribution": 0.30, "tried": 0.0}
"""The newcomer's opening: assumption."""
AGE = 13
"""Weeks on the market when it is shocked."""
_SHOWN = ("base", "deal_10", "pulse_up", "pulse_down", "year_up", "heavy")


def newcomer(scenario: Scenario, seed: int) -> Shocks:
    """Shock the focal brand in its introduction, with luck."""
    young = scenario.brands[0].model_copy(update={"entry_week": SETTLING_WEEKS, **OPENING})
    world = scenario.model_copy(update={"brands": (young, *scenario.brands[1:])})
    lab = Lab(world, all_present=False)
    start = lab.settled(SETTLING_WEEKS + AGE)
    lab.keep_present()
    grown, rest = settled_lab(scenario)
    return Shocks(
        runs={name: lab.run(start, YEAR, INTERVENTIONS[name], seed) for name in _SHOWN},
        seed=seed,
        mature={name: grown.run(rest, YEAR, INTERVENTIONS[name], seed).by_brand[:, FOCAL] for name in _SHOWN},
    )


E1_NEWCOMER = Experiment("E1 newcomer", "the same shocks to a brand in its first year", newcomer, seeds=20)
