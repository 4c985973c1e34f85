"""E1 on a newcomer: the same shocks to a brand that entered a mature category a quarter ago; and tests of weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import Designer
from mktsim.evidence.validation.experiments.e1_shock import FOCAL, INTERVENTIONS, YEAR, Shocks
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import SETTLING_WEEKS, Change, Lab, Start, pressed, settled_lab, together
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

OPENING = {"awareness": 0.05, "distribution": 0.30, "tried": 0.0}
"""The newcomer's opening: assumption."""
WEIGHT = 1.50
"""Multiple of the usual advertising in a test of weight (G16)."""
AGE = 13
"""Weeks on the market when it is shocked."""
_SHOWN = ("base", "price_up", "price_down", "pulse_up", "pulse_down", "year_up", "heavy")


def newcomer(scenario: Scenario, seed: int) -> Shocks:
    """Shock the focal brand in its introduction, with random inputs."""
    lab, start = _introduced(scenario)
    grown, rest = settled_lab(scenario)
    return Shocks(
        runs={name: lab.run(start, YEAR, INTERVENTIONS[name], seed) for name in _SHOWN},
        seed=seed,
        mature={name: grown.run(rest, YEAR, INTERVENTIONS[name], seed).by_brand[:, FOCAL] for name in _SHOWN},
    )


def _introduced(scenario: Scenario) -> tuple[Lab, Start]:
    """Return the market with the focal brand as a newcomer of a quarter's age."""
    young = scenario.brands[0].model_copy(update={"entry_week": SETTLING_WEEKS, **OPENING})
    lab = Lab(scenario.model_copy(update={"brands": (young, *scenario.brands[1:])}), all_present=False)
    start = lab.settled(SETTLING_WEEKS + AGE)
    lab.keep_present()
    return lab, start


CAMPAIGNS = 60
"""Split-market tests a seed (G16)."""
COPY_SD = 0.6
"""Spread of campaigns' persuasiveness, sd of log (size assumption): copy tells more than weight does
(Lodish et al. 1995, JMR 32:125)."""


@dataclass(frozen=True, eq=False)
class WeightTests:
    """Log effect of half as much weight again for a year, campaign by campaign, shape (CAMPAIGNS,)."""

    mature: Floats
    new: Floats
    seed: int


def weight_tests(scenario: Scenario, seed: int) -> WeightTests:
    """Run each campaign at usual and at heavier weight, its copy drawn, for the mature brand and for a newcomer."""
    copy = np.exp(COPY_SD * Designer("E1 weight tests", seed).normal(("copy",), CAMPAIGNS))
    young, start = _introduced(scenario)
    grown, rest = settled_lab(scenario)
    return WeightTests(
        mature=np.array([_weight_effect(grown, rest, float(one), seed) for one in copy]),
        new=np.array([_weight_effect(young, start, float(one), seed) for one in copy]),
        seed=seed,
    )


def _weight_effect(lab: Lab, start: Start, copy: float, seed: int) -> float:
    usual = _messaged(copy)
    heavy = together(usual, pressed(FOCAL, WEIGHT))
    more, less = (lab.run(start, YEAR, change, seed).by_brand[:, FOCAL].sum() for change in (heavy, usual))
    return float(np.log(more / less))


def _messaged(copy: float) -> Change:
    def put(_week: int, _state: State, levers: Levers) -> None:
        levers.message[:, FOCAL] = copy

    return put


E1_WEIGHT = Experiment("E1 weight tests", "sixty split-market tests of weight, copy drawn", weight_tests, seeds=10)
E1_NEWCOMER = Experiment("E1 newcomer", "the same shocks to a brand in its first year", newcomer, seeds=20)
