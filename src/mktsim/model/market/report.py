"""Figures that a week leaves for books, instruments and history."""

from __future__ import annotations

from typing import Any


def record(s: Any, p: Any, o: Any) -> None:
    """Leave money values, awareness and distribution of the week."""
    aware, people, units, shelf, paid = s.aware, p.households, o.units, s.shelf, s.paid
    everybody = 0.0
    for k in range(people.shape[0]):
        everybody += people[k]
    for b in range(s.started.shape[0]):
        known = 0.0
        for k in range(people.shape[0]):
            known += people[k] * aware[b, k]
        o.awareness[b] = known / everybody
    for r in range(units.shape[0]):
        for b in range(units.shape[1]):
            for c in range(units.shape[2]):
                o.list_value[r, b, c] = units[r, b, c] * shelf[r, b, c]
                o.paid_value[r, b, c] = units[r, b, c] * paid[r, b, c]
                if p.term_rate > 0.0:  # deals are for newcomers
                    off = (shelf[r, b, c] - paid[r, b, c]) * (1.0 - o.newcomers[r, b, c])
                    o.paid_value[r, b, c] += units[r, b, c] * off
                o.distribution[r, b, c] = s.listed[r, b, c]


def summarise(s: Any, p: Any, v: Any, o: Any) -> None:
    """Sum units by brand, channel and region, and the focal brand's figures over regions and channels."""
    totals(o)
    focal_means(s, p, v, o)
    o.quality[0] = perceived_gap(s, p)


def totals(o: Any) -> None:
    """Sum units and money: by brand; the focal brand's by channel and region; rivals' money."""
    units = o.units
    o.by_brand[:] = 0.0
    o.by_channel[:] = 0.0
    o.by_region[:] = 0.0
    o.value_by_channel[:] = 0.0
    paid = 0.0
    rival_paid = 0.0
    wanted = 0.0
    unserved = 0.0
    for r in range(units.shape[0]):
        for c in range(units.shape[2]):
            o.by_channel[c] += units[r, 0, c]
            o.by_region[r] += units[r, 0, c]
            o.value_by_channel[c] += o.list_value[r, 0, c]
            paid += o.paid_value[r, 0, c]
            wanted += o.desired[r, c]
            unserved += o.lost[r, c]
            for b in range(units.shape[1]):
                o.by_brand[b] += units[r, b, c]
                if b > 0:
                    rival_paid += o.paid_value[r, b, c]
    o.sold[0] = o.by_brand[0]
    o.paid[0] = paid
    o.rival_paid[0] = rival_paid
    o.wanted[0] = wanted
    o.unserved[0] = unserved


def focal_means(s: Any, p: Any, v: Any, o: Any) -> None:
    """Set the focal brand's listing, price and support: means over regions by weight and channels by traffic."""
    listing = 0.0
    deal = 0.0
    pressure = 0.0
    calls = 0.0
    goodwill = 0.0
    shelf = 0.0
    for r in range(v.pressure.shape[0]):
        share = p.region_weight[r]
        goodwill += share * s.goodwill[r, 0]
        for m in range(v.pressure.shape[2]):
            pressure += share * v.pressure[r, 0, m]
        for c in range(v.deal.shape[2]):
            weight = share * p.traffic[c]
            listing += weight * o.distribution[r, 0, c]
            deal += weight * v.deal[r, 0, c]
            calls += weight * v.calls[r, 0, c]
            shelf += weight * s.shelf[r, 0, c]
    o.listing[0] = listing
    o.deal[0] = deal
    o.pressure[0] = pressure
    o.calls[0] = calls
    o.goodwill[0] = goodwill
    o.shelf_price[0] = shelf


def perceived_gap(s: Any, p: Any) -> float:
    """Return the focal brand's perceived quality less the mean of rivals on the market, utility."""
    perceived, started = s.perceived, s.started
    gap = 0.0
    for r in range(perceived.shape[0]):
        rivals = 0.0
        count = 0.0
        for b in range(1, perceived.shape[1]):
            if started[b] == 1:
                rivals += perceived[r, b]
                count += 1.0
        gap += p.region_weight[r] * (perceived[r, 0] - rivals / max(count, 1.0))
    return gap
