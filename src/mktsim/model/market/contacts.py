"""Media contacts: wear-out, advertising stock, awareness, goodwill (step 2)."""

from __future__ import annotations

import math
from typing import Any


def contacts(s: Any, p: Any, v: Any) -> None:
    """Move advertising stock, campaign wear, goodwill and perceived quality by the week's pressure."""
    for r in range(s.adstock.shape[0]):
        for b in range(s.adstock.shape[1]):
            raw = 0.0
            for m in range(v.pressure.shape[2]):
                raw += v.pressure[r, b, m]
            effective = raw * (1.0 - s.wear[r, b])
            s.adstock[r, b] = p.retention * s.adstock[r, b] + (1.0 - p.retention) * effective
            rise = min(1.0, p.wear * raw) * (1.0 - s.wear[r, b])
            idle = min(1.0, 1.0 / (p.recovery * (1.0 + raw)))  # a campaign rests the more the less it is seen
            s.wear[r, b] = min(1.0, max(0.0, s.wear[r, b] + (rise - idle * s.wear[r, b])))
            s.goodwill[r, b] += v.build[r, b] - p.goodwill_decay * s.goodwill[r, b]


def media_utility(s: Any, p: Any, v: Any, r: int, b: int) -> float:
    """Return the utility of brand `b`'s advertising in region `r`, zero at normal pressure."""
    now = 0.0
    for m in range(v.pressure.shape[2]):
        now += v.pressure[r, b, m]
    now *= 1.0 - s.wear[r, b]
    at_normal = math.log1p(1.0 / p.half)
    short = p.immediate * (math.log1p(now / p.half) - at_normal)
    long = p.lasting * (math.log1p(s.adstock[r, b] / p.half) - at_normal)
    return float(short + long)


def awareness(s: Any, p: Any, v: Any) -> None:
    """Move the share aware of each brand in each type: reached by media, users and shelves; forgotten."""
    if p.aware_on == 0.0:
        return
    for k in range(s.aware.shape[0]):
        r = p.region[k]
        for b in range(s.aware.shape[1]):
            if s.started[b] == 0:
                continue
            told = 0.0
            for m in range(v.pressure.shape[2]):
                told += p.power[m] * v.pressure[r, b, m]
            told *= (1.0 - s.wear[r, b]) * p.habit[k]
            seen = 0.0
            for q in range(s.available.shape[2]):
                seen += p.place_share[p.segment[k], q] * s.available[r, b, q]
            hazard = p.reach_power * told + p.reach_users * s.users[r, b] + p.reach_shelf * seen
            known = s.aware[k, b]
            forgotten = p.forget * max(0.0, known - s.tried[k, b])
            s.aware[k, b] = known + (1.0 - known) * (1.0 - math.exp(-hazard)) - forgotten
