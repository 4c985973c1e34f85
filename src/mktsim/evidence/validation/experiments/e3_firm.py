"""E3 with the whole organisation: launches of one firm whose product is better or worse than it knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR, Designer
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.inputs.cell import Cell
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

LAUNCHES = 15
YEARS = 5
QUALITY_SD = 0.30
"""Spread of true quality between products, utility: assumption for mixed quality (G44)."""


@dataclass(frozen=True, eq=False)
class FirmLaunches:
    """Outcomes of launches, shape (launches,)."""

    quality: Floats
    value: Floats
    """Net present value of five years, money."""
    first_year: Floats
    """Units sold in the first year."""
    forecast: Floats
    """Units forecast for the first year by the organisation's first forecast."""


def firm_launches(scenario: Scenario, seed: int) -> FirmLaunches:
    """Run launches of the scenario under its status quo and organisation, with products of mixed quality."""
    from mktsim.model.simulate import simulate
    from mktsim.outcomes.metrics.value import npv_without_terminal
    from mktsim.study.question.library import library_beside
    from mktsim.study.question.resolve import incumbent_of, plain_scenario

    library = library_beside(Path("validation.yaml"))
    arm = incumbent_of(scenario, library)
    quality = scenario.brands[0].quality + QUALITY_SD * Designer("E3 firm", seed).normal(("quality",), LAUNCHES)
    value, first, forecast = np.empty(LAUNCHES), np.empty(LAUNCHES), np.empty(LAUNCHES)
    for number, true in enumerate(quality):
        product = scenario.brands[0].model_copy(update={"quality": float(true)})
        update = {"brands": (product, *scenario.brands[1:]), "horizon_weeks": YEARS * YEAR, "run_out_weeks": 1}
        world = plain_scenario(scenario).model_copy(update=update)
        label = f"validation/{scenario.name}/firm"
        history = simulate(Cell(world, arm, arm, 1, seed * LAUNCHES + number, label, frozenset()))
        value[number] = npv_without_terminal(history)
        first[number] = history.series.column("units")[:YEAR].sum()
        said = history.series.column("observed.launch_forecast")
        forecast[number] = said[said > 0.0][0] * YEAR
    return FirmLaunches(quality, value, first, forecast)


E3_FIRM = Experiment("E3 firm", "fifteen launches a seed by the whole organisation", firm_launches, seeds=8)
