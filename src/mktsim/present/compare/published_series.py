"""The published series of a scenario beside what a study makes of it, with simpler forecasts for comparison."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mktsim.outcomes.published import by_year, column
from mktsim.present.context import ObservedFit
from mktsim.present.numbers import percent
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Observed
    from mktsim.study.compare.result import Comparison
    from mktsim.study.question.resolve import ResolvedStudy

Floats = NDArray[np.float64]

MOST_REPLICATIONS = 400
_BAND = (0.1, 0.9)
_FEWEST = 4
"""Years that a Bass curve needs at least."""


def observed_fit(resolved: ResolvedStudy, comparison: Comparison, directory: Path) -> ObservedFit | None:
    """Return the published series beside an arm under the status quo policy; None without either.

    Of several such arms the first under an instant organisation counts, else the first.
    """
    scenario = resolved.scenario
    observed = scenario.observed
    arms = sorted(
        (arm for arm in resolved.arms if arm.policy == scenario.status_quo),
        key=lambda arm: not arm.arm.organisation.instant,
    )
    if observed is None or not arms:
        return None
    years = np.arange(observed.first_year, observed.first_year + len(observed.per_year))
    planner = Planner(resolved, comparison.heading.seed)
    keys = [planner.cell(arms[0], 0, r).key for r in range(min(comparison.replications, MOST_REPLICATIONS))]
    with open_results(directory) as store:
        stored = [key for key in keys if key in store.statuses()]
        weekly = [store.weekly(key).series.column(column(observed))[: scenario.horizon_weeks] for key in stored]
    if not weekly:
        return None
    totals = np.stack([by_year(observed, scenario.start, values) for values in weekly])
    low, high = np.quantile(totals, _BAND, axis=0)
    simulated = np.stack([low, totals.mean(axis=0), high])
    return ObservedFit(
        title=observed.title,
        unit=observed.unit,
        source=observed.source,
        arm=arms[0].name,
        years=years.astype(np.float64),
        observed=np.array(observed.per_year),
        simulated=simulated,
        fitted_years=observed.fitted_years,
        note=f"Arm {arms[0].name}, organisation {arms[0].organisation}. {errors_text(observed, simulated[1])}",
    )


def errors_text(observed: Observed, simulated: Floats) -> str:
    """Return the errors over all years and over those not fitted on, beside a Bass curve and the naive forecast."""
    actual = np.array(observed.per_year)
    fitted = observed.fitted_years
    text = f"Mean absolute error over mean sales: {percent(error(actual, simulated))} over all years"
    if not _FEWEST <= fitted < len(actual):
        return f"{text}."
    from mktsim.science.estimators.bass_nls import fit, predict

    bass = predict(fit(actual[:fitted]), len(actual))
    naive = np.full(len(actual) - fitted, actual[fitted - 1])
    late = [error(actual[fitted:], guess) for guess in (simulated[fitted:], bass[fitted:], naive)]
    return (
        f"{text} (a Bass curve fitted on the same years: {percent(error(actual, bass))}). In the years not fitted on: "
        f"{percent(late[0])}, against {percent(late[1])} for the Bass curve and {percent(late[2])} for the last fitted "
        "year carried forward."
    )


def error(actual: Floats, guess: Floats) -> float:
    """Return the mean absolute error over the mean of the actual values, share."""
    return float(np.mean(np.abs(guess - actual)) / np.mean(actual))
