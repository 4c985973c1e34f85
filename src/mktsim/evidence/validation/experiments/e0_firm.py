"""E0 with the whole organisation: a firm's own years under its status quo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.inputs.cell import Cell
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

MONTH = 4
"""Weeks of a planning month."""


@dataclass(frozen=True, eq=False)
class Firm:
    """Planning forecasts and sales by month; the last weeks of an uneven count are left out.

    A month's forecast is the level believed before its first week, with the season as planning knows it.
    """

    forecast: Floats
    units: Floats
    weekly_error: float
    """Mean absolute error of single weeks over mean sales."""


def firm(scenario: Scenario, seed: int) -> Firm:
    """Run the scenario under its status quo and its own organisation, replication `seed`."""
    from mktsim.model.simulate import simulate
    from mktsim.study.question.library import library_beside
    from mktsim.study.question.resolve import incumbent_of, plain_scenario

    library = library_beside(Path("validation.yaml"))
    world, arm = plain_scenario(scenario), incumbent_of(scenario, library)
    series = simulate(Cell(world, arm, arm, 1, seed, f"validation/{scenario.name}", frozenset())).series
    weeks = scenario.horizon_weeks
    forecast, units = (series.column(name)[:weeks] for name in ("forecast", "units"))
    season = series.column("observed.forecast_units")[:weeks] / forecast
    before = np.maximum(np.arange(weeks) // MONTH * MONTH - 1, 0)
    ahead = (forecast[before] * season)[MONTH:]
    sold = units[MONTH:]
    return Firm(_monthly(ahead), _monthly(sold), float(np.abs(ahead - sold).mean() / sold.mean()))


def _monthly(weekly: Floats) -> Floats:
    total: Floats = weekly[: len(weekly) // MONTH * MONTH].reshape(-1, MONTH).sum(axis=1)
    return total


E0_FIRM = Experiment("E0 firm", "the firm's own years under its status quo and organisation", firm, seeds=10)
