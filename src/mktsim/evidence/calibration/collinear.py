"""Perfect collinearity named: which columns move together exactly, and in which accounts.

Found by the singular vector that the design leaves unexplained within accounts (Belsley, Kuh & Welsch 1980, ch. 3).
"""

from __future__ import annotations

import numpy as np

from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.panel import SalesPanel
from mktsim.science.arrays import Floats

_SINGULAR = 1e-7
"""Singular value, relative to the largest, below which columns are one: a numerical choice."""
_TAKES_PART = 0.1
"""Weight in the singular vector, relative to the largest, from which a column takes part: a numerical choice."""


def collinear(panel: SalesPanel, roles: tuple[Role, ...], design: Floats) -> str | None:
    """Return which columns cannot be told apart, in a sentence; None where all can.

    `design` has shape (rows, roles), rows without sales included.
    """
    sold = panel.sales > 0.0
    together = _members(design[sold], panel.account[sold])
    if not together:
        return None
    names = [f"{roles[place].value} ({panel.name(roles[place])!r})" for place in together]
    where = _where(panel, design, together)
    last = roles[together[-1]].value.replace(" ", "_")
    return (
        f"{' and '.join(names)} move together exactly {where}, so that their effects cannot be told apart; leave one "
        f"out, as with --columns {last}=none"
    )


def _members(design: Floats, account: np.ndarray) -> list[int]:
    """Return the columns that take part in an exact dependence within accounts."""
    within = design - _means(design, account)
    scale = np.linalg.norm(within, axis=0)
    if np.any(scale == 0.0):
        return [int(place) for place in np.flatnonzero(scale == 0.0)]
    _, sizes, vectors = np.linalg.svd(within / scale, full_matrices=False)
    if sizes.size == design.shape[1] and sizes[-1] > _SINGULAR * sizes[0]:
        return []
    weights = np.abs(vectors[-1])
    return [int(place) for place in np.flatnonzero(weights > _TAKES_PART * weights.max())]


def _means(design: Floats, account: np.ndarray) -> Floats:
    sizes = np.maximum(np.bincount(account), 1)
    return np.stack([(np.bincount(account, column) / sizes)[account] for column in design.T], axis=1)


def _where(panel: SalesPanel, design: Floats, together: list[int]) -> str:
    """Return the accounts in which some columns are one, in words."""
    sold = panel.sales > 0.0
    codes = np.unique(panel.account[sold])
    found = []
    for code in codes:
        mine = sold & (panel.account == code)
        if _members(design[mine][:, together], np.zeros(int(mine.sum()), dtype=np.int64)):
            found.append(panel.accounts[code])
    if len(panel.accounts) == 1:
        return "in all rows" if panel.accounts[0] == "all rows" else f"in account {panel.accounts[0]!r}"
    shown = ", ".join(repr(name) for name in found[:3]) + (" …" if len(found) > 3 else "")
    return f"in {len(found)} of {len(codes)} accounts ({shown})"
