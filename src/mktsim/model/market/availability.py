"""Listings: retailers stock what sells, outlet class by outlet class (step 3)."""

from __future__ import annotations

import math
from typing import Any

FOCAL = 0


def entries(s: Any, p: Any, v: Any) -> None:
    """Let brands whose week has come enter with their opening awareness, trial and listings."""
    for b in range(s.started.shape[0]):
        if s.started[b] == 1 or v.week < p.entry[b]:
            continue
        s.started[b] = 1
        for k in range(s.aware.shape[0]):
            s.aware[k, b] = p.open_awareness[b] if p.aware_on == 1.0 else 1.0
            s.tried[k, b] = p.open_tried[b]
            s.loyal[k, b] = p.base_loyalty[k, b] * p.open_tried[b]
        for r in range(s.shelf.shape[0]):
            s.reference[r, b] = p.base_log_price[b]
            s.adstock[r, b] = p.open_tried[b]
            s.perceived[r, b] = p.quality[b] * p.open_tried[b]
            s.users[r, b] = p.open_tried[b]
            for q in range(s.available.shape[2]):
                share = min(max(p.open_distribution[b], 1e-4), 1.0)
                s.available[r, b, q] = share
                odds = min(max(share, 1e-3), 1.0 - 1e-3)
                s.velocity[r, b, q] = math.exp(p.hurdle[q] + p.spread[q] * math.log(odds / (1.0 - odds)))


def listings(s: Any, p: Any, v: Any, o: Any) -> None:
    """Move the share of outlets that list each brand towards what its velocity, margin and calls deserve."""
    brands = s.available.shape[1]
    for r in range(s.available.shape[0]):
        for q in range(s.available.shape[2]):
            c = p.place_channel[q]
            mean = 0.0
            present = 0.0
            for b in range(brands):
                if s.started[b] == 1:
                    mean += o.density[r, b, q]
                    present += 1.0
            mean = max(mean / max(present, 1.0), 1e-12)
            for b in range(brands):
                if s.started[b] == 0:
                    continue
                relative = max(o.density[r, b, q] / mean, 1e-6)
                s.velocity[r, b, q] += p.velocity_speed[q] * (relative - s.velocity[r, b, q])
                if p.franchise[c] == 1.0:
                    s.available[r, b, q] = v.outlets[r, c] if b == FOCAL else 0.0
                    continue
                effort = p.call_response[q] * v.calls[r, b, c] / (1.0 + v.calls[r, b, c])
                effort += p.margin_response[q] * (v.margin[b, c] - p.margin_expected[q])
                pull = (math.log(max(s.velocity[r, b, q], 1e-6)) + effort - p.hurdle[q]) / p.spread[q]
                wanted = 1.0 / (1.0 + math.exp(-min(max(pull, -30.0), 30.0)))
                s.available[r, b, q] += p.listing_speed[q] * (wanted - s.available[r, b, q])


def service(s: Any, p: Any, v: Any) -> None:
    """Move how well outlets show a brand: calls keep facings, displays and recommendation up, with saturation.

    Zero at the normal number of calls, between -1 without any and 1; it follows the calls as their work fades.
    """
    for r in range(s.presence.shape[0]):
        for b in range(s.presence.shape[1]):
            for c in range(s.presence.shape[2]):
                served = 2.0 * v.calls[r, b, c] / (1.0 + v.calls[r, b, c]) - 1.0
                s.presence[r, b, c] += p.presence_speed * (served - s.presence[r, b, c])
