"""E4, campaigns: wear-out of a steady campaign and its recovery; even against pulsed spending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.table import Experiment
from mktsim.evidence.validation.lab import Change, settled_lab
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

FOCAL = 0
LEVEL = 1.5
"""Pressure of the campaign, multiples of usual."""
STEP = 0.10
READ = (8, 21, 34, 51)
"""Weeks of the campaign at which the effect of a rating point is read."""
HIATUS = 12
REST = 26
"""Weeks of silence before the campaign, so that it begins fresh."""
PATTERNS = {"even": (1, 1), "bursts": (4, 8), "rare": (1, 8)}
"""Weeks on and weeks of the cycle; all spend the same."""
PATTERN_WEEKS = 208


@dataclass(frozen=True, eq=False)
class Campaign:
    """Effect of a rating point in the week, and sales under patterns of equal spending."""

    effect: Floats
    """Relative gain per unit of pressure at READ, then after the hiatus."""
    units: dict[str, float]
    """Units of the last half of the run by pattern, wear-out as the scenario has it."""
    unworn: dict[str, float]
    """The same without wear-out."""


def campaign(scenario: Scenario, seed: int) -> Campaign:
    """Run a steady campaign with pulses on top; run patterns of equal spending."""
    lab, start = settled_lab(scenario)
    total = REST + READ[-1] + 1 + HIATUS + 1
    weeks = [*(REST + week for week in READ), total - 1]
    effect = []
    for week in weeks:
        up, down = (
            lab.run(start, week + 1, _steady(week, f), seed).by_brand[week, FOCAL] for f in (1 + STEP, 1 - STEP)
        )
        effect.append(np.log(up / down) / (2.0 * STEP * LEVEL))
    quiet = scenario.market.advertising.model_copy(update={"wear_out": 0.0})
    calm = scenario.model_copy(update={"market": scenario.market.model_copy(update={"advertising": quiet})})
    return Campaign(np.array(effect), _patterns(scenario, seed), _patterns(calm, seed))


def _steady(pulse: int, factor: float) -> Change:
    """Return silence, campaign, hiatus, and one week at the campaign's level; week `pulse` is multiplied."""

    def put(week: int, _state: np.void, levers: np.void) -> None:
        running = REST <= week <= REST + READ[-1] or week > REST + READ[-1] + HIATUS
        level = LEVEL if running else 0.0
        levers["pressure"][:, FOCAL] *= level * (factor if week == pulse else 1.0)

    return put


def _patterns(scenario: Scenario, seed: int) -> dict[str, float]:
    lab, start = settled_lab(scenario)
    half = PATTERN_WEEKS // 2
    return {
        name: float(lab.run(start, PATTERN_WEEKS, _pulsed(*shape), seed).by_brand[half:, FOCAL].sum())
        for name, shape in PATTERNS.items()
    }


def _pulsed(on: int, cycle: int) -> Change:
    def put(week: int, _state: np.void, levers: np.void) -> None:
        levers["pressure"][:, FOCAL] *= cycle / on if week % cycle < on else 0.0

    return put


E4_WEAR = Experiment("E4 campaigns", "a steady campaign, and patterns of equal spending", campaign, seeds=6)
