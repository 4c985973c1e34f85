"""E1, depth of a deal: what a deep promotion does later to buyers of long standing and to those who hardly buy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Script, between, dealt, settled_lab
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

FOCAL = 0
DEEP, SHALLOW = 0.35, 0.10
"""Depths that are compared (Anderson & Simester 2004: deeper against shallower)."""
ON, AFTER = 4, 26
"""Weeks of the promotion, and weeks after it that are followed."""
ESTABLISHED, NEW = 0.80, 0.50
"""Quantiles of habit: classes above the first are buyers of long standing, below the second hardly buyers."""


@dataclass(frozen=True)
class Later:
    """Log of later purchases after a deep promotion over those after a shallow one."""

    established: float
    new: float
    everybody: float


def later(scenario: Scenario, seed: int) -> Later:
    """Promote at both depths with a feature and follow purchases afterwards, with the same random inputs."""
    lab, start = settled_lab(scenario)
    habit = start.state.loyal[FOCAL]
    people = lab.parameters.households

    def bought(depth: float) -> Floats:
        script = Script(between(0, ON - 1, dealt(FOCAL, depth, feature=1.0)), types=True)
        types = lab.play(start, ON + AFTER, script, seed).types
        if types is None:
            raise ValueError("the purchases of types were not kept")
        units: Floats = (types.occasions * types.quantity)[ON:, :, FOCAL].sum(axis=0) * people
        return units

    deep, shallow = bought(DEEP), bought(SHALLOW)

    def change(group: Floats) -> float:
        return float(np.log(deep[group].sum() / shallow[group].sum()))

    everybody = np.ones(habit.size, dtype=bool)
    return Later(
        change(habit > np.quantile(habit, ESTABLISHED)), change(habit < np.quantile(habit, NEW)), change(everybody)
    )


E1_DEPTH = Experiment("E1 depth", "a deep and a shallow promotion, and half a year after", later, seeds=10)
