"""E2 on a durable: word of mouth and price over the life cycle, by paired runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Change, Lab, Start, at_shelf

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

FOCAL = 0
STAGES = {"introduction": 2 * YEAR, "growth": 7 * YEAR, "maturity": 16 * YEAR}
"""Week at which each stage is read; the new durable takes off about its sixth year."""
VOLUME, VALENCE, PRICE = 0.20, 0.20, 0.01


@dataclass(frozen=True, eq=False)
class Talk:
    """Elasticities of the focal brand's units by stage: a year's to talk, a week's to price."""

    volume: Mapping[str, float]
    valence: Mapping[str, float]
    price: Mapping[str, float]
    cross: Mapping[str, float]
    """Mean elasticity of rivals' units to the focal price."""


def talk(scenario: Scenario, seed: int) -> Talk:
    """Move talk and price at three stages of a launch, under the luck of a seed."""
    lab = Lab(scenario, all_present=False)
    volume, valence, price, cross = {}, {}, {}, {}
    for name, week in STAGES.items():
        start = lab.run_on(lab.opening(), week, None, seed)
        lab.keep_present()
        volume[name] = _log_change(lab, start, [_talked(start, 1.0 + s * VOLUME) for s in (1, -1)], YEAR)
        volume[name] /= np.log((1.0 + VOLUME) / (1.0 - VOLUME))
        valence[name] = _log_change(lab, start, [_praised(scenario, 1.0 + s * VALENCE) for s in (1, -1)], YEAR)
        valence[name] /= np.log((1.0 + VALENCE) / (1.0 - VALENCE))
        width = np.log((1.0 + PRICE) / (1.0 - PRICE))
        moves = [at_shelf(FOCAL, 1.0 + PRICE), at_shelf(FOCAL, 1.0 - PRICE)]
        up, down = (lab.run(start, 1, move).by_brand[0] for move in moves)
        change = np.log(np.maximum(up, 1e-9) / np.maximum(down, 1e-9)) / width
        price[name], cross[name] = float(change[FOCAL]), float(change[1:][down[1:] > 0.0].mean())
        lab = Lab(scenario, all_present=False)
    return Talk(volume, valence, price, cross)


def _talked(start: Start, factor: float) -> Change:
    """Return the change that multiplies the talk about the focal brand; what is thought of it is held."""
    held = start.state.perceived[:, FOCAL].copy()

    def put(_week: int, state: State, _levers: Levers) -> None:
        state.users[:, FOCAL] *= factor
        state.perceived[:, FOCAL] = held

    return put


def _praised(scenario: Scenario, factor: float) -> Change:
    """Return the change that multiplies what is thought of the focal brand, and what experience confirms."""
    quality = scenario.brands[FOCAL].quality

    def put(week: int, state: State, levers: Levers) -> None:
        levers.extra_quality[FOCAL] = (factor - 1.0) * quality
        if week == 0:
            state.perceived[:, FOCAL] *= factor

    return put


def _log_change(lab: Lab, start: Start, moves: list[Change], weeks: int) -> float:
    up, down = (lab.run(start, weeks, move).by_brand[:, FOCAL].sum() for move in moves)
    return float(np.log(up / down))


E2_TALK = Experiment("E2 talk", "word of mouth and price at three stages of a launch", talk, seeds=4)
