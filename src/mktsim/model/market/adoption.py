"""Category adoption: the Bass hazard on those who can afford, know and find the category (step 4)."""

from __future__ import annotations

import math
from typing import Any

PROBIT_TO_LOGIT = 1.702
"""Ratio that makes a logistic curve lie on the normal one within one point."""
WEEKS_PER_YEAR = 365.25 / 7.0
MOST_GROWTH = 500.0
"""Log of the growth in one week beyond which everybody adopts: the clock may leap where prices do."""
NEARLY_ALL = 1.0 - 1e-12


def clock(s: Any, p: Any, v: Any, r: int) -> float:
    """Return the week's advance of the generalised Bass clock in region `r`, weeks; a negative one is carried."""
    if p.clock_price == 0.0 and p.clock_ads == 0.0:
        return 1.0
    price = 0.0
    ads = 0.0
    weight = 0.0
    for b in range(s.started.shape[0]):
        if s.started[b] == 1:
            for c in range(s.shelf.shape[2]):
                price += math.log(s.shelf[r, b, c])
                weight += 1.0
            for m in range(v.pressure.shape[2]):
                ads += v.pressure[r, b, m]
    price /= max(weight, 1.0)
    new_price = s.clock_price[r] + p.clock_speed * (price - s.clock_price[r])
    new_ads = s.clock_ads[r] + p.clock_speed * (ads - s.clock_ads[r])
    moved = p.clock_price * (new_price - s.clock_price[r])
    moved += p.clock_ads * (math.log1p(new_ads) - math.log1p(s.clock_ads[r]))
    s.clock_price[r] = new_price
    s.clock_ads[r] = new_ads
    advance = 1.0 + moved * WEEKS_PER_YEAR + s.clock_debt[r]
    s.clock_debt[r] = min(0.0, advance)
    return float(max(0.0, advance))


def adopted_share(s: Any, p: Any, r: int, g: int) -> float:
    """Return the share of region `r`'s potential (or everywhere, for r < 0) that adopted generation `g`."""
    inside = 0.0
    total = 0.0
    for k in range(s.adopted.shape[0]):
        if (r < 0 or p.region[k] == r) and p.first[k] <= g:
            inside += p.households[k] * s.adopted[k, g]
            total += p.households[k]
    return float(inside / total) if total > 0.0 else 0.0


def among_own(s: Any, p: Any, where: Any, g: int) -> float:
    """Return the adopted share of generation `g` in one region × segment."""
    r, segment = where
    inside = 0.0
    total = 0.0
    for k in range(s.adopted.shape[0]):
        if p.region[k] == r and p.segment[k] == segment and p.first[k] <= g:
            inside += p.households[k] * s.adopted[k, g]
            total += p.households[k]
    return float(inside / total) if total > 0.0 else 0.0


def hazard(share: float, weeks: float, p: Any) -> float:
    """Return the integrated Bass hazard over `weeks` from adopted share `share` along the closed form."""
    if share >= NEARLY_ALL or p.p_week + p.q_week <= 0.0:
        return 0.0
    growth = math.exp(min((p.p_week + p.q_week) * weeks, MOST_GROWTH))
    odds = (p.p_week + p.q_week * share) / (1.0 - share) * growth
    later = min((odds - p.p_week) / (odds + p.q_week), NEARLY_ALL)
    return -math.log((1.0 - later) / (1.0 - share))


def affordability(s: Any, p: Any) -> None:
    """Set the share of each type whose reservation price is at or above each brand's regular shelf price.

    Only who adopts a durable asks for it.
    """
    if p.durable == 0.0:
        return
    for k in range(s.afford.shape[0]):
        for b in range(s.afford.shape[1]):
            s.afford[k, b] = 1.0
            if p.affordable == 0.0 or s.started[b] == 0:
                continue
            price = 0.0
            for c in range(s.shelf.shape[2]):
                price += p.channel_share[p.segment[k], c] * s.shelf[p.region[k], b, c]
            gap = (p.log_reservation[k] - math.log(price)) / p.affordable_slope
            s.afford[k, b] = 1.0 / (1.0 + math.exp(-PROBIT_TO_LOGIT * min(max(gap, -18.0), 18.0)))


def reached(s: Any, p: Any, k: int, g: int, q: int) -> float:
    """Return the probability that type `k` finds an affordable, known brand of generation `g` at place `q`.

    Affordability is nested (who can pay the dearer brand can pay the cheaper one), awareness and listing are not.
    """
    r = p.region[k]
    best = 0.0
    for b in range(s.started.shape[0]):
        if s.started[b] == 1 and p.generation[b] == g:
            best = max(best, s.afford[k, b])
    if best <= 0.0:
        return 0.0
    missed = 1.0
    for b in range(s.started.shape[0]):
        if s.started[b] == 1 and p.generation[b] == g:
            missed *= 1.0 - s.aware[k, b] * s.available[r, b, q] * s.afford[k, b] / best
    return best * (1.0 - missed)
