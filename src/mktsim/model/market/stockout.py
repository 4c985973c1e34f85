"""The supply cap on the focal brand, and where unserved demand goes (step 7)."""

from __future__ import annotations

import math
from typing import Any

FOCAL = 0


def supply_cap(s: Any, p: Any, v: Any, o: Any) -> None:
    """Cap focal units by channel stock; send the rest to other stores, other brands, next week, or nowhere."""
    drawn, units, desired, waiting, lost = o.drawn, o.units, o.desired, s.waiting, o.lost
    lost[:] = 0.0
    o.switched_in[:] = 0.0
    for r in range(desired.shape[0]):
        for c in range(desired.shape[1]):
            wanted = 0.0
            for g in range(drawn.shape[1]):
                wanted += drawn[r, g, FOCAL, c]
            if meant(o, r, c) <= 0.0:  # nobody buys here any more, so whoever waited has gone
                lost[r, c] += waiting[r, c]
                waiting[r, c] = 0.0
            desired[r, c] = wanted + waiting[r, c]
            units[r, FOCAL, c] = desired[r, c] if p.unlimited == 1.0 else min(desired[r, c], v.stock[r, c])
            waiting[r, c] = 0.0
        for b in range(1, drawn.shape[2]):
            for c in range(drawn.shape[3]):
                total = 0.0
                for g in range(drawn.shape[1]):
                    total += drawn[r, g, b, c]
                units[r, b, c] = total
        for c in range(desired.shape[1]):
            short = desired[r, c] - units[r, FOCAL, c]
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
    units, desired, stock = o.units, o.desired, v.stock
    whole = p.counts == 1.0
    elsewhere = short * p.oos_store
    moved = 0.0
    for d in range(desired.shape[1]):
        if d != c and meant(o, r, d) > 0.0:
            room = stock[r, d] - units[r, FOCAL, d] - max(0.0, desired[r, d] - units[r, FOCAL, d])
            take = min(max(room, 0.0), max(elsewhere - moved, 0.0))
            take = math.floor(take) if whole else take
            units[r, FOCAL, d] += take
            o.switched_in[r, d] += take
            moved += take
    others = 0.0
    for b in range(1, units.shape[1]):
        others += units[r, b, c]
    if others > 0.0:
        for b in range(1, units.shape[1]):
            take = short * p.oos_brand * units[r, b, c] / others
            units[r, b, c] += math.floor(take) if whole else take
    later = short * p.oos_delay
    later = math.floor(later) if whole else later
    s.waiting[r, c] += later
    o.lost[r, c] += short - moved - later
