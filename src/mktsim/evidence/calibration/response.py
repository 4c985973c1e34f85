"""Calibrate response to price, display, feature, advertising and distribution on a panel of accounts.

ln(sales) = account + elasticity · ln(driver) + effect · deal + error. With enough rows an account is regressed alone
and the accounts' own coefficients are averaged by their precision (random coefficients: Swamy 1970, Econometrica
38:311; spread over accounts by moments: DerSimonian & Laird 1986, Controlled Clinical Trials 7:177), so that accounts
may differ; otherwise they are pooled with fixed effects. Either is combined with the priors that are published by the
normal approximation, so that a short panel leans on what is published. Advertising that pauses has no logarithm: then
it enters as ln(1 + advertising / its mean), half of whose coefficient is the elasticity at the mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.evidence.calibration.clusters import clusters_of, moves_together
from mktsim.evidence.calibration.collinear import collinear
from mktsim.evidence.calibration.estimates import Calibration, Check, conflicts, from_normal, weakly_learnt
from mktsim.evidence.calibration.residuals import residual_checks
from mktsim.evidence.calibration.seasons import season_of_panel
from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.lines import refused
from mktsim.evidence.history.panel import SalesPanel
from mktsim.science.arrays import Floats
from mktsim.science.estimators import loglog

_ROWS_ALONE = 20
"""Rows an account needs to be regressed alone: a numerical choice."""
_ACCOUNTS_ALONE = 10
"""Accounts that are averaged at least: a numerical choice."""


@dataclass(frozen=True)
class ResponsePrior:
    """Published prior of one response."""

    name: str
    unit: str
    mean: float
    sd: float
    """A range of the evidence is read as nine tenths of the belief."""
    source: str


PRIORS: dict[Role, ResponsePrior] = {
    Role.PRICE: ResponsePrior(
        "price_elasticity", "elasticity", -2.6, 0.76, "Bijmolt, van Heerde & Pieters 2005, JMR 42:141: -1.5 to -4"
    ),
    Role.ADVERTISING: ResponsePrior(
        "advertising_elasticity",
        "elasticity",
        0.12,
        0.067,
        "Sethuraman, Tellis & Briesch 2011, JMR 48:457: 0.03 to 0.25",
    ),
    Role.DISTRIBUTION: ResponsePrior(
        "distribution_elasticity", "elasticity", 0.74, 0.24, "Ataman, van Heerde & Mela 2010, JMR 47:866: 0.4 to 1.2"
    ),
    Role.DISPLAY: ResponsePrior(
        "display", "log of sales", 0.53, 0.28, "Narasimhan, Neslin & Sen 1996; own fits: times 1.2 to 3"
    ),
    Role.FEATURE: ResponsePrior(
        "feature", "log of sales", 0.64, 0.27, "Narasimhan, Neslin & Sen 1996; own fits: times 1.2 to 2.9"
    ),
}
"""Priors by driver."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """Estimates from the data alone."""

    values: Floats
    """Coefficients, shape (k,)."""
    covariance: Floats
    """Their covariance, shape (k, k)."""
    spread: Floats
    """Standard deviation of the coefficients over accounts, shape (k,); NaN where they were pooled."""
    r2: float
    """Share of variance within accounts that is explained."""
    how: str
    """In words."""


def calibrate_panel(panel: SalesPanel) -> Calibration:
    """Return what a panel says of response. Errors: InputError when no driver varies within accounts."""
    roles, absent = varying(panel)
    if not roles:
        raise refused(panel.file, "neither price nor any other driver varies within an account; nothing can be learnt")
    found = evidence_of(panel, roles)
    priors = [PRIORS[role] for role in roles]
    values, covariance = combined(found.values, found.covariance, priors)
    estimates, correlations = from_normal(
        tuple((prior.name, prior.unit) for prior in priors),
        values,
        covariance,
        np.array([prior.sd for prior in priors]),
        tuple(prior.source for prior in priors),
    )
    left = residuals(panel, roles)
    seasonal = season_of_panel(panel, left)
    together = np.eye(len(estimates) + len(seasonal))
    together[: len(estimates), : len(estimates)] = correlations
    errors = np.sqrt(np.diag(found.covariance))
    at_odds = conflicts(
        tuple(prior.name for prior in priors), found.values, errors, tuple((prior.mean, prior.sd) for prior in priors)
    )
    unknown = (*at_odds, *weakly_learnt(estimates), *absent, *_always())
    first = panel.calendar.month if seasonal and panel.calendar is not None else 0
    notes = (*panel.notes, found.how)
    checks = _checks(panel, roles, found, left)
    return Calibration("panel", panel.file, (*estimates, *seasonal), together, checks, unknown, notes, first)


def _checks(panel: SalesPanel, roles: tuple[Role, ...], found: Evidence, left: Floats) -> tuple[Check, ...]:
    """Return how far a fit can be trusted; `left` are its residuals by row."""
    priors = [PRIORS[role] for role in roles]
    sold = float(np.mean(panel.sales > 0.0))
    alone = [
        Check(f"{prior.name}_without_prior", float(value), "what the data alone say")
        for prior, value in zip(priors, found.values, strict=True)
    ]
    spread = [
        Check(f"{prior.name}_over_accounts", float(value), "standard deviation over accounts, sampling error taken out")
        for prior, value in zip(priors, found.spread, strict=True)
        if np.isfinite(value)
    ]
    return (
        Check("r2_within", found.r2, "share of the variance of ln(sales) within accounts that is explained"),
        Check("rows_with_sales", sold, "share of rows used; rows without sales have no logarithm"),
        held_out(panel, roles),
        *residual_checks(panel, left),
        *alone,
        *spread,
    )


def varying(panel: SalesPanel) -> tuple[tuple[Role, ...], tuple[str, ...]]:
    """Return the drivers that vary within accounts, and a sentence for each that does not or is absent."""
    sold = panel.sales > 0.0
    roles, said = [], []
    for role, prior in PRIORS.items():
        values = panel.driver(role)
        if values is None:
            said.append(f"{prior.name}: the file has no such column; its published value stands")
            continue
        codes = panel.account[sold]
        means = np.bincount(codes, values[sold], len(panel.accounts)) / np.maximum(
            np.bincount(codes, minlength=len(panel.accounts)), 1
        )
        if float(np.std(values[sold] - means[codes])) > 1e-9 * max(1.0, float(np.abs(values).max())):
            roles.append(role)
        else:
            said.append(f"{prior.name}: it never varies within an account; its published value stands")
    return tuple(roles), tuple(said)


def combined(values: Floats, covariance: Floats, priors: list[ResponsePrior]) -> tuple[Floats, Floats]:
    """Return mean and covariance of prior and data together, both taken as normal."""
    believed = np.diag([1.0 / prior.sd**2 for prior in priors])
    told = np.linalg.inv(covariance)
    together = np.linalg.inv(believed + told)
    means = np.array([prior.mean for prior in priors])
    return together @ (believed @ means + told @ values), together


def evidence_of(panel: SalesPanel, roles: tuple[Role, ...]) -> Evidence:
    """Return what the data alone say: accounts averaged where each is a witness of its own, otherwise pooled.

    Errors: InputError when rows are too few or drivers go together.
    """
    together = moves_together(panel)
    scale = np.array([elasticity_of(panel, role) for role in roles])
    alone = [
        one for code in range(len(panel.accounts)) if (one := _alone(panel, roles, panel.account == code)) is not None
    ]
    if len(alone) >= _ACCOUNTS_ALONE and not together:
        how = f"{len(alone)} of {len(panel.accounts)} accounts were regressed alone and averaged by their precision"
        r2 = float(np.mean([one.regression.r2 for one in alone]))
        values, covariance, spread = _averaged(alone)
        return Evidence(scale * values, covariance * np.outer(scale, scale), scale * spread, r2, how)
    clusters, errors = clusters_of(panel, together=together)
    try:
        pooled = loglog.fit(_regressors(panel, roles, np.ones(panel.sales.size, dtype=bool), clusters)).regression
    except ValueError as error:
        why = collinear(panel, roles, _design(panel, roles, np.ones(panel.sales.size, dtype=bool)))
        raise refused(panel.file, why or f"the drivers cannot be told apart: {error}") from error
    how = f"{len(panel.accounts)} accounts were pooled with fixed effects; standard errors are {errors}"
    covariance = pooled.covariance * np.outer(scale, scale)
    return Evidence(scale * pooled.coefficients, covariance, np.full(len(roles), np.nan), pooled.r2, how)


def elasticity_of(panel: SalesPanel, role: Role) -> float:
    """Return the elasticity per unit of a driver's coefficient: a half where advertising pauses, else 1."""
    return 0.5 if role is Role.ADVERTISING and _pauses(panel) else 1.0


def _pauses(panel: SalesPanel) -> bool:
    values = panel.driver(Role.ADVERTISING)
    return values is not None and bool((values == 0.0).any())


def _averaged(alone: list[loglog.Elasticities]) -> tuple[Floats, Floats, Floats]:
    """Return the mean coefficients over accounts, their covariance and the spread of the true ones over accounts."""
    values = np.stack([one.regression.coefficients for one in alone])
    errors = np.stack([one.regression.covariance for one in alone])
    weights = 1.0 / np.diagonal(errors, axis1=1, axis2=2)
    total = weights.sum(axis=0)
    away = values - (weights * values).sum(axis=0) / total
    excess = (weights * away**2).sum(axis=0) - (len(alone) - 1)
    spread = np.maximum(0.0, excess / (total - (weights**2).sum(axis=0) / total))
    precision = np.linalg.inv(errors + np.diag(spread))
    covariance = np.linalg.inv(precision.sum(axis=0))
    return covariance @ np.einsum("akl,al->k", precision, values), covariance, np.sqrt(spread)


def held_out(panel: SalesPanel, roles: tuple[Role, ...]) -> Check:
    """Return how much of the variance of later rows the response learnt on earlier rows explains."""
    counts = np.bincount(panel.account, minlength=len(panel.accounts))
    order = np.argsort(panel.account, kind="stable")
    within = np.empty(panel.sales.size)
    within[order] = np.concatenate([np.arange(count) / max(count, 1) for count in counts])
    early = within < 0.75
    text = "share of the variance within accounts of the last quarter of rows explained by the rest; below 0 is useless"
    try:
        fitted = loglog.fit(_regressors(panel, roles, early, None)).regression.coefficients
    except ValueError:
        return Check("holdout_r2_within", float("nan"), text)
    late = ~early & (panel.sales > 0.0)
    response, x = np.log(panel.sales[late]), _design(panel, roles, late)
    codes = panel.account[late]
    sizes = np.maximum(np.bincount(codes, minlength=len(panel.accounts)), 1)
    errors = response - x @ fitted
    errors = errors - (np.bincount(codes, errors, len(panel.accounts)) / sizes)[codes]
    total = response - (np.bincount(codes, response, len(panel.accounts)) / sizes)[codes]
    scale = float(total @ total)
    return Check("holdout_r2_within", 1.0 - float(errors @ errors) / scale if scale > 0 else float("nan"), text)


def residuals(panel: SalesPanel, roles: tuple[Role, ...]) -> Floats:
    """Return what the pooled response leaves of ln(sales) within accounts, shape (rows,); NaN where nothing sold."""
    rows = panel.sales > 0.0
    left = np.full(panel.sales.size, np.nan)
    try:
        fitted = loglog.fit(_regressors(panel, roles, np.ones(rows.size, dtype=bool), None)).regression.coefficients
    except ValueError:
        return left
    left[rows] = np.log(panel.sales[rows]) - (_design(panel, roles, rows) * fitted).sum(axis=1)
    sizes = np.maximum(np.bincount(panel.account[rows], minlength=len(panel.accounts)), 1)
    left[rows] -= (np.bincount(panel.account[rows], left[rows], len(panel.accounts)) / sizes)[panel.account[rows]]
    return left


def _alone(panel: SalesPanel, roles: tuple[Role, ...], rows: np.ndarray) -> loglog.Elasticities | None:
    if int((panel.sales[rows] > 0.0).sum()) < _ROWS_ALONE:
        return None
    try:
        return loglog.fit(_regressors(panel, roles, rows, None))
    except ValueError:
        return None


def _regressors(
    panel: SalesPanel, roles: tuple[Role, ...], rows: np.ndarray, clusters: np.ndarray | None
) -> loglog.Panel:
    logs = np.exp(_design(panel, roles, rows))
    return loglog.Panel(
        units=panel.sales[rows],
        drivers=logs,
        effects=panel.account[rows],
        clusters=None if clusters is None else clusters[rows],
    )


def _design(panel: SalesPanel, roles: tuple[Role, ...], rows: np.ndarray) -> Floats:
    """Return regressors, shape (rows, roles): deals as they are, the rest in logarithms."""
    columns = []
    for role in roles:
        values = panel.driver(role)
        if values is not None:
            columns.append(_entered(panel, role, values)[rows])
    return np.stack(columns, axis=1)


def _entered(panel: SalesPanel, role: Role, values: Floats) -> Floats:
    """Return a driver as it enters the regression, shape (rows,)."""
    if role in {Role.DISPLAY, Role.FEATURE}:
        return values
    if role is Role.ADVERTISING and _pauses(panel):
        return np.asarray(np.log1p(values / values.mean()))
    return np.asarray(np.log(values))


def _always() -> tuple[str, ...]:
    return (
        "cause and effect: a price that was lowered because sales were expected to be high makes response look larger",
        "long-run effects: rows are taken as they stand, without carry-over, stockpiling or purchases brought forward",
    )
