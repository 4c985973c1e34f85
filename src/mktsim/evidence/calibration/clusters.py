"""Choice of clusters for cluster-robust standard errors: accounts, or stretches of time where accounts move together.

A firm that runs the same deals everywhere in the same weeks, under shocks that reach all accounts, learns from weeks
and not from accounts. Standard errors are then clustered by stretches of time over all accounts, within which errors
may depend on each other (Cameron & Miller 2015, Journal of Human Resources 50:317).
"""

from __future__ import annotations

import numpy as np

from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.panel import SalesPanel
from mktsim.science.arrays import Integers

CLUSTERS = 10
"""Clusters from which clustered standard errors are used: below it they are too small (Cameron & Miller 2015)."""
STRETCHES = 12
"""Stretches that a history is cut into, at least: a numerical choice, quarters of three years."""
FEWEST_PERIODS = 24
"""Periods from which time is cut into stretches: two each; a numerical choice."""
TOGETHER = 0.5
"""Share of the variance of log price within accounts that all share by period, from which accounts move together."""


def moves_together(panel: SalesPanel) -> bool:
    """Return whether prices of all accounts move in the same periods; False where periods are not known."""
    price = panel.driver(Role.PRICE)
    if panel.period is None or price is None or len(panel.accounts) < 2:
        return False
    logs = np.log(price)
    logs = logs - _means(logs, panel.account)
    total = float((logs * logs).sum())
    common = _means(logs, panel.period)
    return total > 0.0 and float((common * common).sum()) / total > TOGETHER


def clusters_of(panel: SalesPanel, *, together: bool) -> tuple[Integers | None, str]:
    """Return the clusters of standard errors, shape (rows,), None for classical ones, and what they are in words."""
    if len(panel.accounts) >= CLUSTERS and not together:
        return panel.account, "clustered by account"
    if panel.period is not None and (periods := int(panel.period.max()) + 1) >= FEWEST_PERIODS:
        length = max(1, periods // STRETCHES)
        how = f"clustered by stretches of {length} periods over all accounts"
        why = "accounts move together" if together else "accounts are few"
        return panel.period // length, f"{how}, because {why}"
    return None, "classical"


def _means(values: np.ndarray, codes: Integers) -> np.ndarray:
    """Return the mean of each row's group, shape (rows,)."""
    sizes = np.maximum(np.bincount(codes), 1)
    means: np.ndarray = (np.bincount(codes, values) / sizes)[codes]
    return means
