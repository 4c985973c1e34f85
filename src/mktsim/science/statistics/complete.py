"""Replications in which every arm finished.

Paired analysis needs the same replications for all arms, so one failed cell drops its
replication for all of them. Dropping biases when failing is informative; whoever reports
must say how many were dropped and refuse when it is too many (5% by convention).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.science.arrays import Floats, Integers


@dataclass(frozen=True, eq=False)
class Complete:
    """The replications kept."""

    outcomes: Floats
    """Outcomes, shape (kept, arms), all finite."""
    kept: Integers
    """Row numbers kept, shape (kept,)."""
    dropped: int
    """Replications left out because at least one arm failed."""

    @property
    def dropped_share(self) -> float:
        """Share of the replications left out."""
        return self.dropped / (self.dropped + self.kept.size)


def complete(outcomes: Floats) -> Complete:
    """Keep the rows of the outcomes (shape (replications, arms)) without NaN.

    Raises ValueError for a table that is not two-dimensional or holds infinities.
    """
    table = np.asarray(outcomes, dtype=np.float64)
    if table.ndim != 2 or table.size == 0:
        message = f"outcomes must be replications by arms, got shape {table.shape}"
        raise ValueError(message)
    if np.any(np.isinf(table)):
        message = "outcomes hold infinite values"
        raise ValueError(message)
    kept = np.flatnonzero(~np.isnan(table).any(axis=1))
    return Complete(outcomes=table[kept], kept=kept, dropped=int(table.shape[0] - kept.size))


def require_complete(outcomes: Floats, fewest: int = 2) -> Floats:
    """Return the outcomes as they are, or raise ValueError.

    Refused are NaN or infinite values, a shape other than (replications, arms), and
    fewer than `fewest` replications.
    """
    table = np.asarray(outcomes, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] < fewest or table.shape[1] == 0:
        message = f"need at least {fewest} replications by arms, got shape {table.shape}"
        raise ValueError(message)
    if not np.all(np.isfinite(table)):
        message = "outcomes hold failed cells: keep the complete replications first"
        raise ValueError(message)
    return table
