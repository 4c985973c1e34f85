"""What realised purchases do to the consumers (step 9)."""

from __future__ import annotations

import math
from typing import Any

from mktsim.model.market.talk import forgotten


def realised(o: Any) -> None:
    """Turn `drawn` into the ratio realised / expected of each region × segment × brand × channel.

    Units without a draw of their own (customers who came back or from another store) are spread by expectation.
    """
    for r in range(o.expected.shape[0]):
        for b in range(o.expected.shape[2]):
            for c in range(o.expected.shape[3]):
                drawn = 0.0
                meant = 0.0
                for g in range(o.expected.shape[1]):
                    drawn += o.drawn[r, g, b, c]
                    meant += o.expected[r, g, b, c]
                served = o.units[r, b, c] / drawn if drawn > 0.0 else 1.0
                undrawn = o.units[r, b, c] / meant if drawn <= 0.0 and meant > 0.0 else 0.0
                for g in range(o.expected.shape[1]):
                    mean = o.expected[r, g, b, c]
                    o.drawn[r, g, b, c] = o.drawn[r, g, b, c] * served / mean if mean > 0.0 else 0.0
                    o.drawn[r, g, b, c] += undrawn


def experience(s: Any, p: Any, o: Any) -> None:
    """Move trial, loyalty, household stock and adoption of every type by its realised purchases."""
    brands = s.occasions.shape[1]
    channels = s.occasions.shape[2]
    s.meant[:] = 0.0
    s.bought[:] = 0.0
    for k in range(s.occasions.shape[0]):
        r = p.region[k]
        g = p.segment[k]
        bought = 0.0
        units = 0.0
        for b in range(brands):
            if s.started[b] == 0:
                continue
            times = 0.0
            for c in range(channels):
                real = s.occasions[k, b, c] * o.drawn[r, g, b, c]
                s.meant[k, p.generation[b]] += s.occasions[k, b, c]
                s.occasions[k, b, c] = real
                times += real
                units += real * s.quantity[k, b, c]
            s.bought[k, p.generation[b]] += times
            bought += times
            known = s.tried[k, b]
            naive = (1.0 - known) * s.doubt[r, b]
            first = times * naive / (known + naive) if naive > 0.0 else 0.0
            s.tried[k, b] = min(1.0, known + first - forgotten(known, times - first, p.trial_weeks))
        for b in range(brands):
            if s.started[b] == 1:
                times = 0.0
                for c in range(channels):
                    times += s.occasions[k, b, c]
                if p.tau * bought <= 1.0:
                    s.loyal[k, b] += p.tau * (times - bought * s.loyal[k, b])
                else:  # more purchases than are remembered: beyond twice as many the step above would never settle
                    s.loyal[k, b] = times / bought
        if p.rate[k] > 0.0:
            usual = p.rate[k] * p.units_per_purchase
            used = usual * max(0.0, 1.0 + p.eps * s.stock[k])
            s.stock[k] = max(-1.0, s.stock[k] + (units - used) / (p.stock_weeks[k] * usual))


def installed(s: Any, p: Any) -> None:
    """Move adoption and the installed base of durables by realised purchases; the base ages in Erlang stages."""
    last = s.base.shape[2] - 1
    generations = s.flow.shape[1]
    for k in range(s.flow.shape[0]):
        for g in range(generations):
            for a in range(last, 0, -1):
                worn = s.renewed[k, g] if a == last else p.replace_rate * s.base[k, g, a]
                s.base[k, g, a] += p.replace_rate * s.base[k, g, a - 1] - worn
            s.base[k, g, 0] += s.bought[k, g] - p.replace_rate * s.base[k, g, 0]
    for g in range(generations):
        first_purchases(s, p, g)
    for k in range(s.flow.shape[0]):
        for g in range(generations):
            step = s.flow[k, g]
            if g > 0 and s.adopted[k, g] < 1.0:
                stay = 1.0 - step / (1.0 - s.adopted[k, g])
                for a in range(last + 1):
                    s.base[k, g - 1, a] *= stay
            s.adopted[k, g] = min(1.0, s.adopted[k, g] + step)


def first_purchases(s: Any, p: Any, g: int) -> None:
    """Set `flow` to the realised first purchases of generation `g`; what one type cannot take, others take."""
    for k in range(s.flow.shape[0]):
        ratio = s.bought[k, g] / s.meant[k, g] if s.meant[k, g] > 0.0 else 0.0
        s.flow[k, g] *= ratio
    for r in range(s.users.shape[0]):
        for segment in range(p.place_share.shape[0]):
            spread_excess(s, p, (r, segment, g))


def spread_excess(s: Any, p: Any, cell: Any) -> None:
    """Cut first purchases of region × segment × generation to each type's room; others take the excess by theirs."""
    r, segment, g = cell
    excess = 0.0
    room = 0.0
    for k in range(s.flow.shape[0]):
        if p.region[k] == r and p.segment[k] == segment and p.first[k] <= g:
            left = 1.0 - s.adopted[k, g] - s.flow[k, g]
            room += p.households[k] * max(0.0, left)
            excess += p.households[k] * max(0.0, -left)
    if excess <= 0.0:
        return
    taken = min(1.0, excess / room) if room > 0.0 else 0.0
    for k in range(s.flow.shape[0]):
        if p.region[k] == r and p.segment[k] == segment and p.first[k] <= g:
            left = 1.0 - s.adopted[k, g] - s.flow[k, g]
            s.flow[k, g] += taken * left if left > 0.0 else left


def regions(s: Any, p: Any, v: Any, u: Any) -> None:
    """Move what a region shares: users, perceived quality and the category's shock."""
    for r in range(s.users.shape[0]):
        for b in range(s.users.shape[1]):
            if s.started[b] == 0:
                continue
            inside = 0.0
            total = 0.0
            for k in range(s.tried.shape[0]):
                if p.region[k] == r:
                    inside += p.households[k] * s.tried[k, b]
                    total += p.households[k]
            share = inside / total
            fresh = max(0.0, share - s.users[r, b])
            s.users[r, b] = share
            speed = p.learning * (fresh / max(share, 1e-9) + 0.02 * share)
            true = p.quality[b] + v.extra_quality[b]
            s.perceived[r, b] += min(1.0, speed) * (true - s.perceived[r, b])
        s.category[r] = p.cat_mem * s.category[r] + p.cat_sd * math.sqrt(1.0 - p.cat_mem**2) * u.category[r]
