"""Expected opportunity cost of choosing an arm, in the units of the outcome.

With d the lead of the chosen arm over a rival and s its standard error, the expected
loss to that rival is s Psi(d/s), Psi being E[(T - x)+] of a t variable; for the leader
the sum over rivals bounds the expected loss to the best of them (Bonferroni). Under common random
numbers s is that of the paired difference.

Sources: Chick & Inoue 2001, Operations Research 49:732 and Management Science 47:1133;
Branke, Chick & Schmidt 2007, Management Science 53:1916.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, ndtr, stdtr

from mktsim.science.arrays import Floats
from mktsim.science.statistics.complete import require_complete

_FEWEST = 3
"""Fewest replications: the expectation needs more than one degree of freedom."""


def normal_loss(x: ArrayLike) -> Floats:
    """E[(Z - x)+] of a standard normal Z; the shape of `x`."""
    point = np.asarray(x, dtype=np.float64)
    density = np.exp(-0.5 * point**2) / np.sqrt(2.0 * np.pi)
    return np.asarray(density - point * ndtr(-point))


def student_loss(x: ArrayLike, df: float) -> Floats:
    """E[(T - x)+] of a t variable with `df` (above 1) degrees of freedom."""
    if not df > 1.0:
        message = f"df must be above 1, got {df!r}"
        raise ValueError(message)
    point = np.asarray(x, dtype=np.float64)
    constant = gammaln((df + 1.0) / 2.0) - gammaln(df / 2.0) - 0.5 * np.log(df * np.pi)
    density = np.exp(constant - (df + 1.0) / 2.0 * np.log1p(point**2 / df))
    return np.asarray((df + point**2) / (df - 1.0) * density - point * stdtr(df, -point))


def pairwise_loss(lead: Floats, se: Floats, df: float) -> Floats:
    """Expected loss to each rival, given the leads over them and their errors.

    With a standard error of 0 the loss is certain: the deficit, or 0.
    """
    known = np.asarray(se) > 0.0
    scale = np.where(known, se, 1.0)
    loss = scale * student_loss(np.asarray(lead) / scale, df)
    return np.asarray(np.where(known, loss, np.maximum(-np.asarray(lead), 0.0)))


def opportunity_cost_bounds(outcomes: Floats) -> Floats:
    """Upper bound of the expected opportunity cost of choosing each arm, (arms,).

    `outcomes` (replications, arms) complete, larger is better, paired by replication. For the arm with the best mean:
    the sum over rivals of the expected loss against each. For another: its expected loss against that arm, and that
    arm's against the rest, as nothing is farther ahead of it than the leader and what is ahead of the leader together.
    Loose when many arms are alike, so it may exceed the bootstrap's expected regret.
    """
    table = require_complete(outcomes, _FEWEST)
    rows, arms = table.shape
    leader = int(table.mean(axis=0).argmax())
    leads = table - table[:, [leader]]
    se = leads.std(axis=0, ddof=1) / np.sqrt(rows)
    rivals = np.arange(arms) != leader
    behind, ahead = np.zeros(arms), np.zeros(arms)
    behind[rivals] = pairwise_loss(leads.mean(axis=0)[rivals], se[rivals], rows - 1.0)
    ahead[rivals] = pairwise_loss(-leads.mean(axis=0)[rivals], se[rivals], rows - 1.0)
    return np.asarray(behind + ahead.sum() - ahead)


def good_selection_probability(outcomes: Floats, chosen: int, delta: float = 0.0) -> float:
    """Estimate of the probability that the chosen arm is within delta of the best.

    The product over rivals of P(T <= (delta + lead)/se), as if their differences were
    positively dependent (Slepian; they share the chosen arm). An estimate from the
    posterior under a flat prior, not a guarantee.
    """
    table = require_complete(outcomes, _FEWEST)
    rows, arms = table.shape
    rivals = [rival for rival in range(arms) if rival != chosen]
    leads = table[:, [chosen]] - table[:, rivals]
    se = leads.std(axis=0, ddof=1) / np.sqrt(rows)
    room = leads.mean(axis=0) + delta
    certain = np.where(room >= 0.0, 1.0, 0.0)
    safe = np.where(se > 0.0, se, 1.0)
    return float(np.prod(np.where(se > 0.0, stdtr(rows - 1, room / safe), certain)))
