"""E3, paired: the same launches under common random numbers, the organisation changed one way at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR, Designer
from mktsim.evidence.validation.experiments.e3_organisations import (
    ORGANISATION,
    PLANNED_WEEKS,
    PRODUCT,
    drawn_organisation,
    drawn_world,
    in_development,
)
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.experiments.organised import Organised
from mktsim.outcomes.metrics.table import METRICS
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

LAUNCHES = 5
"""Launches a seed; ten seeds make fifty environments."""
YEARS = 3
AS_IT_IS = dict.fromkeys(ORGANISATION, 0.0)
CHANGES: Mapping[str, Mapping[str, float]] = {
    "apart, few": {"integration": -1.0, "resources": -1.0},
    "apart, many": {"integration": -1.0, "resources": 1.0},
    "close, few": {"integration": 1.0, "resources": -1.0},
    "close, many": {"integration": 1.0, "resources": 1.0},
    "light meetings": {"meetings": -1.0},
    "heavy meetings": {"meetings": 1.0},
    **{f"{sign} {group}": {group: size} for group in ("marketing", "rnd", "operations")
       for sign, size in (("weak", -1.0), ("strong", 1.0))},
}  # fmt: skip
"""What is changed, in standard deviations of `e3_organisations`: coordination by resources, meetings, skills."""


@dataclass(frozen=True, eq=False)
class Capabilities:
    """Net present value by change, what is left in the end included, money, shape (launches,) each."""

    value: Mapping[str, Floats]

    def effect(self, lower: str, upper: str) -> Floats:
        """Return half of what one change gains over another, launch by launch: the effect of a standard deviation."""
        return np.asarray(0.5 * (self.value[upper] - self.value[lower]))

    @property
    def spread(self) -> float:
        """Standard deviation over launches, of all changes together: what effects are standardised by."""
        return float(np.mean([one.std(ddof=1) for one in self.value.values()]))


def capabilities(scenario: Scenario, seed: int) -> Capabilities:
    """Run launches of random products in random markets under each organisation, with the same random inputs in all."""
    design = Designer("E3 capabilities", seed)
    drawn = {name: design.normal((name,), LAUNCHES) for name in PRODUCT}
    horizon = PLANNED_WEEKS + YEARS * YEAR
    firm = Organised.of(in_development(scenario), horizon, "capabilities", scenario.run_out_weeks)
    value = {name: np.empty(LAUNCHES) for name in CHANGES}
    for number in range(LAUNCHES):
        launch = replace(firm, world=drawn_world(firm.world, {name: float(v[number]) for name, v in drawn.items()}))
        for name, change in CHANGES.items():
            organisation = drawn_organisation(firm.arm.organisation, {**AS_IT_IS, **change})
            changed = replace(launch, arm=replace(firm.arm, organisation=organisation))
            value[name][number] = METRICS["npv"].measure(changed.run(seed * LAUNCHES + number))
    return Capabilities(value)


E3_CAPABILITIES = Experiment(
    "E3 capabilities",
    "five launches a seed, each under twelve organisations with the same luck",
    capabilities,
    seeds=10,
)
