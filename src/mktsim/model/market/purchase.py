"""Category purchase and brand choice by type: expected occasions and units a week (steps 4-6)."""

from __future__ import annotations

import math
from typing import Any

from mktsim.model.market.adoption import adopted_share, among_own, clock, hazard, reached
from mktsim.model.market.contacts import media_utility
from mktsim.model.market.prices import against_reference
from mktsim.model.market.talk import opinion

MOST_UTILITY = 100.0
"""Size of a utility beyond which nothing changes: sums and powers of its exponential stay finite."""
MOST_PULL = 1e4
"""Most that the attraction of what is on offer counts for in incidence, multiples of the opening's."""


def attractions(s: Any, p: Any, v: Any, u: Any) -> None:
    """Set each type's attraction of each brand by channel and its units per purchase."""
    for r in range(s.paid.shape[0]):
        for b in range(s.paid.shape[1]):
            if s.started[b] == 1:
                common = media_utility(s, p, v, r, b) + p.goodwill * s.goodwill[r, b] + opinion(s, p, r, b)
                common += p.brand_sd * u.brand[r, b]
                before = offer(s, p, v, (r, b, 0), common)
                brand_attraction(s, p, (r, b, 0), before)
                for c in range(1, s.paid.shape[2]):
                    offered = offer(s, p, v, (r, b, c), common)
                    if offered == before:  # as channels mostly do with rivals' brands: what follows is the same
                        copy_attraction(s, p, r, b, c)
                    else:
                        brand_attraction(s, p, (r, b, c), offered)
                    before = offered


def offer(s: Any, p: Any, v: Any, where: Any, common: float) -> tuple[float, float, float, float]:
    """Return all that one channel's offer of a brand means to every type.

    That is the price against the reference, the price felt, the utility of what is on the shelf, and the pull of
    a feature on units.
    """
    r, b, c = where
    price = math.log(s.paid[r, b, c]) - p.log_reference
    gap = price - s.reference[r, b]
    felt = p.price * price + p.ref_coef * against_reference(gap, p.loss)
    shelf = common + p.feature * v.feature[r, b, c] + p.display * v.display[r, b, c]
    shelf += p.gift * v.gift[r, b, c] + p.push * v.push[r, b, c] + p.presence * s.presence[r, b, c]
    shelf += p.deal * max(0.0, math.log(s.shelf[r, b, c] / s.paid[r, b, c]) - s.expected_deal[r, b])
    return gap, felt, shelf, p.psi_feature * v.feature[r, b, c]


def copy_attraction(s: Any, p: Any, r: int, b: int, c: int) -> None:
    """Take attraction and units per purchase of channel c from the channel before it."""
    for k in range(s.attraction.shape[0]):
        if p.region[k] == r:
            s.attraction[k, b, c] = s.attraction[k, b, c - 1]
            s.quantity[k, b, c] = s.quantity[k, b, c - 1]


def brand_attraction(s: Any, p: Any, where: Any, offered: Any) -> None:
    """Set attraction and units per purchase of one region × brand × channel over its types."""
    r, b, c = where
    gap, felt, shelf, more = offered
    for k in range(s.attraction.shape[0]):
        if p.region[k] != r:
            continue
        trust = s.tried[k, b] + (1.0 - s.tried[k, b]) * s.doubt[r, b]
        utility = p.taste[k, b] + shelf - p.beta[k] * felt
        utility += p.loyalty * (s.loyal[k, b] - p.base_loyalty[k, b])
        s.attraction[k, b, c] = s.aware[k, b] * trust * math.exp(min(max(utility, -MOST_UTILITY), MOST_UTILITY))
        x = more - p.psi * p.beta[k] * gap
        s.quantity[k, b, c] = p.units_per_purchase * max(0.05, 1.0 + x * (1.0 + 0.5 * x))


def category_flows(s: Any, p: Any, v: Any) -> None:
    """Set `flow`: the share of each type that buys generation g for the first time (or upgrades to it) this week."""
    if p.durable == 0.0:
        return
    generations = s.flow.shape[1]
    for r in range(s.category.shape[0]):
        weeks = clock(s, p, v, r)
        for g in range(generations):
            local = adopted_share(s, p, r, g)
            share = local
            if p.local < 1.0:
                share = p.local * local + (1.0 - p.local) * adopted_share(s, p, -1, g)
            for segment in range(p.place_share.shape[0]):
                followed = share
                if p.own_segment > 0.0:
                    followed += p.own_segment * (among_own(s, p, (r, segment), g) - share)
                strength = hazard(followed, weeks, p) if v.week >= p.gap[g] else 0.0
                for k in range(s.flow.shape[0]):
                    if p.region[k] == r and p.segment[k] == segment:
                        s.flow[k, g] = strength if p.first[k] <= g else 0.0


def incidence(s: Any, p: Any, k: int, c: int, pull: float) -> float:
    """Return repeat purchases a week of type `k` in channel `c`: attraction of the offer, linear in own stock."""
    rate = p.rate[k] * p.channel_share[p.segment[k], c]
    if rate == 0.0 or pull <= 0.0:
        return 0.0
    if p.mu > 0.0:
        rate *= min(pull / p.base_attraction[k], MOST_PULL) ** p.mu
    return float(rate * max(0.0, 1.0 - p.kap * s.stock[k]))


def reach(s: Any, p: Any, k: int, g: int) -> float:
    """Set `found`: the probability of finding generation `g` at each place; return its mean over places."""
    total = 0.0
    for q in range(p.place_channel.shape[0]):
        s.found[q] = reached(s, p, k, g, q)
        total += p.place_share[p.segment[k], q] * s.found[q]
    return total


def reached_by(s: Any, p: Any, k: int, g: int, new: float) -> float:
    """Return the share of type `k` that came to generation `g` or beyond, before (0) or after (1) this week's flow."""
    share = 1.0
    for h in range(p.first[k], g + 1):
        share *= s.adopted[k, h] + new * s.flow[k, h]
    return share


def durable_purchases(s: Any, p: Any, k: int, activity: float, o: Any) -> None:
    """Add first, upgrade and replacement purchases of type `k` to its occasions, generation by generation.

    A later generation draws both new buyers and users of the one before (Norton & Bass 1987): whoever has
    converted never buys the earlier one.
    """
    generations = s.flow.shape[1]
    for g in range(generations):
        at_risk = reach(s, p, k, g)
        s.flow[k, g] = (1.0 - s.adopted[k, g]) * (1.0 - math.exp(-s.flow[k, g] * at_risk * activity))
    renewals(s, p, k, activity)
    for g in range(p.first[k], generations):
        stay = 1.0 - (s.adopted[k, g + 1] + s.flow[k, g + 1]) if g + 1 < generations else 1.0
        buying = max(0.0, reached_by(s, p, k, g, 1.0) - reached_by(s, p, k, g, 0.0)) * stay
        buying += s.renewed[k, g]
        at_risk = reach(s, p, k, g) if buying > 0.0 else 0.0
        if at_risk > 0.0:
            for q in range(p.place_channel.shape[0]):
                if s.found[q] > 0.0:
                    spread(s, p, o, (k, g, q), buying * p.place_share[p.segment[k], q] * s.found[q] / at_risk)


def renewals(s: Any, p: Any, k: int, activity: float) -> None:
    """Set `renewed`: who replaces a worn-out good by the same generation; the others come to the next one.

    A replacement is put off or brought forward with the category's activity. Whoever finds the next generation,
    known and affordable, when his good wears out takes that instead as likely as `upgrade` says.
    """
    generations = s.flow.shape[1]
    last = s.base.shape[2] - 1
    for g in range(generations):
        s.renewed[k, g] = 0.0
        worn = min(1.0, p.replace_rate * activity) * s.base[k, g, last]
        if worn <= 0.0:
            continue
        upgraded = 0.0
        if g + 1 < generations and g >= p.first[k]:
            users = reached_by(s, p, k, g, 0.0)
            room = 1.0 - s.adopted[k, g + 1] - s.flow[k, g + 1]
            if users > 0.0 and room > 0.0:
                upgraded = min(worn * p.upgrade * reach(s, p, k, g + 1), users * room)
                s.flow[k, g + 1] += upgraded / users
        s.renewed[k, g] = worn - upgraded


def spread(s: Any, p: Any, o: Any, where: Any, visits: float) -> None:
    """Spread `visits` of type k at place q over the brands of generation g by attraction × listing."""
    k, g, q = where
    r = p.region[k]
    c = p.place_channel[q]
    total = 0.0
    for b in range(s.started.shape[0]):
        if s.started[b] == 1 and p.generation[b] == g:
            total += s.available[r, b, q] * s.attraction[k, b, c]
    if total <= 0.0:
        return
    for b in range(s.started.shape[0]):
        if s.started[b] == 1 and p.generation[b] == g:
            dense = visits * s.attraction[k, b, c] / total
            o.density[r, b, q] += p.households[k] * dense * s.quantity[k, b, c]
            s.occasions[k, b, c] += dense * s.available[r, b, q]


def repeat_purchases(s: Any, p: Any, k: int, activity: float, o: Any) -> None:
    """Add the week's repeat purchases of type `k` to its occasions."""
    r = p.region[k]
    generations = s.adopted.shape[1]
    for c in range(s.paid.shape[2]):
        pull = 0.0
        for q in range(p.place_channel.shape[0]):
            if p.place_channel[q] == c:
                for b in range(s.started.shape[0]):
                    if s.started[b] == 1:
                        pull += p.volume[q] * s.available[r, b, q] * s.attraction[k, b, c]
        visits = incidence(s, p, k, c, pull) * activity
        if visits <= 0.0:
            continue
        for q in range(p.place_channel.shape[0]):
            if p.place_channel[q] != c:
                continue
            for g in range(generations):
                users = s.adopted[k, g] * (1.0 - (s.adopted[k, g + 1] if g + 1 < generations else 0.0))
                if users > 0.0:
                    spread(s, p, o, (k, g, q), visits * p.volume[q] * users)


def purchases(s: Any, p: Any, v: Any, u: Any, o: Any) -> None:
    """Set expected occasions of every type, and the density of demand at every place."""
    o.density[:] = 0.0
    s.occasions[:] = 0.0
    for r in range(s.activity.shape[0]):
        s.activity[r] = math.exp(s.category[r] - 0.5 * p.cat_sd * p.cat_sd + u.cycle) * v.season[r]
    category_flows(s, p, v)
    for k in range(s.occasions.shape[0]):
        activity = s.activity[p.region[k]]
        if p.durable == 1.0:
            durable_purchases(s, p, k, activity, o)
        else:
            repeat_purchases(s, p, k, activity, o)
