"""The stand-in for the model with a pause in every cell, so that there is time to kill something."""

from __future__ import annotations

import time

import fake_market

from mktsim.inputs.cell import Cell
from mktsim.outcomes.history import History

PAUSE_SECONDS = 0.02


def simulate(cell: Cell) -> History:
    """Wait a moment, then run the stand-in."""
    time.sleep(PAUSE_SECONDS)
    return fake_market.simulate(cell)
