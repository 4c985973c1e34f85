"""Market shares expected from the order of entry alone.

The share of the n-th entrant relative to the pioneer is n^-0.5, other things equal.

Source: Urban, Carter, Gaskin & Mucha 1986, Management Science 32:645; Kalyanaram,
Robinson & Urban 1995, Marketing Science 14:G212.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mktsim.science.arrays import Floats


def shares(firms: int, exponent: float = -0.5) -> Floats:
    """Return the share of each entrant in order of entry, shape (firms,), sum 1."""
    if firms < 1:
        message = f"firms must be at least 1, got {firms}"
        raise ValueError(message)
    relative = np.arange(1.0, firms + 1.0) ** exponent
    return np.asarray(relative / relative.sum())
