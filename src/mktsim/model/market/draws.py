"""Counts: one total a region × segment, split by a chain of conditional binomials (step 7)."""

from __future__ import annotations

import math
from typing import Any

from mktsim.inverse import binomial_quantile, poisson_quantile

SNAP = 1e-6
"""Rounding error of a sum of shares that must not cost a household its purchase."""
MOST_COUNTED = 8e15
"""Most units of a region and segment in a week: float64 holds whole numbers to 9e15."""


def expected_cells(s: Any, p: Any, o: Any) -> None:
    """Sum expected units of types into cells, shape (R, S, B, C)."""
    o.expected[:] = 0.0
    for k in range(s.occasions.shape[0]):
        r = p.region[k]
        g = p.segment[k]
        for b in range(s.occasions.shape[1]):
            if s.started[b] == 1:
                for c in range(s.occasions.shape[2]):
                    o.expected[r, g, b, c] += p.households[k] * s.occasions[k, b, c] * s.quantity[k, b, c]


def counts(s: Any, p: Any, u: Any, o: Any) -> None:
    """Draw integer units of every cell from its expectation; households that return after a stock-out join first."""
    brands = s.started.shape[0]
    channels = s.waiting.shape[1]
    for r in range(o.expected.shape[0]):
        for g in range(o.expected.shape[1]):
            total = 0.0
            for b in range(brands):
                for c in range(channels):
                    total += o.expected[r, g, b, c]
            if p.counts == 0.0:
                left_share = min(1.0, room(s, p, r, g) / total) if p.durable == 1.0 and total > 0.0 else 1.0
                for b in range(brands):
                    for c in range(channels):
                        o.drawn[r, g, b, c] = o.expected[r, g, b, c] * left_share
                continue
            left = total_count(s, p, u, (r, g, total))
            mass = total
            for b in range(brands):
                for c in range(channels):
                    mean = o.expected[r, g, b, c]
                    taken = 0
                    if left > 0 and mean > 0.0:
                        share = min(1.0, mean / mass) if mass > mean else 1.0
                        taken = binomial_quantile(u.count[r, g, 1 + b * channels + c], left, share)
                    o.drawn[r, g, b, c] = float(taken)
                    left -= taken
                    mass -= mean


def total_count(s: Any, p: Any, u: Any, cell: Any) -> int:
    """Draw the units of one region × segment: binomial on the households a durable has left, else Poisson."""
    r, g, total = cell
    if total <= 0.0:
        return 0
    if p.durable == 0.0:
        return poisson_quantile(u.count[r, g, 0], min(total, MOST_COUNTED))
    n = math.floor(room(s, p, r, g) + SNAP)
    return binomial_quantile(u.count[r, g, 0], n, min(1.0, total / n)) if n > 0 else 0


def room(s: Any, p: Any, r: int, g: int) -> float:
    """Return the purchases of a durable that region r × segment g has left: first ones and replacements due.

    Who waits for the focal brand to come in is spoken for, in whichever segment he is.
    """
    left = 0.0
    for k in range(s.adopted.shape[0]):
        if p.region[k] == r and p.segment[k] == g:
            for h in range(s.adopted.shape[1]):
                if p.first[k] <= h:
                    left += p.households[k] * (1.0 - s.adopted[k, h] + s.base[k, h, s.base.shape[2] - 1])
    for c in range(s.waiting.shape[1]):
        left -= s.waiting[r, c]
    return float(max(0.0, left))
