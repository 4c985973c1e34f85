"""The stand-in for the model with a pause in every cell, so that there is time to kill something."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import fake_market

from mktsim.inputs.cell import Cell
from mktsim.outcomes.history import History

PAUSE_SECONDS = 0.02


def simulate(cell: Cell) -> History:
    """Wait a moment, then run the stand-in."""
    time.sleep(PAUSE_SECONDS)
    return fake_market.simulate(cell)


@dataclass(frozen=True)
class Slow:
    """Runs the stand-in after a pause of its own length."""

    seconds: float

    def __call__(self, cell: Cell) -> History:
        """Wait, then run the stand-in."""
        time.sleep(self.seconds)
        return fake_market.simulate(cell)


@dataclass(frozen=True)
class KillsItsWorkerOnce:
    """Ends the process without a word in a replication, once, as a system without memory does."""

    marker: Path
    """File that says that it was done."""
    replication: int = 5

    def __call__(self, cell: Cell) -> History:
        """Run the stand-in, or not."""
        if cell.replication == self.replication and not self.marker.exists():
            if self.marker.parent.exists():
                self.marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return fake_market.simulate(cell)
