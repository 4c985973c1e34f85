"""Calibrate a life cycle on a sales series: p, q, market size, life, substitution, decline and season."""

from __future__ import annotations

import numpy as np

from mktsim.evidence.backtest import ORIGINS, OriginResult, from_origin
from mktsim.evidence.calibration.estimates import Calibration, Check, Estimate, weakly_learnt
from mktsim.evidence.forecasting.curve import LAUNCH_SHARE, Shape, expected
from mktsim.evidence.forecasting.life_cycle import LifeCycleFit, fit
from mktsim.evidence.forecasting.sampler import Effort
from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.lexicon import WORDS
from mktsim.evidence.history.names import heading
from mktsim.evidence.history.series import SalesSeries
from mktsim.science.arrays import Floats
from mktsim.science.estimators import bass_nls
from mktsim.streams import Address, Domain

_TAILS = (0.05, 0.5, 0.95)
_SETTLED = 1.05
"""R-hat above which the draws have not settled; the usual bound."""


def calibrate_series(series: SalesSeries, seed: int = 1, effort: Effort | None = None) -> Calibration:
    """Return what a sales series says of its life cycle. Errors: InputError when it is too short."""
    luck = Address(seed, f"{series.name}/calibration", 0, Domain.CALIBRATION)
    found = fit(series.sales, series.per_year, luck, effort)
    values, names = _columns(found, series.unit_multiple)
    estimates = tuple(_estimate(found, name, column, series) for name, column in zip(names, values.T, strict=True))
    held_out = from_origin(series, ORIGINS[-1], seed, effort)
    return Calibration(
        kind="series",
        file=series.file,
        estimates=estimates,
        correlations=np.atleast_2d(np.corrcoef(values, rowvar=False)),
        checks=(*_checks(found), *_held_out(held_out)),
        unknown=(*weakly_learnt(estimates), *_never(found)),
        notes=(*series.notes, *_plain(series, found)),
    )


def _columns(found: LifeCycleFit, multiple: float) -> tuple[Floats, tuple[str, ...]]:
    """Return draws on the scale of fitting, sizes in single units, with names."""
    values = found.draws.values.copy()
    for name in ("m", "level"):
        if name in found.shape.names:
            values[:, found.shape.names.index(name)] += np.log(multiple)
    return values, found.shape.names


def _estimate(found: LifeCycleFit, name: str, column: Floats, series: SalesSeries) -> Estimate:
    prior = found.shape.table[found.shape.names.index(name)]
    low, middle, high = (float(x) for x in prior.scale.outward(np.quantile(column, _TAILS)))
    sd = float(column.std())
    unit = prior.unit
    if name == "fall_start":
        unit = f"years after the start of {series.label(0)}"
    if name == "level" and _in_money(series):
        unit = "money/year"
    return Estimate(
        name=name,
        unit=unit,
        value=middle,
        low=low,
        high=high,
        centre=float(column.mean()),
        sd=sd,
        scale=prior.scale,
        learnt=1.0 - sd / prior.spread,
        prior=prior.source,
    )


def _in_money(series: SalesSeries) -> bool:
    """Return whether the column of sales is one of money by its name."""
    name = heading(series.name)
    return name.money or bool(set(WORDS[Role.REVENUE]) & set(name.words))


def _checks(found: LifeCycleFit) -> tuple[Check, ...]:
    sales = found.target.sales
    curve = expected(found.shape, found.best[None, :], sales.size)[0]
    total = float(np.sum((sales - sales.mean()) ** 2))
    r2 = 1.0 - float(np.sum((sales - curve) ** 2)) / total if total > 0 else float("nan")
    residuals = found.target.residuals(found.best[None, :], sales.size)[0][0]
    phi = float(found.shape.natural(found.best[None, :], "phi")[0])
    shocks = residuals[1:] - phi * residuals[:-1]
    left = float(np.corrcoef(shocks[1:], shocks[:-1])[0, 1]) if shocks.size > 3 else float("nan")
    worst = float(np.abs(shocks / np.sqrt(1.0 - phi**2)).max())
    agreement = found.draws.agreement
    settled = "the draws have settled" if agreement < _SETTLED else "the draws have not settled: raise the effort"
    return (
        Check("r2", r2, "share of the variance of sales that the best curve explains"),
        Check("residual_memory", phi, "what the curve misses in a period carries over to the next by this share"),
        Check("left_memory", left, "memory left in the surprises; far from 0 means that the curve has the wrong shape"),
        Check("largest_surprise", worst, "in standard deviations; above 4 look at that period"),
        Check("r_hat", agreement, settled),
    )


def _held_out(result: OriginResult | None) -> tuple[Check, ...]:
    if result is None:
        return ()
    share = f"the last {1.0 - ORIGINS[-1]:.0%} of the periods"
    return (
        Check("holdout_wape", result.forecast.wape, f"error over sales when {share} are forecast from the rest"),
        Check("holdout_wape_naive", result.naive.wape, "the same for the last period carried forward"),
        Check("holdout_wape_bass", result.bass.wape, "the same for a plain Bass curve"),
        Check("holdout_coverage_90", result.coverage_90, f"share of {share} inside the 90% interval"),
    )


def _never(found: LifeCycleFit) -> tuple[str, ...]:
    shape = found.shape
    said = []
    if not shape.from_launch:
        share = f"{LAUNCH_SHARE:.0%}"
        said.append(
            f"p, q and market size: the first period is above {share} of the largest, so the launch is not in the data"
        )
    elif _before_peak(shape, found.target.sales):
        said.append(
            "market size: sales were still rising at the end; such series tell too small a size and too large a q "
            "(Van den Bulte & Lilien 1997)"
        )
    return tuple(said)


def _before_peak(shape: Shape, sales: Floats) -> bool:
    year = max(1, round(shape.per_year))
    return bool(sales[-year:].sum() >= sales[-2 * year : -year].sum()) if sales.size >= 2 * year else True


def _plain(series: SalesSeries, found: LifeCycleFit) -> tuple[str, ...]:
    """Return plain least squares beside it, for who knows the literature's numbers."""
    if not found.shape.from_launch:
        return ()
    plain = bass_nls.fit(series.sales)
    p, q, m = plain.p * series.per_year, plain.q * series.per_year, plain.m * series.unit_multiple
    bound = "; it ran into the bounds and means nothing" if plain.at_bound else ""
    return (f"plain least squares, without priors or replacement: p {p:.4g}, q {q:.4g}, m {m:.4g}{bound}",)
