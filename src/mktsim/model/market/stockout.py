"""The supply cap on the focal brand, and where unserved demand goes (step 8)."""

from __future__ import annotations

import math
from typing import Any

FOCAL = 0


def supply_cap(s: Any, p: Any, v: Any, o: Any) -> None:
    """Cap focal units by channel stock; send the rest to other stores, other brands, next week, or nowhere."""
    o.lost[:] = 0.0
    o.switched_in[:] = 0.0
    for r in range(o.desired.shape[0]):
        for c in range(o.desired.shape[1]):
            wanted = 0.0
            for g in range(o.drawn.shape[1]):
                wanted += o.drawn[r, g, FOCAL, c]
            if meant(o, r, c) <= 0.0:  # nobody buys here any more, so whoever waited has gone
                o.lost[r, c] += s.waiting[r, c]
                s.waiting[r, c] = 0.0
            o.desired[r, c] = wanted + s.waiting[r, c]
            o.units[r, FOCAL, c] = o.desired[r, c] if p.unlimited == 1.0 else min(o.desired[r, c], v.stock[r, c])
            s.waiting[r, c] = 0.0
        for b in range(1, o.drawn.shape[2]):
            for c in range(o.drawn.shape[3]):
                o.units[r, b, c] = 0.0
                for g in range(o.drawn.shape[1]):
                    o.units[r, b, c] += o.drawn[r, g, b, c]
        for c in range(o.desired.shape[1]):
            short = o.desired[r, c] - o.units[r, FOCAL, c]
            if short > 0.0:
                reallocate(s, p, v, o, (r, c, short))


def meant(o: Any, r: int, c: int) -> float:
    """Return the expected focal units of region r, channel c."""
    total = 0.0
    for g in range(o.expected.shape[1]):
        total += o.expected[r, g, FOCAL, c]
    return total


def reallocate(s: Any, p: Any, v: Any, o: Any, gap: Any) -> None:
    """Re-allocate once the units `short` of region r, channel c."""
    r, c, short = gap
    whole = p.counts == 1.0
    elsewhere = short * p.oos_store
    moved = 0.0
    for d in range(o.desired.shape[1]):
        if d != c and meant(o, r, d) > 0.0:
            room = v.stock[r, d] - o.units[r, FOCAL, d] - max(0.0, o.desired[r, d] - o.units[r, FOCAL, d])
            take = min(max(room, 0.0), max(elsewhere - moved, 0.0))
            take = math.floor(take) if whole else take
            o.units[r, FOCAL, d] += take
            o.switched_in[r, d] += take
            moved += take
    others = 0.0
    for b in range(1, o.drawn.shape[2]):
        others += o.units[r, b, c]
    given = 0.0
    if others > 0.0:
        for b in range(1, o.drawn.shape[2]):
            take = short * p.oos_brand * o.units[r, b, c] / others
            take = math.floor(take) if whole else take
            o.units[r, b, c] += take
            given += take
    later = short * p.oos_delay
    later = math.floor(later) if whole else later
    s.waiting[r, c] += later
    o.lost[r, c] += short - moved - later
