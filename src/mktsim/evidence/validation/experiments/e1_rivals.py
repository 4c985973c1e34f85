"""E1 with rivals at their rules: who answers a promotion or an advertising attack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.calendar import Calendar
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Lab, Script, dealt, pressed, settled_lab
from mktsim.model.rivals import Rivals
from mktsim.model.world import WorldContext
from mktsim.science.arrays import Floats
from mktsim.streams import Address

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

BURN_IN = 60
"""Weeks until rivals' tracking knows what is normal."""
WEEKS = BURN_IN + 30
ATTACK = 4
"""Weeks that an attack lasts."""
LEVERS = ("price", "deal", "pressure")
ATTACKS = {"promotion": dealt(0, 0.20, feature=1.0), "advertising": pressed(0, 2.0)}
"""A fifth off the shelf price with features, and twice the advertising."""


@dataclass(frozen=True, eq=False)
class Reactions:
    """Rivals' levers and units in paired runs."""

    levers: dict[str, dict[str, Floats]]
    """By attack, then lever: weeks × rivals, from the week of the attack."""
    units: dict[str, Floats]
    """Units by attack: weeks × brands, from the week of the attack."""


def reactions(scenario: Scenario, seed: int) -> Reactions:
    """Run the market with chains and rivals at their rules, unattacked and attacked, under the same random inputs."""
    lab, start = settled_lab(scenario, chains=True)
    found: dict[str, dict[str, Floats]] = {}
    units: dict[str, Floats] = {}
    for attack in ("none", "promotion", "advertising"):
        kept = {name: np.zeros((WEEKS, lab.sizes.brands - 1)) for name in LEVERS}
        run = lab.play(start, WEEKS, _script(_rivals(lab, seed), attack, start.levers.copy(), kept), seed)
        found[attack] = {name: values[BURN_IN:] for name, values in kept.items()}
        units[attack] = run.by_brand[BURN_IN:]
    return Reactions(found, units)


def _rivals(lab: Lab, seed: int) -> Rivals:
    address = Address(1, f"validation/{lab.scenario.name}", seed)
    return Rivals(WorldContext(lab.scenario, lab.sizes, Calendar(lab.scenario.start), address), (0, WEEKS))


def _script(rivals: Rivals, attack: str, terms: Levers, kept: dict[str, Floats]) -> Script:
    """Return what sets rivals' levers and the attack, and what lets rivals track the market.

    `terms` are the levers in force, on which rivals write what they change.
    """

    def before(week: int, state: State, levers: Levers) -> None:
        rivals.set_week(week, terms)
        levers.take(terms)
        levers.week[0] = week
        if BURN_IN <= week < BURN_IN + ATTACK and attack != "none":
            ATTACKS[attack](week, state, levers)
        kept["price"][week] = levers.retail[1:].mean(axis=1)
        kept["deal"][week] = levers.deal[:, 1:].mean(axis=(0, 2))
        kept["pressure"][week] = levers.pressure[:, 1:].sum(axis=2).mean(axis=0)

    return Script(before, rivals.report)


E1_RIVALS = Experiment("E1 rivals", "attacks on rivals that play by their rules", reactions, seeds=30)
