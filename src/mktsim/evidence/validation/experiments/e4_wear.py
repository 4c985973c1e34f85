"""E4, campaigns: wear-out of a steady campaign and its recovery; even against pulsed spending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Change, settled_lab
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

FOCAL = 0
LEVEL = 1.5
"""Pressure of the campaign, multiples of usual."""
STEP = 0.10
QUARTER = 13
READ = (8, 21, 34)
"""First weeks of the quarters of the campaign in which the effect of a rating point is read."""
LENGTH = 52
"""Weeks of the campaign."""
HIATUS = 12
REST = 26
"""Weeks of silence before the campaign, so that it begins fresh."""
PATTERNS = {"even": (1, 1), "bursts": (4, 8), "rare": (1, 8)}
"""Weeks on and weeks of the cycle; all spend the same."""
PATTERN_WEEKS = 208


@dataclass(frozen=True, eq=False)
class Campaign:
    """Effect of a rating point in the quarter, and sales under patterns of equal spending."""

    effect: Floats
    """Relative gain per unit of pressure in the quarters from READ, then in the one after the hiatus."""
    units: dict[str, float]
    """Units of the last half of the run by pattern, wear-out as the scenario has it."""
    unworn: dict[str, float]
    """The same without wear-out."""


def campaign(scenario: Scenario, seed: int) -> Campaign:
    """Run a steady campaign, a little stronger and weaker for a quarter; run patterns of equal spending."""
    lab, start = settled_lab(scenario)
    effect = []
    for first in (*(REST + week for week in READ), REST + LENGTH + HIATUS):
        end = first + QUARTER
        up, down = (
            lab.run(start, end, _steady(first, f), seed).by_brand[first:end, FOCAL].sum() for f in (1 + STEP, 1 - STEP)
        )
        effect.append(np.log(up / down) / (2.0 * STEP * LEVEL))
    quiet = scenario.market.advertising.model_copy(update={"wear_out": 0.0})
    calm = scenario.model_copy(update={"market": scenario.market.model_copy(update={"advertising": quiet})})
    return Campaign(np.array(effect), _patterns(scenario, seed), _patterns(calm, seed))


def _steady(quarter: int, factor: float) -> Change:
    """Return silence, campaign, hiatus and the campaign again; the quarter from week `quarter` is multiplied."""

    def put(week: int, _state: State, levers: Levers) -> None:
        running = REST <= week < REST + LENGTH or week >= REST + LENGTH + HIATUS
        level = LEVEL if running else 0.0
        levers.pressure[:, FOCAL] *= level * (factor if quarter <= week < quarter + QUARTER else 1.0)

    return put


def _patterns(scenario: Scenario, seed: int) -> dict[str, float]:
    lab, start = settled_lab(scenario)
    half = PATTERN_WEEKS // 2
    return {
        name: float(lab.run(start, PATTERN_WEEKS, _pulsed(*shape), seed).by_brand[half:, FOCAL].sum())
        for name, shape in PATTERNS.items()
    }


def _pulsed(on: int, cycle: int) -> Change:
    def put(week: int, _state: State, levers: Levers) -> None:
        levers.pressure[:, FOCAL] *= cycle / on if week % cycle < on else 0.0

    return put


E4_WEAR = Experiment("E4 campaigns", "a steady campaign, and patterns of equal spending", campaign, seeds=6)
