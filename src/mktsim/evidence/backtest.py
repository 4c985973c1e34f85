"""Score forecasts on what they have not seen: the same series forecast from several origins.

From an origin only the periods before it are used; all later ones are the hold-out. Errors are compared with those of
the last period carried forward, a plain Bass curve, exponential smoothing with a damped trend, the Theta method and the
mean of these two, and intervals are counted.

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
METHODS = {
    "naive": "the last period carried forward (naive)",
    "bass": "a plain Bass curve",
    "damped": "exponential smoothing with a damped trend",
    "theta": "the Theta method",
    "mean": "the mean of these two",
}
"""Methods that the forecast is compared with, in words."""


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
    places: tuple[int, ...]
    """Places of the periods held out in the series, from 0; those whose sales nobody knows are not among them."""
    scores: dict[str, Scores]
    """Errors of the methods, those of `METHODS`."""
    coverage_80: float
    """Share of the hold-out inside the 80% interval."""
    coverage_90: float
    """Share of the hold-out inside the 90% interval."""

    @property
    def forecast(self) -> Scores:
        """Errors of the forecast."""
        return self.scores["forecast"]

    @property
    def naive(self) -> Scores:
        """Errors of the last period carried forward."""
        return self.scores["naive"]

    @property
    def bass(self) -> Scores:
        """Errors of a plain Bass curve."""
        return self.scores["bass"]

    @property
    def skill_naive(self) -> float:
        """One less the error relative to the naive forecast's; above 0 is better."""
        return self.skill("naive")

    @property
    def skill_bass(self) -> float:
        """One less the error relative to that of a plain Bass curve; above 0 is better."""
        return self.skill("bass")

    def skill(self, method: str) -> float:
        """Return one less the error relative to that of another method; above 0 is better."""
        return _skill(self.forecast, self.scores[method])


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
    better_than: dict[str, int]
    """Results with skill over each of `METHODS`."""
    relative: dict[str, float]
    """Geometric mean of the error relative to that of each of `METHODS`, below 1 where the forecast is better."""


def backtest(series: SalesSeries, seed: int = 1, effort: Effort | None = None) -> tuple[OriginResult, ...]:
    """Score a series from every origin that leaves at least four periods to learn from and one to score.

    Origins at which the same periods are known count once.
    Errors: InputError when it is too short for any.
    """
    shares = {max(FEWEST, round(share * series.sales.size)): share for share in reversed(ORIGINS)}
    found = [from_origin(series, share, seed, effort) for share in reversed(shares.values())]
    results = tuple(one for one in found if one is not None)
    if not results:
        message = f"has {series.sales.size} periods; a back-test needs more than {FEWEST}"
        raise refused(series.file, message, 0, 0, series.name)
    return results


def pooled(results: Sequence[OriginResult]) -> Pooled:
    """Return results together; every held-out period counts once."""
    sizes = np.array([one.actual.size for one in results], dtype=np.float64)
    return Pooled(
        series=len(results),
        better_than_naive=sum(one.skill_naive > 0.0 for one in results),
        better_than_bass=sum(one.skill_bass > 0.0 for one in results),
        better_than_both=sum(min(one.skill_naive, one.skill_bass) > 0.0 for one in results),
        coverage_80=float(np.average([one.coverage_80 for one in results], weights=sizes)),
        coverage_90=float(np.average([one.coverage_90 for one in results], weights=sizes)),
        better_than={name: sum(one.skill(name) > 0.0 for one in results) for name in METHODS},
        relative={name: _relative([one.skill(name) for one in results]) for name in METHODS},
    )


def _relative(skills: list[float]) -> float:
    """Return the geometric mean of relative errors, from skills; NaN where none is known."""
    known = np.array([skill for skill in skills if math.isfinite(skill) and skill < 1.0])
    return float(np.exp(np.mean(np.log(1.0 - known)))) if known.size else math.nan


def from_origin(series: SalesSeries, share: float, seed: int = 1, effort: Effort | None = None) -> OriginResult | None:
    """Score a series from one origin; None when nothing would be left to score."""
    known = max(FEWEST, round(share * series.sales.size))
    if known >= series.sales.size:
        return None
    past, horizon = _past(series, known), series.sales.size - known
    scored = series.observed[known:]
    if not scored.any():
        return None
    luck = Address(seed, f"{series.name}/{known}", 0, Domain.CALIBRATION)
    ahead = forecast(past, series.per_year, horizon, luck, effort)
    actual, simple = series.sales[known:][scored], ahead.simple
    guesses = {"forecast": ahead.median, "naive": naive(past, horizon), "bass": plain_bass(past, horizon)}
    guesses |= {"damped": simple.damped, "theta": simple.theta, "mean": simple.mean}
    inside = [coverage(actual, ahead.at(low)[scored], ahead.at(1.0 - low)[scored]) for low in (0.10, 0.05)]
    return OriginResult(
        series=series.name,
        share=share,
        known=known,
        actual=actual,
        quantiles=ahead.quantiles[:, scored],
        places=tuple(int(place) for place in known + np.flatnonzero(scored)),
        scores={name: _scores(past, actual, guess[scored]) for name, guess in guesses.items()},
        coverage_80=inside[0],
        coverage_90=inside[1],
    )


def _past(series: SalesSeries, known: int) -> Floats:
    """Return what is known at an origin, shape (known,): no value filled in from what came after it."""
    past = series.sales[:known].copy()
    last = int(np.flatnonzero(series.observed[:known])[-1])
    past[last + 1 :] = past[last]
    return past


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
