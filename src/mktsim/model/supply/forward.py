"""Forward buying: members stock up while a deal lasts, as far as storage pays (Blattberg, Eppen & Lieberman 1981)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.trade import Channel

    Floats = NDArray[np.float64]


def weeks_ahead(deal: Floats, channels: tuple[Channel, ...]) -> Floats:
    """Return weeks of sales that members buy ahead on `deal`, money off a unit as a share of the invoice, shape (R, C).

    The last week bought ahead is stored as long as all of them: it pays while its storage costs no more than the
    saving on the invoice. Outlets that the firm runs or licenses are supplied as they sell.
    """
    cost = np.array([c.forward_cost for c in channels])
    limit = np.array([0.0 if c.opened else c.forward_limit_weeks for c in channels])
    weeks: Floats = np.minimum(deal / cost, limit)
    return weeks
