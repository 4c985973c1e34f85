"""Shelf prices and what consumers compare them with (step 1)."""

from __future__ import annotations

import math
from typing import Any

KINK = 0.03
"""Width (log price) over which loss aversion sets in, so that the response is smooth."""
DEEPEST = 0.9
"""Deepest cut of a shelf price, share."""
MOST_PULL = 30.0
"""Size of a logit's argument beyond which nothing changes."""


def shelf_prices(s: Any, p: Any, v: Any) -> None:
    """Move regular shelf prices towards list prices and take deals off them as retailers choose; `paid` is per unit."""
    for r in range(s.shelf.shape[0]):
        for b in range(s.shelf.shape[1]):
            for c in range(s.shelf.shape[2]):
                if s.shelf[r, b, c] <= 0.0:
                    s.shelf[r, b, c] = v.price[b, c]
                s.shelf[r, b, c] += p.price_adjustment[c] * (v.price[b, c] - s.shelf[r, b, c])
        for c in range(s.shelf.shape[2]):
            usual = usual_margin(s, v, r, c)
            for b in range(s.shelf.shape[1]):
                cut = passed(s, p, v, (r, b, c), usual) if v.deal[r, b, c] > 0.0 else 0.0
                s.paid[r, b, c] = s.shelf[r, b, c] * (1.0 - min(DEEPEST, cut))


def usual_margin(s: Any, v: Any, r: int, c: int) -> float:
    """Return what members of channel `c` earn on a unit of the average brand at regular prices, money."""
    total = 0.0
    present = 0.0
    for b in range(s.shelf.shape[1]):
        if s.started[b] == 1:
            total += v.margin[b, c] * s.shelf[r, b, c]
            present += 1.0
    return total / max(present, 1.0)


def passed(s: Any, p: Any, v: Any, where: Any, usual: float) -> float:
    """Return the cut of the shelf price, share, that members make of a deal worth `deal` of the list price a unit.

    A retailer who prices its category as a whole under logit choice in log prices marks up proportionally on the
    invoice plus what a unit displaces: the margin of the other brands that it takes the unit from, all of it but
    the part mu by which the category grows. So the best cut is the saving over invoice plus displaced margin.
    The gain from it over keeping the old price and the saving, (e - 1) / 2 times the squared cut times the brand's
    sales, must cover the work of relabelling; outlets differ, so a share of them acts. Outlets that the firm runs
    or licenses charge what it says.
    """
    r, b, c = where
    shelf = s.shelf[r, b, c]
    if p.franchise[c] == 1.0:
        return float(v.deal[r, b, c])
    growth = p.mu if p.durable == 0.0 else 0.0
    cut = v.deal[r, b, c] * shelf / (shelf * (1.0 - v.margin[b, c]) + (1.0 - growth) * usual)
    if p.change_cost[c] == 0.0:
        return float(cut)
    elasticity = p.price * (1.0 + p.psi) + p.ref_coef
    gain = 0.5 * max(elasticity - 1.0, 0.1) * cut * cut / p.change_cost[c]
    acting = 0.0
    outlets = 0.0
    for q in range(p.place_channel.shape[0]):
        if p.place_channel[q] == c:
            weight = p.volume[q] * (0.001 + s.available[r, b, q])
            pull = math.log(gain * max(s.velocity[r, b, q], 1e-6)) / p.spread[q]
            acting += weight / (1.0 + math.exp(-min(max(pull, -MOST_PULL), MOST_PULL)))
            outlets += weight
    return float(cut * acting / outlets)


def against_reference(gap: float, loss: float) -> float:
    """Return the felt gap: slope 1 for gains, `loss` for losses, smooth at zero."""
    return gap * (0.5 * (loss + 1.0) + 0.5 * (loss - 1.0) * math.tanh(gap / KINK))


def references(s: Any, p: Any) -> None:
    """Adapt reference prices and the deals that are expected to what was on offer, weighted by traffic."""
    for r in range(s.reference.shape[0]):
        for b in range(s.reference.shape[1]):
            if s.started[b] == 0:
                continue
            total = 0.0
            regular = 0.0
            weight = 0.0
            for q in range(p.place_channel.shape[0]):
                c = p.place_channel[q]
                w = p.volume[q] * (0.001 + s.available[r, b, q])
                total += w * math.log(s.paid[r, b, c])
                regular += w * math.log(s.shelf[r, b, c])
                weight += w
            offered = total / weight - p.log_reference
            s.reference[r, b] = p.mem * s.reference[r, b] + (1.0 - p.mem) * offered
            depth = (regular - total) / weight
            s.expected_deal[r, b] = p.deal_mem * s.expected_deal[r, b] + (1.0 - p.deal_mem) * depth
