"""Ordinary least squares with absorbed fixed effects and cluster-robust errors.

Sources: Wooldridge 2010, ch. 10; Cameron & Miller 2015, Journal of Human Resources
50:317 (CR1 correction, G - 1 degrees of freedom).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from mktsim.science.arrays import Floats, Integers

_SWEEPS = 10_000
"""Most rounds of alternating demeaning: a numerical choice."""
_TOLERANCE = 1e-12
"""Largest remaining group mean relative to the data's scale: a numerical choice."""


@dataclass(frozen=True, eq=False)
class OlsFit:
    """A fitted linear regression."""

    coefficients: Floats
    """Estimates, shape (regressors,)."""
    covariance: Floats
    """Their covariance, shape (regressors, regressors)."""
    df: int
    """Degrees of freedom for tests: clusters less 1 when clustered."""
    residual_sd: float
    """Residual standard deviation, in units of the response."""
    r2: float
    """Share of variance explained; within fixed effects when there are any."""
    observations: int
    """Rows used."""

    @property
    def se(self) -> Floats:
        """Standard errors, shape (regressors,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def p_values(self) -> Floats:
        """Two-sided p values of a zero coefficient, shape (regressors,)."""
        return np.asarray(2.0 * stdtr(self.df, -np.abs(self.coefficients / self.se)))

    def interval(self, level: float = 0.95) -> Floats:
        """Confidence intervals, shape (regressors, 2)."""
        half = stdtrit(self.df, 0.5 + level / 2.0) * self.se
        return np.stack([self.coefficients - half, self.coefficients + half], axis=1)


def fit(
    response: Floats,
    regressors: Floats,
    effects: Integers | None = None,
    clusters: Integers | None = None,
) -> OlsFit:
    """Regress the response (shape (n,)) on the regressors (shape (n, k)).

    `effects` (shape (n,) or (n, ways)) holds group codes whose means are absorbed;
    without it no intercept is added and r2 is about the mean of the response.
    `clusters` (shape (n,)) makes the errors robust to dependence within its groups.
    Raises ValueError for regressors that are collinear after absorbing, and when there
    are not more rows than parameters.
    """
    y = np.asarray(response, dtype=np.float64)
    x = np.asarray(regressors, dtype=np.float64)
    absorbed = 0
    if effects is not None:
        groups = np.asarray(effects, dtype=np.int64).reshape(y.size, -1)
        both = demean(np.column_stack([y, x]), groups)
        y, x = both[:, 0], both[:, 1:]
        absorbed = absorbed_parameters(groups)
    rows, columns = x.shape
    spare = rows - columns - absorbed
    if spare < 1:
        message = f"{rows} rows for {columns + absorbed} parameters"
        raise ValueError(message)
    inverse = _inverse_moment(x)
    coefficients = inverse @ (x.T @ y)
    residuals = y - x @ coefficients
    variance = float(residuals @ residuals) / spare
    total = float(np.sum((y - y.mean()) ** 2))
    covariance, df = inverse * variance, spare
    if clusters is not None:
        covariance, df = _clustered(x, residuals, inverse, clusters, spare)
    return OlsFit(
        coefficients=coefficients,
        covariance=covariance,
        df=df,
        residual_sd=float(np.sqrt(variance)),
        r2=1.0 - float(residuals @ residuals) / total if total > 0.0 else float("nan"),
        observations=rows,
    )


def demean(values: Floats, groups: Integers) -> Floats:
    """Remove the means of every grouping from each column of the values.

    `values` has shape (n, columns), `groups` (n, ways) codes. Several ways are removed
    in turn until no mean remains, which is the least-squares projection.
    """
    left = np.array(values, dtype=np.float64)
    codes = [np.unique(groups[:, way], return_inverse=True)[1] for way in range(groups.shape[1])]
    scale = np.maximum(np.abs(left).max(axis=0), np.finfo(np.float64).tiny)
    for _ in range(_SWEEPS):
        largest = 0.0
        for code in codes:
            sizes = np.bincount(code)
            means = np.stack([np.bincount(code, weights=column) for column in left.T], axis=1) / sizes[:, None]
            left -= means[code]
            largest = max(largest, float((np.abs(means) / scale).max()))
        if len(codes) == 1 or largest < _TOLERANCE:
            return left
    message = f"fixed effects were not absorbed in {_SWEEPS} rounds"
    raise ValueError(message)


def absorbed_parameters(groups: Integers) -> int:
    """Number of parameters that fixed effects of shape (n, ways) take up.

    Each way after the first loses one to the common mean; further losses in panels
    that fall apart into unconnected parts are not looked for.
    """
    sizes = [int(np.unique(groups[:, way]).size) for way in range(groups.shape[1])]
    return sum(sizes) - (len(sizes) - 1)


def _inverse_moment(x: Floats) -> Floats:
    lengths = np.linalg.norm(x, axis=0)
    if np.any(lengths == 0.0) or np.linalg.matrix_rank(x / lengths, tol=1e-9) < x.shape[1]:
        message = "regressors are collinear, with each other or with the fixed effects"
        raise ValueError(message)
    unit = x / lengths
    return np.asarray(np.linalg.inv(unit.T @ unit) / np.outer(lengths, lengths))


def _clustered(x: Floats, residuals: Floats, inverse: Floats, clusters: Integers, spare: int) -> tuple[Floats, int]:
    code = np.unique(clusters, return_inverse=True)[1]
    groups = int(code.max()) + 1
    if groups < 2:
        message = "cluster-robust errors need at least two clusters"
        raise ValueError(message)
    scores = np.stack([np.bincount(code, weights=column) for column in (x * residuals[:, None]).T], axis=1)
    correction = groups / (groups - 1.0) * (x.shape[0] - 1.0) / spare
    return np.asarray(correction * inverse @ (scores.T @ scores) @ inverse), groups - 1
