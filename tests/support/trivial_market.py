"""A model that costs nothing: one short history, the same for every cell but for its number."""

from __future__ import annotations

import numpy as np

from mktsim.inputs.cell import Cell
from mktsim.outcomes.history import History, Table, WorkTable

WEEKS = 4
_NOTHING = WorkTable((), (), np.zeros((0, 0)))
_MONEY = Table(("revenue",), np.ones((WEEKS, 1)))


def simulate(cell: Cell) -> History:
    """Sell as many units as the replication's number says."""
    units = np.full((WEEKS, 1), float(cell.replication % 1000))
    return History(
        horizon=WEEKS,
        discount_rate=cell.scenario.money.discount_rate_per_year,
        series=Table(("units",), units),
        money=_MONEY,
        duties=_NOTHING,
        roles=_NOTHING,
        edges=_NOTHING,
        decisions=(),
    )
