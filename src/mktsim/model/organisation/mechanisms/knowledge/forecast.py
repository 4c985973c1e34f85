"""Sales forecasts from the archive: level, growth and season."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from annotated_types import Ge, Gt, Le, Lt

from mktsim.kept import kept
from mktsim.model.organisation.mechanism import Mechanism
from mktsim.model.organisation.mechanisms.knowledge.beliefs import MONTHS, SEASON
from mktsim.model.organisation.mechanisms.knowledge.judgement import Habits, adjustment
from mktsim.model.organisation.plan import Plan
from mktsim.model.organisation.work import Purpose
from mktsim.model.organisation.work_streams import standard_normal
from mktsim.model.world import WEEK_DAYS, Estimate
from mktsim.quantities import Part, Source, Unit
from mktsim.sums import moving_mean, total, weighted, windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.calendar import Calendar
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.organisation.office import Office
    from mktsim.model.organisation.stage import Stages
    from mktsim.model.organisation.work import Work

    Floats = NDArray[np.float64]

LAUNCH_FORECAST = Plan("launch_forecast", float)
"""Item and note: the forecast that a launch began with, units a week."""
_NEW_PRODUCTS = "Kahn 2002, JPIM 19:133; Tull 1967, J Business 40:233: +20% on average, two of three too high"
_FILDES = "Fildes, Goodwin, Lawrence & Nikolopoulos 2009, IJF 25:3"
_LONGEST_WEEKS = 156
_YEAR_WEEKS = 52
_MEDIAN_WEEKS = 9
_WORTH_TELLING = 0.01  # a season that has moved less is not sent round again
_RUNAWAY = 0.10  # no weekly growth beyond this is believed
_USUAL_GROWTH = (0.0048, 0.0058, 0.0, -0.0029)  # a week, by stage: 25%, 30%, 0 and -15% a year (G04, G06)
_GROWTH_SPREAD = (0.010, 0.010, 0.002, 0.003)  # standard deviation of the same between products (assumption)
_SEASON_LIMITS = (0.25, 4.0)  # a month sold out, or sold twice over, is no season


@dataclass(frozen=True)
class Forecast:
    """Level, growth and season with their standard errors."""

    level: float
    level_se: float
    growth: float
    """Share a week."""
    growth_se: float
    season: tuple[float, ...]
    """Multiples by month, January first."""
    season_se: float
    day: float
    """Last day of the sales it rests on."""
    launch: float = 0.0
    """The launch forecast that it began with, units a week; zero without a launch."""


class ForecastSales(Part, Mechanism[Forecast]):
    """Forecast by Holt's exponential smoothing of deseasonalised sales (Holt 1957; Gardner 1985 for the damping)."""

    kind: Literal["forecast_sales"] = "forecast_sales"
    level_weight: Annotated[float, Gt(0), Le(1), Unit("per week"), Source("Gardner 1985; size assumption")] = 0.15
    """Weight of the newest week in the level."""
    trend_weight: Annotated[float, Ge(0), Le(1), Unit("per week"), Source("Gardner 1985; size assumption")] = 0.02
    """Weight of the newest change in the trend."""
    damping: Annotated[float, Ge(0), Lt(1), Unit("per week"), Source("Gardner & McKenzie 1985")] = 0.95
    """Share of the trend that lives on from week to week."""
    launch_weeks: Annotated[float, Gt(0), Le(104), Unit("weeks"), Source("assumption")] = 8.0
    """Weeks of sales after which data weigh as much as the launch forecast."""
    launch_error: Annotated[float, Ge(0), Le(3), Unit("share"), Source(_NEW_PRODUCTS)] = 0.35
    """Standard error of the launch forecast relative to it, and its true spread (sd of log) around its bias."""
    launch_optimism: Annotated[float, Gt(0), Le(3), Unit("multiple"), Source(_NEW_PRODUCTS)] = 1.2
    """Launch forecasts over what the scenario expects at launch, on average."""
    season_years: Annotated[float, Ge(0), Le(50), Unit("years"), Source("assumption")] = 4.0
    """Years of sales after which data weigh as much as the season believed beforehand."""
    adjusted_share: Annotated[float, Ge(0), Le(1), Unit("share of forecasts"), Source(_FILDES)] = 0.75
    """Forecasts of a product on the market that are adjusted by judgement."""
    adjustment_sd: Annotated[float, Ge(0), Le(0.5), Unit("share"), Source(f"{_FILDES}; size assumption")] = 0.05
    """Standard deviation of these adjustments."""
    optimism: Annotated[float, Ge(-0.5), Le(0.5), Unit("share"), Source(f"{_FILDES}; size assumption")] = 0.02
    """Mean of these adjustments: more of them go up than facts bear out."""
    model_weight: Annotated[float, Ge(0), Le(1), Unit("weight"), Source("Blattberg & Hoch 1990, Mgmt Sci 36:887")] = 0.5
    """Weight of the statistical forecast against the adjusted one while plans are held against facts."""
    outlier: Annotated[float, Gt(1), Le(10), Unit("multiple of the median"), Source("assumption")] = 1.5
    """Weeks above this multiple of their neighbours' median count as promoted and are cut to it."""

    def draft(self, office: Office, work: Work) -> Forecast | None:
        """Return the forecast from sales that reached the owner; None where there is nothing to go by."""
        seen = office.archive_seen(work.duty.owner)
        weekly = seen.units.sum(axis=(1, 2))[-_LONGEST_WEEKS:]
        first = seen.first_week + len(seen.units) - len(weekly)
        prior = np.array([office.believe(work.duty.owner, topic).value for topic in SEASON])
        months = _months(office, first, len(weekly))
        launch = self._launch_forecast(office, work)
        if not len(weekly):
            return self._from_launch(office, launch, prior) if launch > 0.0 else None
        flat = _without_peaks(weekly / prior[months], self.outlier)
        level, trend, sd = self._smoothed(flat)
        weight = 1.0 - 0.5 ** (len(weekly) / self.launch_weeks) if launch > 0.0 else 1.0
        level *= 1.0 + adjustment(office, work, self.habits)
        level = weight * level + (1.0 - weight) * launch
        carelessness = 1.0 / math.sqrt(max(work.quality, 0.05))
        # A smoothed level averages over weeks, so it is known better than any single week is.
        level_sd = sd * math.sqrt(self.level_weight / (2.0 - self.level_weight)) * carelessness
        spread = level_sd + (1.0 - weight) * self.launch_error * launch
        growth, growth_se = self._growth(trend / max(level, 1e-9), sd / max(level, 1e-9), office.stage(work.duty.owner))
        return Forecast(
            level=max(level, 0.0),
            level_se=max(spread, 1e-6 * max(level, 1.0)),
            growth=growth,
            growth_se=growth_se * carelessness,
            season=self._season(weekly, months, _usual_season(office.scenario)),
            season_se=0.1 * carelessness,
            day=(first + len(weekly)) * WEEK_DAYS,
            launch=launch,
        )

    def apply(self, office: Office, work: Work, draft: Forecast) -> None:
        """Foretell level and growth, and announce a season that has moved."""
        if draft.launch > 0.0 and office.plan(work.duty.owner, LAUNCH_FORECAST) is None:
            office.put_plan(work, LAUNCH_FORECAST, draft.launch, ())
            office.note(LAUNCH_FORECAST.name, draft.launch)
        judged = {
            "forecast.units": (draft.level, draft.level_se),
            "forecast.growth": (draft.growth, draft.growth_se),
        }
        for topic, (value, se) in judged.items():
            office.foretell(work, topic, Estimate(value, se, draft.day, office.now))
        held = [office.believe(work.duty.owner, topic).value for topic in SEASON]
        if max(abs(new - old) for new, old in zip(draft.season, held, strict=True)) > _WORTH_TELLING:
            for topic, multiple in zip(SEASON, draft.season, strict=True):
                office.announce(work, topic, Estimate(multiple, draft.season_se, draft.day, office.now))

    @property
    def habits(self) -> Habits:
        """How the forecaster judges."""
        return Habits(self.adjusted_share, self.adjustment_sd, self.optimism, self.model_weight)

    def _growth(self, trend: float, sd: float, stage: Stages) -> tuple[float, float]:
        """Return growth and its error: the smoothed trend and what is usual in the stage, by precision."""
        usual, spread = weighted(stage, _USUAL_GROWTH), weighted(stage, _GROWTH_SPREAD)
        noise = self.trend_weight * sd / math.sqrt(1.0 - self.damping**2)
        weight = spread**2 / (spread**2 + noise**2)
        growth = usual + weight * (trend - usual)
        return float(np.clip(growth, -_RUNAWAY, _RUNAWAY)), math.sqrt(weight) * noise

    def _launch_forecast(self, office: Office, work: Work) -> float:
        """Return the launch forecast, units a week: made once, too high on average, and held to."""
        held = office.plan(work.duty.owner, LAUNCH_FORECAST)
        if held is not None:
            return held
        return self.launch_factor(office.uniform(work, Purpose.NOISE)) * office.scenario.supply.launch_forecast_per_week

    def launch_factor(self, u: float) -> float:
        """Return a launch forecast over what was to be expected: lognormal, its mean the optimism."""
        sd = self.launch_error
        return self.launch_optimism * math.exp(sd * standard_normal(u) - 0.5 * sd * sd)

    def _from_launch(self, office: Office, launch: float, season: Floats) -> Forecast:
        return Forecast(
            level=launch,
            level_se=self.launch_error * launch,
            growth=0.0,
            growth_se=_RUNAWAY / 2,
            season=tuple(float(value) for value in season),
            season_se=0.2,
            day=office.now,
            launch=launch,
        )

    def _smoothed(self, flat: Floats) -> tuple[float, float, float]:
        """Return level, trend (units a week, damped over a quarter) and spread of one-week errors."""
        start = min(len(flat), 4)
        level, trend, squares = float(flat[:start].mean()), 0.0, 0.0
        for units in flat.tolist():
            error = units - level - trend
            squares += error * error
            level += trend + self.level_weight * error
            trend = self.damping * trend + self.trend_weight * error
        return level, trend, math.sqrt(squares / len(flat))

    def _season(self, weekly: Floats, months: NDArray[np.int64], usual: Floats) -> tuple[float, ...]:
        """Return monthly multiples with mean one: the usual, moved to ratios to the centred yearly mean (Macaulay)."""
        years = (len(weekly) - _YEAR_WEEKS) // _YEAR_WEEKS
        if years <= 0 or total(weekly) <= 0.0:
            return tuple(usual.tolist())
        flat = _without_peaks(weekly, self.outlier)
        centred = moving_mean(flat, _YEAR_WEEKS)[-years * _YEAR_WEEKS :]
        end = len(flat) - _YEAR_WEEKS // 2 + 1
        ratio = flat[end - len(centred) : end] / np.maximum(centred, 1e-12)
        place = months[end - len(centred) : end]
        counts = np.bincount(place, minlength=MONTHS)
        means = np.bincount(place, weights=ratio, minlength=MONTHS) / np.maximum(counts, 1)
        means = np.where(counts > 0, means, usual)
        weight = years / (years + self.season_years)
        season = np.clip(weight * means + (1.0 - weight) * usual, *_SEASON_LIMITS)
        return tuple((season / season.mean()).tolist())


@kept
def _usual_season(scenario: Scenario) -> Floats:
    """Return the season of the trade by month, weighted by households, shape (12,); read only."""
    regions = scenario.market.regions
    homes = np.array([region.households for region in regions])
    seasons = np.array([region.monthly_season or (1.0,) * MONTHS for region in regions])
    usual: Floats = (homes[:, None] * seasons).sum(axis=0) / homes.sum()
    return usual


def _months(office: Office, first_week: int, weeks: int) -> NDArray[np.int64]:
    first, months = _all_months(office.calendar)
    return months[first_week - first : first_week - first + weeks]


@kept
def _all_months(calendar: Calendar) -> tuple[int, NDArray[np.int64]]:
    """Return the first whole week of the calendar, and the month of each week from it on, January 0."""
    first, last = math.ceil(calendar.first_day / WEEK_DAYS), math.floor(calendar.last_day / WEEK_DAYS)
    return first, np.array([calendar.month_of_week(week) - 1 for week in range(first, last)], dtype=np.int64)


def _without_peaks(flat: Floats, outlier: float) -> Floats:
    """Return sales with weeks far above the median of their neighbours cut down to the limit."""
    if len(flat) < _MEDIAN_WEEKS:
        return flat
    side = _MEDIAN_WEEKS // 2
    inner = np.sort(windows(flat, _MEDIAN_WEEKS), axis=1)[:, side]
    medians = np.concatenate(([inner[0]] * side, inner, [inner[-1]] * side))
    return np.minimum(flat, outlier * medians)
