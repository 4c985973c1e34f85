"""Purchases of repeat goods by consumer class: when, how often, where, and what if it is not listed (step 5)."""

from __future__ import annotations

import math
from typing import Any

NOTHING = 1e-300
"""Keeps an empty ratio at zero."""

MOST_PULL = 9.0
"""Most that the pull of what is on offer counts for in incidence, log."""


def activity(s: Any, p: Any, v: Any, u: Any, t: int) -> None:
    """Set each region's category activity: season, cycle and shocks, mean one but for the season."""
    for r in range(s.activity.shape[0]):
        s.activity[r] = math.exp(s.category[r] - 0.5 * p.category_sd * p.category_sd + u.cycle[t]) * v.season[r]


def repeat_purchases(s: Any, p: Any, o: Any) -> None:
    """Set expected purchases of every class, and sales per listing of every brand in every outlet class."""
    for r in range(s.activity.shape[0]):
        incidence(s, p, r)
        for c in range(s.visits.shape[0]):
            at_channel(s, p, o, r, c)
        in_other_shops(s, p, o, r)


def incidence(s: Any, p: Any, r: int) -> None:
    """Set category purchases by class and channel: promotions beyond the usual ones; linear in own stock.

    People buy sooner when promotions add more than they have come to expect, and wait when they add less (Mela, Jedidi
    & Bowman 1998, JMR 35:250).
    """
    first, last = p.first_class[r], p.first_class[r + 1]
    base, rate, consumption, stock = (
        s.total[first:last],
        p.rate[first:last],
        s.consumption[first:last],
        s.stock[first:last],
    )
    busy, reaction, response = s.activity[r] * p.looking, p.stock_reaction, p.incidence
    for k in range(base.shape[0]):
        base[k] = rate[k] * consumption[k] * max(0.0, 1.0 - reaction * stock[k]) * busy
    for c in range(s.store.shape[0]):
        visits, store = s.visits[c, first:last], s.store[c, first:last]
        bargain, usual = s.bargain[c, first:last], s.bargain_usual[c, first:last]
        for k in range(base.shape[0]):
            visits[k] = base[k] * store[k] * math.exp(min(response * (bargain[k] - usual[k]), MOST_PULL))
    for b in range(s.reachable.shape[0]):
        reachable, elsewhere = s.reachable[b, first:last], s.elsewhere[b, first:last]
        for k in range(base.shape[0]):
            reachable[k] = 0.0
            elsewhere[k] = 0.0
        for c in range(s.store.shape[0]):
            store, listed = s.store[c, first:last], s.listed[r, b, c]
            for k in range(base.shape[0]):
                reachable[k] += store[k] * listed


def at_channel(s: Any, p: Any, o: Any, r: int, c: int) -> None:
    """Set what is bought in a channel's outlets, outlet class by outlet class."""
    first, last = p.first_class[r], p.first_class[r + 1]
    unserved, missing = s.sales[first:last], s.missing[c, first:last]
    forget = 1.0 - p.offer_memory
    for b in range(s.occasions.shape[1]):
        s.occasions[c, b, first:last] = 0.0
    for k in range(missing.shape[0]):
        unserved[k] = 0.0
    for q in range(p.first_outlet[c], p.first_outlet[c + 1]):
        replaced(s, p, (r, c, q))
        bought_on_the_spot(s, p, o, (r, c, q))
    for k in range(missing.shape[0]):
        missing[k] += forget * (unserved[k] - missing[k])


def replaced(s: Any, p: Any, where: Any) -> None:
    """Find who misses what he wants in an outlet class: `gone` to other brands on the spot or to other shops.

    Who misses a brand buys it elsewhere the more often the more he prefers it and the more shops have it, or another
    brand on the spot, or nothing: a logit with costs of going elsewhere (Corsten & Gruen 2003 for the split).
    """
    r, c, q = where
    first, last = p.first_class[r], p.first_class[r + 1]
    present, moved, unserved, visits = (
        s.total[first:last],
        s.chosen[first:last],
        s.sales[first:last],
        s.visits[c, first:last],
    )
    volume, other_store, nothing = p.volume[q], p.other_store, p.no_purchase + NOTHING
    for k in range(present.shape[0]):
        present[k] = 0.0
        moved[k] = 1.0
    for b in range(s.started.shape[0]):
        wanted, listed = s.wanted[c, b, first:last], s.available[r, b, q]
        for k in range(present.shape[0]):
            present[k] += wanted[k] * listed
    for b in range(s.started.shape[0]):
        wanted, listed = s.wanted[c, b, first:last], s.available[r, b, q]
        gone, reachable, elsewhere = s.gone[b, first:last], s.reachable[b, first:last], s.elsewhere[b, first:last]
        for k in range(present.shape[0]):
            gap = wanted[k] * (1.0 - listed)
            here = present[k] - wanted[k] * listed
            there = other_store * wanted[k] * reachable[k]
            left = gap / (there + here + nothing)
            gone[k] = left
            moved[k] += left
            elsewhere[k] += visits[k] * volume * left * there
            unserved[k] += volume * (gap - left * here)


def bought_on_the_spot(s: Any, p: Any, o: Any, where: Any) -> None:
    """Add purchases in an outlet class, what is missing replaced by other brands; set sales per full listing."""
    r, c, q = where
    first, last = p.first_class[r], p.first_class[r + 1]
    moved, visits, people, volume = s.chosen[first:last], s.visits[c, first:last], p.households[first:last], p.volume[q]
    for b in range(s.started.shape[0]):
        wanted, gone, listed = s.wanted[c, b, first:last], s.gone[b, first:last], s.available[r, b, q]
        occasions, quantity = s.occasions[c, b, first:last], s.quantity[c, b, first:last]
        units = 0.0
        for k in range(moved.shape[0]):
            dense = visits[k] * volume * wanted[k] * (moved[k] - gone[k])
            occasions[k] += dense * listed
            units += people[k] * dense * quantity[k]
        o.density[r, b, q] = units


def in_other_shops(s: Any, p: Any, o: Any, r: int) -> None:
    """Add what people go and buy elsewhere, in the shops that have it."""
    first, last = p.first_class[r], p.first_class[r + 1]
    people = p.households[first:last]
    for b in range(s.elsewhere.shape[0]):
        elsewhere, reachable = s.elsewhere[b, first:last], s.reachable[b, first:last]
        for k in range(people.shape[0]):
            elsewhere[k] /= reachable[k] + NOTHING
        for c in range(s.store.shape[0]):
            store, listed = s.store[c, first:last], s.listed[r, b, c]
            occasions, quantity = s.occasions[c, b, first:last], s.quantity[c, b, first:last]
            units = 0.0
            for k in range(people.shape[0]):
                dense = elsewhere[k] * store[k]
                occasions[k] += dense * listed
                units += people[k] * dense * quantity[k]
            for q in range(p.first_outlet[c], p.first_outlet[c + 1]):
                o.density[r, b, q] += units * p.volume[q]
