"""A published series of yearly sales beside the whole market, and the parameters that are fitted on it.

It is compared with the scenario's status quo policy under an organisation that is instant, with every source of
noise replaced by its expectation, so that what is fitted is the market and not one history of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mktsim.errors import InputError, Problem
from mktsim.inputs.cell import Cell, LuckSource
from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.scenario import Observed, Scenario
from mktsim.model.simulate import simulate
from mktsim.outcomes.published import by_year, column, weeks_until
from mktsim.science.arrays import Floats
from mktsim.science.estimators.bass_nls import fit as fit_bass
from mktsim.science.estimators.bass_nls import predict as predict_bass
from mktsim.study.question.library import resolved_run
from mktsim.study.question.run_request import RunRequest

INSTANT = "instant"
STEP = 2e-3
"""Relative step of the derivatives: well above the rounding of units to batches and orders (numerical choice)."""
TOLERANCE = 1e-5
"""Relative change at which the search stops: far below the standard errors (numerical choice)."""


@dataclass(frozen=True)
class Free:
    """A parameter that a fit may move, and how far."""

    path: str
    """Dotted path in the scenario."""
    low: float
    high: float


BASS = (
    Free("market.adoption.p_per_year", 1e-4, 0.2),
    Free("market.adoption.q_per_year", 0.05, 3.0),
    Free("market.adoption.potential_share", 0.02, 1.0),
)
"""p, q and the potential, over ranges far wider than those published (G01)."""


@dataclass(frozen=True)
class Estimates:
    """Fitted parameters."""

    names: tuple[str, ...]
    """Dotted paths."""
    values: tuple[float, ...]
    errors: tuple[float, ...]
    """Asymptotic standard errors, same units; NaN where there are no more years than parameters."""
    scenario: Scenario
    """The scenario with the estimates in it."""
    runs: int
    """Times that the market was run."""


@dataclass(frozen=True)
class LifeCycleFit:
    """A published series beside the market's and beside what needs no market; all arrays have shape (years,)."""

    observed: Observed
    simulated: Floats
    bass: Floats
    """A Bass curve fitted on the same first years."""
    naive: Floats
    """The last fitted year carried forward."""

    @property
    def years(self) -> tuple[int, ...]:
        """Return the calendar years."""
        first = self.observed.first_year
        return tuple(range(first, first + len(self.observed.per_year)))

    def error(self, guess: Floats, first: int = 0) -> float:
        """Return the mean absolute error over mean sales of the years from place `first` on, share."""
        actual = np.array(self.observed.per_year)[first:]
        return float(np.mean(np.abs(guess[first:] - actual)) / np.mean(actual))

    def text(self) -> str:
        """Return the series side by side and the errors, in all years and in those not fitted on."""
        late = self.observed.fitted_years
        head = f"{'year':>6}{'observed':>14}{'simulated':>14}{'Bass alone':>14}"
        rows = [
            f"{year:>6}{self.observed.per_year[i]:>14,.0f}{self.simulated[i]:>14,.0f}{self.bass[i]:>14,.0f}"
            for i, year in enumerate(self.years)
        ]
        errors = (
            f"mean absolute error over mean sales, {self.years[0]}-{self.years[-1]}: {self.error(self.simulated):.1%} "
            f"(Bass alone {self.error(self.bass):.1%}); {self.years[late]}-{self.years[-1]}, not fitted on: "
            f"{self.error(self.simulated, late):.1%} (Bass alone {self.error(self.bass, late):.1%}, "
            f"last fitted year carried forward {self.error(self.naive, late):.1%})"
        )
        return "\n".join((head, *rows, errors))


def quiet_cell(scenario: str | Path) -> Cell:
    """Return the status quo of a scenario, by name or path, under the instant organisation and without noise.

    Errors: InputError.
    """
    resolved = resolved_run(RunRequest(scenario=str(scenario), organisation=INSTANT))
    arm = resolved.arms[0].arm
    incumbent = replace(resolved.incumbent, organisation=arm.organisation)
    return Cell(resolved.scenario, incumbent, arm, 1, 0, resolved.label, frozenset(LuckSource))


def published(scenario: Scenario) -> Observed:
    """Return the scenario's published series. Errors: InputError where there is none, or none to hold out."""
    series = scenario.observed
    if series is None or not 0 < series.fitted_years < len(series.per_year):
        message = "a published series is needed of which some years are fitted on and some are not"
        raise InputError((Problem(scenario.name, 0, 0, "observed", message),))
    return series


def simulated_years(cell: Cell, years: int) -> Floats:
    """Return what the published series counts, units of the category without one, by year, shape (years,)."""
    scenario = cell.scenario
    series = scenario.observed or _calendar_years(scenario, years)
    weeks = min(weeks_until(series, scenario.start, years), scenario.horizon_weeks)
    short = scenario.model_copy(update={"horizon_weeks": weeks, "run_out_weeks": 0})
    history = simulate(replace(cell, scenario=short))
    return by_year(series, scenario.start, history.series.column(column(series))[:weeks])[:years]


def _calendar_years(scenario: Scenario, years: int) -> Observed:
    return Observed(title="", unit="units", source="", first_year=scenario.start.year, per_year=(0.0,) * years)


def fit(cell: Cell, free: tuple[Free, ...] = BASS) -> Estimates:
    """Fit parameters on the first years of the published series by least squares over their logarithms.

    The search starts from the scenario's own values. Errors: InputError for a path that no parameter has.
    """
    from scipy.optimize import least_squares

    series = published(cell.scenario)
    actual = np.array(series.per_year[: series.fitted_years])
    scale = float(actual.mean())
    low, high = np.log([f.low for f in free]), np.log([f.high for f in free])
    start = np.log([float(str(get_path(cell.scenario, f.path))) for f in free])

    def moved(logs: Floats) -> Scenario:
        scenario = cell.scenario
        for one, value in zip(free, np.exp(logs), strict=True):
            scenario = set_path(scenario, one.path, float(value))
        return scenario

    def residual(logs: Floats) -> Floats:
        gap: Floats = (simulated_years(replace(cell, scenario=moved(logs)), len(actual)) - actual) / scale
        return gap

    inside = np.clip(start, low + 1e-6, high - 1e-6)
    found = least_squares(residual, inside, bounds=(low, high), diff_step=STEP, xtol=TOLERANCE, ftol=TOLERANCE)
    values = np.exp(found.x)
    return Estimates(
        names=tuple(f.path for f in free),
        values=tuple(float(v) for v in values),
        errors=tuple(float(e) for e in values * _log_errors(np.asarray(found.jac), float(found.cost))),
        scenario=moved(found.x),
        runs=int(found.nfev + (found.njev or 0) * len(free)),
    )


def _log_errors(jacobian: Floats, cost: float) -> Floats:
    """Return standard errors of the logarithms from the curvature at the optimum, shape (parameters,)."""
    rows, columns = jacobian.shape
    if rows <= columns:
        return np.full(columns, np.nan)
    spread = np.linalg.pinv(jacobian.T @ jacobian) * 2.0 * cost / (rows - columns)
    errors: Floats = np.sqrt(np.diag(spread))
    return errors


def compare(cell: Cell) -> LifeCycleFit:
    """Run a scenario as it stands beside its published series, a Bass curve and the naive forecast."""
    series = published(cell.scenario)
    actual = np.array(series.per_year)
    fitted = series.fitted_years
    naive = actual.copy()
    naive[fitted:] = actual[fitted - 1]
    return LifeCycleFit(
        observed=series,
        simulated=simulated_years(cell, len(actual)),
        bass=predict_bass(fit_bass(actual[:fitted]), len(actual)),
        naive=naive,
    )
