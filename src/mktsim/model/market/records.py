"""What a week leaves behind for books, instruments and history."""

from __future__ import annotations

from typing import Any

from mktsim.model.market.adoption import adopted_share


def record(s: Any, p: Any, o: Any) -> None:
    """Leave money values, awareness, distribution, adopters and users of the week."""
    for b in range(s.started.shape[0]):
        known = 0.0
        people = 0.0
        for k in range(s.aware.shape[0]):
            known += p.households[k] * s.aware[k, b]
            people += p.households[k]
        o.awareness[b] = known / people
        for r in range(s.shelf.shape[0]):
            for c in range(s.shelf.shape[2]):
                o.list_value[r, b, c] = o.units[r, b, c] * s.shelf[r, b, c]
                o.paid_value[r, b, c] = o.units[r, b, c] * s.paid[r, b, c]
                o.distribution[r, b, c] = 0.0
            for q in range(s.available.shape[2]):
                c = p.place_channel[q]
                o.distribution[r, b, c] += p.volume[q] * s.available[r, b, q]
    for g in range(s.adopted.shape[1]):
        o.using[g] = adopted_share(s, p, -1, g)
        o.adopters[g] = 0.0
        for k in range(s.flow.shape[0]):
            o.adopters[g] += p.households[k] * s.flow[k, g]


def summarise(s: Any, p: Any, v: Any, o: Any) -> None:
    """Sum units by brand, channel and region, and the focal brand's figures over regions and channels."""
    o.by_brand[:] = 0.0
    o.by_channel[:] = 0.0
    o.by_region[:] = 0.0
    o.value_by_channel[:] = 0.0
    o.paid = 0.0
    o.rival_paid = 0.0
    o.wanted = 0.0
    o.unserved = 0.0
    o.listing = 0.0
    o.deal = 0.0
    o.pressure = 0.0
    o.calls = 0.0
    o.goodwill = 0.0
    for r in range(o.units.shape[0]):
        share = p.region_weight[r]
        o.goodwill += share * s.goodwill[r, 0]
        for m in range(v.pressure.shape[2]):
            o.pressure += share * v.pressure[r, 0, m]
        for c in range(o.units.shape[2]):
            own = o.units[r, 0, c]
            weight = share * p.traffic[c]
            o.by_channel[c] += own
            o.by_region[r] += own
            o.value_by_channel[c] += o.list_value[r, 0, c]
            o.paid += o.paid_value[r, 0, c]
            o.wanted += o.desired[r, c]
            o.unserved += o.lost[r, c]
            o.listing += weight * o.distribution[r, 0, c]
            o.deal += weight * v.deal[r, 0, c]
            o.calls += weight * v.calls[r, 0, c]
            for b in range(o.units.shape[1]):
                o.by_brand[b] += o.units[r, b, c]
                if b > 0:
                    o.rival_paid += o.paid_value[r, b, c]
    o.sold = o.by_brand[0]
    o.quality = perceived_gap(s, p)


def perceived_gap(s: Any, p: Any) -> float:
    """Return the focal brand's perceived quality less the mean of rivals on the market, utility."""
    gap = 0.0
    for r in range(s.perceived.shape[0]):
        rivals = 0.0
        count = 0.0
        for b in range(1, s.perceived.shape[1]):
            if s.started[b] == 1:
                rivals += s.perceived[r, b]
                count += 1.0
        gap += p.region_weight[r] * (s.perceived[r, 0] - rivals / max(count, 1.0))
    return gap
