"""Purchases of durables by consumer class: first, upgrade and replacement (step 5)."""

from __future__ import annotations

import math
from typing import Any

from mktsim.model.market.adoption import adopted_share, category_flows, reach
from mktsim.model.market.choice import NOTHING

MOST_DENSE = 1e30
"""Most purchases of a class per full listing: a brand that no shop lists beside one that nobody wants has no limit."""


def durable_purchases(s: Any, p: Any, v: Any, o: Any) -> None:
    """Set expected purchases of every class, and sales per listing of every brand in every outlet class."""
    o.density[:] = 0.0
    s.occasions[:] = 0.0
    category_flows(s, p, v)
    for k in range(s.flow.shape[1]):
        class_purchases(s, p, o, k)


def class_purchases(s: Any, p: Any, o: Any, k: int) -> None:
    """Add first, upgrade and replacement purchases of class k to its occasions, generation by generation.

    A later generation draws both new buyers and users of the one before (Norton & Bass 1987): whoever has
    converted never buys the earlier one.
    """
    generations = s.flow.shape[0]
    busy = s.activity[p.region[k]]
    for g in range(generations):
        at_risk = reach(s, p, k, g)
        flow = (1.0 - s.adopted[g, k]) * (1.0 - math.exp(-s.flow[g, k] * at_risk * busy))
        s.flow[g, k] = flow
        if s.pent_up[g, k] > 0.0:
            rest = max(0.0, 1.0 - s.adopted[g, k] - flow)
            bought = min(s.pent_up[g, k] / p.waiting_weeks * min(1.0, at_risk / s.afforded[g, k]), rest)
            s.pent_up[g, k] -= bought
            s.flow[g, k] += bought
    renewals(s, p, k, busy)
    for g in range(p.first[k], generations):
        stay = 1.0 - (s.adopted[g + 1, k] + s.flow[g + 1, k]) if g + 1 < generations else 1.0
        buying = max(0.0, reached_by(s, p, (k, g), 1.0) - reached_by(s, p, (k, g), 0.0)) * stay
        buying += s.renewed[g, k]
        at_risk = reach(s, p, k, g) if buying > 0.0 else 0.0
        if at_risk > 0.0:
            spread(s, p, o, (k, g), buying / at_risk)


def reached_by(s: Any, p: Any, which: Any, new: float) -> float:
    """Return the share of class `k` that came to generation `g` or beyond, before (0) or after (1) this week's flow."""
    k, g = which
    share = 1.0
    for h in range(p.first[k], g + 1):
        share *= s.adopted[h, k] + new * s.flow[h, k]
    return share


def renewals(s: Any, p: Any, k: int, busy: float) -> None:
    """Set `renewed`: who replaces a worn-out good by the same generation; the others come to the next one.

    A replacement is put off or brought forward with the category's activity. Whoever finds the next generation,
    known and affordable, when his good wears out takes that instead as likely as `upgrade` says.
    """
    generations = s.flow.shape[0]
    last = s.base.shape[1] - 1
    for g in range(generations):
        s.renewed[g, k] = 0.0
        worn = min(1.0, p.replace_rate * busy) * s.base[g, last, k]
        if worn <= 0.0:
            continue
        upgraded = 0.0
        if g + 1 < generations and g >= p.first[k]:
            users = reached_by(s, p, (k, g), 0.0)
            room = 1.0 - s.adopted[g + 1, k] - s.flow[g + 1, k]
            if users > 0.0 and room > 0.0:
                upgraded = min(worn * p.upgrade * reach(s, p, k, g + 1), users * room)
                s.flow[g + 1, k] += upgraded / users
        s.renewed[g, k] = worn - upgraded


def spread(s: Any, p: Any, o: Any, which: Any, buying: float) -> None:
    """Spread purchases over outlet classes where the generation is found, and over its brands by pull x listing.

    `buying` are purchases over the probability of finding the generation.
    """
    k, g = which
    found, wanted, available, quantity, started = s.found, s.wanted, s.available, s.quantity, s.started
    occasions, density, generation, channel, volume = s.occasions, o.density, p.generation, p.place_channel, p.volume
    r = p.region[k]
    for q in range(found.shape[0]):
        c = channel[q]
        total = 0.0
        for b in range(started.shape[0]):
            if started[b] == 1 and generation[b] == g:
                total += available[r, b, q] * wanted[c, b, k]
        if found[q] <= 0.0 or total <= NOTHING:
            continue
        visits = buying * p.store_share[c, k] * volume[q] * found[q] / total
        for b in range(started.shape[0]):
            if started[b] == 1 and generation[b] == g:
                dense = min(visits * wanted[c, b, k], MOST_DENSE)
                density[r, b, q] += p.households[k] * dense * quantity[c, b, k]
                occasions[c, b, k] += dense * available[r, b, q]


def installed(s: Any, p: Any) -> None:
    """Move adoption and the installed base of durables by realised purchases; the base ages in Erlang stages."""
    base, renewed, bought = s.base, s.renewed, s.bought
    last = base.shape[1] - 1
    generations = base.shape[0]
    for k in range(base.shape[2]):
        for g in range(generations):
            for a in range(last, 0, -1):
                worn = renewed[g, k] if a == last else p.replace_rate * base[g, a, k]
                base[g, a, k] += p.replace_rate * base[g, a - 1, k] - worn
            base[g, 0, k] += bought[g, k] - p.replace_rate * base[g, 0, k]
    for g in range(generations):
        first_purchases(s, p, g)
    for k in range(base.shape[2]):
        for g in range(generations):
            step = s.flow[g, k]
            if g > 0 and s.adopted[g, k] < 1.0:
                stay = 1.0 - step / (1.0 - s.adopted[g, k])
                for a in range(last + 1):
                    base[g - 1, a, k] *= stay
            s.adopted[g, k] = min(1.0, s.adopted[g, k] + step)


def first_purchases(s: Any, p: Any, g: int) -> None:
    """Set `flow` to the realised first purchases of generation `g`; what one class cannot take, others take."""
    for k in range(s.flow.shape[1]):
        ratio = s.bought[g, k] / s.meant[g, k] if s.meant[g, k] > 0.0 else 0.0
        s.flow[g, k] *= ratio
    for r in range(s.activity.shape[0]):
        for segment in range(s.segments.shape[0]):
            spread_excess(s, p, (r, segment, g))


def spread_excess(s: Any, p: Any, cell: Any) -> None:
    """Cut first purchases of region x segment x generation to each class's room; others take the excess by theirs."""
    r, segment, g = cell
    flow, adopted, people, of_segment, first = s.flow, s.adopted, p.households, p.segment, p.first
    excess = 0.0
    room = 0.0
    for k in range(p.first_class[r], p.first_class[r + 1]):
        if of_segment[k] == segment and first[k] <= g:
            left = 1.0 - adopted[g, k] - flow[g, k]
            room += people[k] * max(0.0, left)
            excess += people[k] * max(0.0, -left)
    if excess <= 0.0:
        return
    taken = min(1.0, excess / room) if room > 0.0 else 0.0
    for k in range(p.first_class[r], p.first_class[r + 1]):
        if of_segment[k] == segment and first[k] <= g:
            left = 1.0 - adopted[g, k] - flow[g, k]
            flow[g, k] += taken * left if left > 0.0 else left


def adopters(s: Any, p: Any, o: Any) -> None:
    """Leave the week's adopters and the users of each generation."""
    for g in range(s.adopted.shape[0]):
        o.using[g] = adopted_share(s, p, (-1, -1), g)
        total = 0.0
        for k in range(s.flow.shape[1]):
            total += p.households[k] * s.flow[g, k]
        o.adopters[g] = total
