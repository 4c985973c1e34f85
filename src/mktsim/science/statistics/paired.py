"""Paired differences of arms to a baseline under common random numbers.

Source: Law 2015, Simulation Modeling and Analysis, section 10.2.1 (paired-t interval).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from mktsim.science.arrays import Floats
from mktsim.science.domain import require_inside_unit
from mktsim.science.statistics.complete import complete

_FEWEST = 2
"""Fewest complete replications: a variance needs two."""


@dataclass(frozen=True, eq=False)
class PairedDifferences:
    """Each arm less the baseline, one entry per arm other than the baseline."""

    arms: tuple[int, ...]
    """Columns compared, in their order."""
    mean: Floats
    """Mean difference, in units of the outcome."""
    se: Floats
    """Standard error of the mean difference."""
    lower: Floats
    """Lower end of each arm's own interval (not simultaneous)."""
    upper: Floats
    """Upper end of each arm's own interval (not simultaneous)."""
    p: Floats
    """Two-sided p value of no difference, unadjusted."""
    df: int
    """Degrees of freedom."""
    replications: int
    """Complete replications used."""
    dropped: int
    """Replications dropped because at least one arm failed."""


def compare(outcomes: Floats, baseline: int, level: float = 0.95) -> PairedDifferences:
    """Compare every arm with the baseline column.

    `outcomes` has shape (replications, arms) with NaN for failed cells; such a
    replication is dropped for all arms. `level` is the coverage of each interval. An
    arm that never differs has a standard error of 0 and p = 1; one that always differs
    by the same amount has p = 0. Raises ValueError with fewer than two complete
    replications.
    """
    require_inside_unit("level", level)
    whole = complete(outcomes)
    table = whole.outcomes
    rows, columns = table.shape
    if rows < _FEWEST:
        message = f"{rows} complete replications; a paired comparison needs {_FEWEST}"
        raise ValueError(message)
    if not 0 <= baseline < columns:
        message = f"baseline {baseline} is not one of {columns} arms"
        raise ValueError(message)
    arms = tuple(arm for arm in range(columns) if arm != baseline)
    differences = table[:, list(arms)] - table[:, [baseline]]
    mean = differences.mean(axis=0)
    se = differences.std(axis=0, ddof=1) / np.sqrt(rows)
    half = float(stdtrit(rows - 1, 0.5 + level / 2.0)) * se
    return PairedDifferences(
        arms=arms,
        mean=mean,
        se=se,
        lower=mean - half,
        upper=mean + half,
        p=p_values(mean, se, rows - 1),
        df=rows - 1,
        replications=rows,
        dropped=whole.dropped,
    )


def p_values(mean: Floats, se: Floats, df: int) -> Floats:
    """Two-sided t-test p values, with the limits for a standard error of zero."""
    certain = np.where(np.asarray(mean) == 0.0, 1.0, 0.0)
    safe = np.where(np.asarray(se) > 0.0, se, 1.0)
    return np.asarray(np.where(np.asarray(se) > 0.0, 2.0 * stdtr(df, -np.abs(mean / safe)), certain))
