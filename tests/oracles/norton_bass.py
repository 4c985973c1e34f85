"""Sales of successive generations of a product (Norton-Bass).

Each generation diffuses with the same law from its own launch, and takes over a part
of the potential of the generation before it.

Source: Norton & Bass 1987, Management Science 33:1069.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mktsim.science.theory import bass

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from mktsim.science.arrays import Floats


def sales_rates(
    t: ArrayLike,
    potentials: ArrayLike,
    launches: ArrayLike,
    p: float,
    q: float,
) -> Floats:
    """Return the sales rate of each generation, shape (generations, times).

    `t` are times (years, shape (times,)), `potentials` the units per period each
    generation adds, `launches` its launch times in increasing order (years), both of
    shape (generations,); `p` and `q` as in the Bass model. With two generations:
    S1 = F1 m1 (1 - F2), S2 = F2 (m2 + F1 m1). The generations together sell the sum
    of potential times share.
    """
    starts = np.atleast_1d(np.asarray(launches, dtype=np.float64))
    added = np.atleast_1d(np.asarray(potentials, dtype=np.float64))
    if starts.shape != added.shape:
        message = f"{added.size} potentials but {starts.size} launches"
        raise ValueError(message)
    if np.any(np.diff(starts) < 0.0):
        message = "launches must be in increasing order"
        raise ValueError(message)
    times = np.atleast_1d(np.asarray(t, dtype=np.float64))
    shares = bass.cumulative_share(times[None, :] - starts[:, None], p, q)
    rates = np.zeros_like(shares)
    inherited = np.zeros_like(times)
    for generation, potential in enumerate(added):
        reached = shares[generation] * (potential + inherited)
        is_last = generation + 1 == starts.size
        taken = 0.0 if is_last else shares[generation + 1]
        rates[generation] = reached * (1.0 - taken)
        inherited = reached
    return rates
