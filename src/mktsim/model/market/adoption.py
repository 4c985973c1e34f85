"""Category adoption of durables: the Bass hazard on those who can afford, know and find the category (step 5)."""

from __future__ import annotations

import math
from typing import Any

PROBIT_TO_LOGIT = 1.702
"""Ratio that makes a logistic curve lie on the normal one within one point."""
WEEKS_PER_YEAR = 365.25 / 7.0
FARTHEST = 18.0
"""Standard deviations beyond which a share is zero or one."""
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


def adopted_share(s: Any, p: Any, where: Any, g: int) -> float:
    """Return the share that adopted generation `g` among those who consider it, in (region, segment); -1 for all."""
    r, segment = where
    people, adopted, region, of_segment, first = p.households, s.adopted, p.region, p.segment, p.first
    inside = 0.0
    total = 0.0
    for k in range(adopted.shape[1]):
        if (r < 0 or region[k] == r) and (segment < 0 or of_segment[k] == segment) and first[k] <= g:
            inside += people[k] * adopted[g, k]
            total += people[k]
    return inside / total if total > 0.0 else 0.0


def hazard(share: float, weeks: float, p: Any) -> float:
    """Return the integrated Bass hazard over `weeks` from adopted share `share` along the closed form."""
    if share >= NEARLY_ALL or p.p_week + p.q_week <= 0.0:
        return 0.0
    growth = math.exp(min((p.p_week + p.q_week) * weeks, MOST_GROWTH))
    odds = (p.p_week + p.q_week * share) / (1.0 - share) * growth
    later = min((odds - p.p_week) / (odds + p.q_week), NEARLY_ALL)
    return -math.log((1.0 - later) / (1.0 - share))


def affordability(s: Any, p: Any) -> None:
    """Set the share of each class whose reservation price is at or above each brand's regular shelf price.

    Who becomes able to afford a generation has often waited for it: a share of those who would have bought by now, as
    many as their peers did, is pent up and buys within weeks.
    """
    if p.durable == 0.0:
        return
    afford, afforded, pent_up, adopted = s.afford, s.afforded, s.pent_up, s.adopted
    shelf, started, generation, store, region = s.shelf, s.started, p.generation, p.store_share, p.region
    reservation = p.log_reservation
    for k in range(afford.shape[1]):
        for g in range(adopted.shape[0]):
            best = 0.0
            for b in range(started.shape[0]):
                if generation[b] != g:
                    continue
                afford[b, k] = 1.0
                if started[b] == 0:
                    continue
                if p.affordable == 1.0:
                    price = 0.0
                    for c in range(shelf.shape[2]):
                        price += store[c, k] * shelf[region[k], b, c]
                    gap = (reservation[k] - math.log(price)) / p.affordable_slope
                    gap = min(max(gap, -FARTHEST), FARTHEST)
                    afford[b, k] = 1.0 / (1.0 + math.exp(-PROBIT_TO_LOGIT * gap))
                best = max(best, afford[b, k])
            if best > afforded[g, k]:
                if afforded[g, k] > 0.0:
                    peers = min(1.0, adopted[g, k] / afforded[g, k])
                    pent_up[g, k] += p.waiting_share * peers * (best - afforded[g, k])
                afforded[g, k] = best


def category_flows(s: Any, p: Any, v: Any) -> None:
    """Set `flow`: the week's hazard of first purchase (or upgrade) of each class and generation."""
    flow, first, region, of_segment, gap = s.flow, p.first, p.region, p.segment, p.gap
    for r in range(s.activity.shape[0]):
        weeks = clock(s, p, v, r)
        for g in range(flow.shape[0]):
            local = adopted_share(s, p, (r, -1), g)
            share = local
            if p.local < 1.0:
                share = p.local * local + (1.0 - p.local) * adopted_share(s, p, (-1, -1), g)
            for segment in range(s.segments.shape[0]):
                followed = share
                if p.own_segment > 0.0:
                    followed += p.own_segment * (adopted_share(s, p, (r, segment), g) - share)
                strength = hazard(followed, weeks, p) if v.week[0] >= gap[g] else 0.0
                for k in range(p.first_class[r], p.first_class[r + 1]):
                    if of_segment[k] == segment and region[k] == r:
                        flow[g, k] = strength if first[k] <= g else 0.0


def reach(s: Any, p: Any, k: int, g: int) -> float:
    """Set `found`: the probability that class k finds an affordable, known brand of generation g in each outlet class.

    Affordability is nested (who can pay the dearer brand can pay the cheaper one), awareness and listing are not.
    Returns the mean over visits.
    """
    found, afford, aware, available, started = s.found, s.afford, s.aware, s.available, s.started
    generation, channel, volume, store = p.generation, p.place_channel, p.volume, p.store_share
    r = p.region[k]
    best = 0.0
    for b in range(started.shape[0]):
        if started[b] == 1 and generation[b] == g:
            best = max(best, afford[b, k])
    total = 0.0
    for q in range(found.shape[0]):
        found[q] = 0.0
        if best <= 0.0:
            continue
        missed = 1.0
        for b in range(started.shape[0]):
            if started[b] == 1 and generation[b] == g:
                missed *= 1.0 - aware[b, k] * available[r, b, q] * afford[b, k] / best
        found[q] = best * (1.0 - missed)
        total += store[channel[q], k] * volume[q] * found[q]
    return total
