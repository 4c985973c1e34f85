"""Shelf prices and what consumers compare them with (step 1)."""

from __future__ import annotations

import math
from typing import Any

KINK = 0.03
"""Width (log price) over which loss aversion sets in, so that the response is smooth."""


def shelf_prices(s: Any, p: Any, v: Any) -> None:
    """Move regular shelf prices towards list prices and take deals off them; `paid` is per unit."""
    for r in range(s.shelf.shape[0]):
        for b in range(s.shelf.shape[1]):
            for c in range(s.shelf.shape[2]):
                if s.shelf[r, b, c] <= 0.0:
                    s.shelf[r, b, c] = v.price[b, c]
                s.shelf[r, b, c] += p.price_adjustment[c] * (v.price[b, c] - s.shelf[r, b, c])
                depth = min(0.9, v.deal[r, b, c] * p.pass_through[c])
                s.paid[r, b, c] = s.shelf[r, b, c] * (1.0 - depth)


def against_reference(gap: float, loss: float) -> float:
    """Return the felt gap: slope 1 for gains, `loss` for losses, smooth at zero."""
    return gap * (0.5 * (loss + 1.0) + 0.5 * (loss - 1.0) * math.tanh(gap / KINK))


def references(s: Any, p: Any) -> None:
    """Adapt reference prices to what was on offer, weighted by the traffic of channels."""
    for r in range(s.reference.shape[0]):
        for b in range(s.reference.shape[1]):
            if s.started[b] == 0:
                continue
            total = 0.0
            weight = 0.0
            for q in range(p.place_channel.shape[0]):
                c = p.place_channel[q]
                w = p.volume[q] * (0.001 + s.available[r, b, q])
                total += w * math.log(s.paid[r, b, c])
                weight += w
            offered = total / weight - p.log_reference
            s.reference[r, b] = p.mem * s.reference[r, b] + (1.0 - p.mem) * offered
