"""E1 with rivals at their rules: who answers a promotion or an advertising attack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.calendar import Calendar
from mktsim.evidence.validation.experiments.table import Experiment
from mktsim.evidence.validation.lab import Lab, Script, settled_lab
from mktsim.model.rivals import Rivals
from mktsim.model.world import WorldContext
from mktsim.science.arrays import Floats
from mktsim.streams import Address

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

BURN_IN = 60
"""Weeks until rivals' tracking knows what is normal."""
WEEKS = BURN_IN + 30
ATTACK = 4
"""Weeks that an attack lasts."""
LEVERS = ("price", "deal", "pressure")


@dataclass(frozen=True, eq=False)
class Reactions:
    """Rivals' levers and units in paired runs."""

    levers: dict[str, dict[str, Floats]]
    """By attack, then lever: weeks × rivals, from the week of the attack."""
    units: dict[str, Floats]
    """Units by attack: weeks × brands, from the week of the attack."""


def reactions(scenario: Scenario, seed: int) -> Reactions:
    """Run the market with rivals at their rules, unattacked and attacked, under the same luck."""
    lab, start = settled_lab(scenario)
    found: dict[str, dict[str, Floats]] = {}
    units: dict[str, Floats] = {}
    for attack in ("none", "promotion", "advertising"):
        kept = {name: np.zeros((WEEKS, lab.sizes.brands - 1)) for name in LEVERS}
        run = lab.play(start, WEEKS, _script(lab, seed, attack, kept), seed)
        found[attack] = {name: values[BURN_IN:] for name, values in kept.items()}
        units[attack] = run.by_brand[BURN_IN:]
    return Reactions(found, units)


def _script(lab: Lab, seed: int, attack: str, kept: dict[str, Floats]) -> Script:
    """Return what sets rivals' levers and the attack, and what lets rivals track the market."""
    address = Address(1, f"validation/{lab.scenario.name}", seed)
    world = WorldContext(lab.scenario, lab.sizes, Calendar(lab.scenario.start), address)
    rivals = Rivals(world, (0, WEEKS))

    def before(week: int, state: np.void, levers: np.void) -> None:
        rivals.set_week(week, levers)
        state["shelf"][:] = levers["price"][None]
        if BURN_IN <= week < BURN_IN + ATTACK:
            if attack == "promotion":
                levers["deal"][:, 0, :], levers["feature"][:, 0, :] = 0.20, 1.0
            if attack == "advertising":
                levers["pressure"][:, 0, :] *= 2.0
        kept["price"][week] = levers["price"][1:].mean(axis=1)
        kept["deal"][week] = levers["deal"][:, 1:].mean(axis=(0, 2))
        kept["pressure"][week] = levers["pressure"][:, 1:].sum(axis=2).mean(axis=0)

    return Script(before, rivals.report)


E1_RIVALS = Experiment("E1 rivals", "attacks on rivals that play by their rules", reactions, seeds=30)
