"""Score forecasts on what they have not seen: the same series forecast from several origins.

From an origin only the periods before it are used; all later ones are the hold-out. Errors are compared with those of
the last period carried forward and of a plain Bass curve, and intervals are counted.

Source of the scores: Hyndman & Koehler 2006, International Journal of Forecasting 22:679.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mktsim.evidence.forecasting.forecast import forecast
from mktsim.evidence.forecasting.life_cycle import FEWEST
from mktsim.evidence.forecasting.sampler import Effort
from mktsim.evidence.forecasting.simple import naive, plain_bass
from mktsim.evidence.history.lines import refused
from mktsim.evidence.history.series import SalesSeries
from mktsim.science.arrays import Floats
from mktsim.science.estimators.forecast_scores import coverage, mape, mase, wape
from mktsim.streams import Address, Domain

ORIGINS = (0.50, 0.60, 0.67, 0.75)
"""Shares of a series that are known at each origin."""
LEVELS = (0.80, 0.90)
"""Intervals whose coverage is counted."""


@dataclass(frozen=True)
class Scores:
    """Errors of one forecast over a hold-out; NaN for a score without meaning there."""

    mape: float
    """Mean absolute error relative to each value, share."""
    wape: float
    """Sum of absolute errors over the sum of sales, share."""
    mase: float
    """Mean absolute error over that of the naive forecast within the training window."""


@dataclass(frozen=True, eq=False)
class OriginResult:
    """One series from one origin."""

    series: str
    """Name of the series."""
    share: float
    """Share of the series asked to be known."""
    known: int
    """Periods known."""
    actual: Floats
    """Sales held out, shape (periods,)."""
    quantiles: Floats
    """Forecast at 5, 10, 50, 90 and 95%, shape (5, periods)."""
    forecast: Scores
    naive: Scores
    bass: Scores
    coverage_80: float
    """Share of the hold-out inside the 80% interval."""
    coverage_90: float
    """Share of the hold-out inside the 90% interval."""

    @property
    def skill_naive(self) -> float:
        """One less the error relative to the naive forecast's; above 0 is better."""
        return _skill(self.forecast, self.naive)

    @property
    def skill_bass(self) -> float:
        """One less the error relative to that of a plain Bass curve; above 0 is better."""
        return _skill(self.forecast, self.bass)


@dataclass(frozen=True)
class Pooled:
    """Results of several series and origins together."""

    series: int
    """Results pooled."""
    better_than_naive: int
    """Results with skill over the naive forecast."""
    better_than_bass: int
    """Results with skill over plain Bass."""
    better_than_both: int
    """Results with skill over both."""
    coverage_80: float
    """Share of all held-out periods inside the 80% interval."""
    coverage_90: float
    """Share of all held-out periods inside the 90% interval."""


def backtest(series: SalesSeries, seed: int = 1, effort: Effort | None = None) -> tuple[OriginResult, ...]:
    """Score a series from every origin that leaves at least four periods to learn from and one to score.

    Errors: InputError when it is too short for any.
    """
    results = tuple(one for share in ORIGINS if (one := from_origin(series, share, seed, effort)) is not None)
    if not results:
        message = f"has {series.sales.size} periods; a back-test needs more than {FEWEST}"
        raise refused(series.file, message, 0, 0, series.name)
    return results


def pooled(results: Sequence[OriginResult]) -> Pooled:
    """Return results together; every held-out period counts once."""
    sizes = np.array([one.actual.size for one in results], dtype=np.float64)
    naives = [one.skill_naive > 0.0 for one in results]
    basses = [one.skill_bass > 0.0 for one in results]
    return Pooled(
        series=len(results),
        better_than_naive=sum(naives),
        better_than_bass=sum(basses),
        better_than_both=sum(a and b for a, b in zip(naives, basses, strict=True)),
        coverage_80=float(np.average([one.coverage_80 for one in results], weights=sizes)),
        coverage_90=float(np.average([one.coverage_90 for one in results], weights=sizes)),
    )


def from_origin(series: SalesSeries, share: float, seed: int = 1, effort: Effort | None = None) -> OriginResult | None:
    """Score a series from one origin; None when nothing would be left to score."""
    known = max(FEWEST, round(share * series.sales.size))
    if known >= series.sales.size:
        return None
    past, actual = series.sales[:known], series.sales[known:]
    luck = Address(seed, f"{series.name}/{known}", 0, Domain.CALIBRATION)
    ahead = forecast(past, series.per_year, actual.size, luck, effort)
    return OriginResult(
        series=series.name,
        share=share,
        known=known,
        actual=actual,
        quantiles=ahead.quantiles,
        forecast=_scores(past, actual, ahead.median),
        naive=_scores(past, actual, naive(past, actual.size)),
        bass=_scores(past, actual, plain_bass(past, actual.size)),
        coverage_80=coverage(actual, ahead.at(0.10), ahead.at(0.90)),
        coverage_90=coverage(actual, ahead.at(0.05), ahead.at(0.95)),
    )


def _scores(past: Floats, actual: Floats, guess: Floats) -> Scores:
    has_sales = bool(actual.sum() > 0.0)
    moves = bool(np.any(np.diff(past) != 0.0))
    return Scores(
        mape=mape(actual, guess) if np.all(actual > 0.0) else math.nan,
        wape=wape(actual, guess) if has_sales else math.nan,
        mase=mase(actual, guess, past) if moves else math.nan,
    )


def _skill(mine: Scores, other: Scores) -> float:
    """Compare mean absolute errors: both are over the same hold-out, so that their scale cancels."""
    for name in ("wape", "mase"):
        one, two = getattr(mine, name), getattr(other, name)
        if math.isfinite(one) and math.isfinite(two) and two > 0.0:
            return float(1.0 - one / two)
    return math.nan
