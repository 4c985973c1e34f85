"""E1: paired runs with the same random inputs and one intervention; the difference is the effect.

A temporary cut is a deal, marked as one; a regular price changes on the shelf. Both are consumers' response: what
chains
do about an invoice is measured with chains that set prices themselves (`e1_trade`). Where a regular price changes for
good, listings are held, as in the regressions of the literature that have distribution beside price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import (
    Change,
    Run,
    Start,
    at_shelf,
    between,
    dealt,
    listed,
    pressed,
    settled_lab,
    together,
)
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

FOCAL = 0
WEEKS = 156
"""Weeks that every run is followed: three years, for advertising (G15)."""
YEAR = 52
DEAL = 0.20
"""Depth of the promotion (G20)."""
PULSE = 0.10
"""Step of elasticities of advertising (G13)."""
STEP = 0.01
"""Symmetric step of price elasticities (G09)."""


def _always(change: Change) -> Change:
    return between(0, WEEKS, change)


def _first(change: Change) -> Change:
    return between(0, 0, change)


INTERVENTIONS: Mapping[str, Change | None] = {
    "base": None,
    "promotion": _first(dealt(FOCAL, DEAL, feature=1.0)),
    "deal": _first(dealt(FOCAL, DEAL)),
    "deal_10": _first(dealt(FOCAL, 0.10)),
    "feature": _first(dealt(FOCAL, 0.0, feature=1.0)),
    "display": _first(dealt(FOCAL, 0.0, display=1.0)),
    "full": _first(dealt(FOCAL, DEAL, feature=1.0, display=1.0)),
    "price_up": _first(at_shelf(FOCAL, 1.0 + STEP)),
    "price_down": _first(at_shelf(FOCAL, 1.0 - STEP)),
    "pulse_up": _first(pressed(FOCAL, 1.0 + PULSE)),
    "pulse_down": _first(pressed(FOCAL, 1.0 - PULSE)),
    "year_up": between(0, YEAR - 1, pressed(FOCAL, 1.10)),
    "heavy": between(0, YEAR - 1, pressed(FOCAL, 1.50)),
}
"""What is done to the focal brand; one run each."""
REGULAR = {"regular_up_5": 1.05, "regular_up_10": 1.10, "regular_down_10": 0.90}
"""Changes of its regular price for good, listings held; multiples."""


@dataclass(frozen=True, eq=False)
class Shocks:
    """Runs of all interventions under one draw of random inputs."""

    runs: Mapping[str, Run]
    seed: int
    mature: Mapping[str, Floats]
    """Units of the same brand when established, for an experiment on a newcomer; empty otherwise."""

    def units(self, name: str) -> Floats:
        """Return units by week and brand under an intervention."""
        return self.runs[name].by_brand

    def effect(self, name: str) -> Floats:
        """Return what an intervention adds, by week and brand."""
        added: Floats = self.units(name) - self.units("base")
        return added

    def multiple(self, name: str) -> float:
        """Return the multiple of the focal brand's units in the first week."""
        return float(self.units(name)[0, FOCAL] / self.units("base")[0, FOCAL])

    def log_ratio(self, name: str, weeks: slice, base: str = "base") -> float:
        """Return the logarithm of the focal brand's units in `weeks` relative to another run's."""
        moved, still = (self.units(one)[weeks, FOCAL].sum() for one in (name, base))
        return float(np.log(moved / still))


def shocks(scenario: Scenario, seed: int) -> Shocks:
    """Run every intervention from the settled market under the random inputs of `seed`."""
    lab, start = settled_lab(scenario)
    changes = {**INTERVENTIONS, **_regular(start)}
    return Shocks({name: lab.run(start, WEEKS, change, seed) for name, change in changes.items()}, seed, {})


def _regular(start: Start) -> dict[str, Change]:
    """Return the changes of a regular price, and what they are compared with; listings held."""
    held = listed(start, FOCAL)
    return {"held": held, **{name: together(held, at_shelf(FOCAL, f)) for name, f in REGULAR.items()}}


E1 = Experiment("E1 shock", "paired runs with one intervention each", shocks, seeds=30)
