"""Counts: one total a region x segment, split by a chain of conditional binomials (step 6)."""

from __future__ import annotations

import math
from typing import Any

from mktsim.inverse import binomial_quantile, poisson_quantile

SNAP = 1e-6
"""Rounding error of a sum of shares that must not cost a household its purchase."""
MOST_COUNTED = 8e15
"""Most units of a region and segment in a week: float64 holds whole numbers to 9e15."""


def expected_cells(s: Any, p: Any, o: Any) -> None:
    """Sum expected units of classes into cells, shape (R, S, B, C), and the same times price sensitivity."""
    expected, occasions, quantity, people, started = o.expected, s.occasions, s.quantity, p.households, s.started
    minded, segments = s.minded, expected.shape[1]
    for r in range(expected.shape[0]):
        minded[r] = 0.0
        for g in range(segments):
            cell = r * segments + g
            first, last = p.first_in_cell[cell], p.first_in_cell[cell + 1]
            own, minds = people[first:last], p.sensitivity[first:last]
            for b in range(expected.shape[2]):
                for c in range(expected.shape[3]):
                    times, units = occasions[c, b, first:last], quantity[c, b, first:last]
                    total = 0.0
                    weighed = 0.0
                    if started[b] == 1:
                        for k in range(own.shape[0]):
                            x = own[k] * times[k] * units[k]
                            total += x
                            weighed += x * minds[k]
                    expected[r, g, b, c] = total
                    minded[r, b, c] += weighed


def counts(s: Any, p: Any, u: Any, o: Any, t: int) -> None:
    """Draw integer units of every cell from its expectation; households that return after a stock-out join first."""
    expected, drawn, uniform = o.expected, o.drawn, u.count
    brands, channels = expected.shape[2], expected.shape[3]
    for r in range(expected.shape[0]):
        for g in range(expected.shape[1]):
            total = 0.0
            for b in range(brands):
                for c in range(channels):
                    total += expected[r, g, b, c]
            if p.counts == 0.0:
                left_share = min(1.0, room(s, p, r, g) / total) if p.durable == 1.0 and total > 0.0 else 1.0
                for b in range(brands):
                    for c in range(channels):
                        drawn[r, g, b, c] = expected[r, g, b, c] * left_share
                continue
            left = total_count(s, p, u, (t, r, g, total))
            mass = total
            for b in range(brands):
                for c in range(channels):
                    mean = expected[r, g, b, c]
                    taken = 0
                    if left > 0 and mean > 0.0:
                        share = min(1.0, mean / mass) if mass > mean else 1.0
                        taken = binomial_quantile(uniform[t, r, g, 1 + b * channels + c], left, share)
                    drawn[r, g, b, c] = float(taken)
                    left -= taken
                    mass -= mean


def total_count(s: Any, p: Any, u: Any, cell: Any) -> int:
    """Draw the units of one region x segment: binomial on the households a durable has left, else Poisson."""
    t, r, g, total = cell
    if total <= 0.0:
        return 0
    if p.durable == 0.0:
        return poisson_quantile(u.count[t, r, g, 0], min(total, MOST_COUNTED))
    n = math.floor(room(s, p, r, g) + SNAP)
    return binomial_quantile(u.count[t, r, g, 0], n, min(1.0, total / n)) if n > 0 else 0


def room(s: Any, p: Any, r: int, g: int) -> float:
    """Return the purchases of a durable that region r x segment g has left: first ones and replacements due.

    Who waits for the focal brand to come in is spoken for, in whichever segment he is.
    """
    adopted, base, people, segment, first = s.adopted, s.base, p.households, p.segment, p.first
    left = 0.0
    for k in range(p.first_class[r], p.first_class[r + 1]):
        if segment[k] == g:
            for h in range(adopted.shape[0]):
                if first[k] <= h:
                    left += people[k] * (1.0 - adopted[h, k] + base[h, base.shape[1] - 1, k])
    for c in range(s.waiting.shape[1]):
        left -= s.waiting[r, c]
    return max(0.0, left)
