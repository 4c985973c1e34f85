"""Listings: retailers give space to what earns its cost, outlet class by outlet class (step 2)."""

from __future__ import annotations

import math
from typing import Any

FOCAL = 0
LEAST_PROFIT = 1e-3
"""Profit of a listing over the cost of its space below which it is as good as none."""
LOSSES = 4.0
"""Speed at which retailers take note of a listing that loses money, over that of other news (assumption)."""
MOST_PULL = 30.0
"""Size of a logit's argument beyond which nothing changes."""


def entries(s: Any, p: Any, v: Any) -> None:
    """Let brands whose week has come enter with their opening awareness, trial, prices and listings."""
    for b in range(s.started.shape[0]):
        if s.started[b] == 0 and v.week[0] >= p.entry[b]:
            s.started[b] = 1
            enter_minds(s, p, b)
            enter_shops(s, p, v, b)
    barring(s, p, v)


def barring(s: Any, p: Any, v: Any) -> None:
    """Take brands off the shelves where they are barred."""
    available, barred, first = s.available, v.barred, p.first_outlet
    for r in range(barred.shape[0]):
        for b in range(barred.shape[1]):
            for c in range(barred.shape[2]):
                if barred[r, b, c] > 0.0:
                    for q in range(first[c], first[c + 1]):
                        available[r, b, q] = min(available[r, b, q], 1.0 - barred[r, b, c])


def enter_minds(s: Any, p: Any, b: int) -> None:
    """Give brand b its opening awareness, trial, habit and reference price."""
    for k in range(s.aware.shape[1]):
        s.aware[b, k] = p.open_awareness[b] if p.aware_on == 1.0 else 1.0
        s.tried[b, k] = p.open_tried[b]
        s.loyal[b, k] = p.base_loyalty[b, k] * p.open_tried[b]
        s.loyal_base[b, k] = p.base_loyalty[b, k]
        s.paid_reference[b, k] = p.base_value[b]


def enter_shops(s: Any, p: Any, v: Any, b: int) -> None:
    """Give brand b its opening prices and listings."""
    for r in range(s.shelf.shape[0]):
        s.adstock[r, b] = p.open_tried[b]
        s.perceived[r, b] = p.quality[b] * p.open_tried[b]
        s.users[r, b] = p.open_tried[b]
        for c in range(s.shelf.shape[2]):
            here = 1.0 + v.price_step[r, b, c]
            s.invoice[r, b, c] = v.invoice[b, c] * here
            s.shelf[r, b, c] = v.retail[b, c] * here
            s.paid[r, b, c] = v.retail[b, c] * here
            s.buyers_sensitivity[r, b, c] = 1.0
        for q in range(s.available.shape[2]):
            share = min(max(p.open_distribution[b], 1e-4), 1.0)
            odds = min(max(share, 1e-3), 1.0 - 1e-3)
            pull = p.listing_spread[p.place_channel[q]] * math.log(odds / (1.0 - odds))
            s.available[r, b, q] = share
            s.velocity[r, b, q] = math.exp(p.hurdle[q] + pull)


def found_listed(s: Any, p: Any) -> None:
    """Set the share of each channel's visits that find a brand listed."""
    listed, available, volume, first, started = s.listed, s.available, p.volume, p.first_outlet, s.started
    for r in range(listed.shape[0]):
        for b in range(listed.shape[1]):
            for c in range(listed.shape[2]):
                total = 0.0
                if started[b] == 1:
                    for q in range(first[c], first[c + 1]):
                        total += volume[q] * available[r, b, q]
                listed[r, b, c] = total


def listings(s: Any, p: Any, v: Any, o: Any) -> None:
    """Move the share of outlets that list each brand towards what its profit and the calls deserve.

    Profit of a full listing: net margin, money kept of deals and what is paid for features and displays, over the
    cost of its space. Outlets drop what loses money sooner than they take in what earns it.
    """
    available, velocity, earned, space, first = s.available, s.velocity, s.earned, s.space_cost, p.first_outlet
    listing_profits(s, p, v, o)
    for r in range(available.shape[0]):
        for c in range(s.paid.shape[2]):
            learns, spread = p.velocity_speed[c], p.listing_spread[c]
            for q in range(first[c], first[c + 1]):
                cost_of_space(s, p, r, q)
                for b in range(available.shape[1]):
                    if s.started[b] == 0:
                        continue
                    relative = earned[r, b, q] / space[r, q] if space[r, q] > 0.0 else 0.0
                    speed = learns if relative > 0.0 else min(1.0, LOSSES * learns)
                    velocity[r, b, q] += speed * (max(relative, 0.0) - velocity[r, b, q])
                    if p.opened[c] == 1.0:
                        available[r, b, q] = v.outlets[r, c] if b == FOCAL else 0.0
                        continue
                    called = p.call_response[c] * v.calls[r, b, c] / (1.0 + v.calls[r, b, c])
                    pull = (math.log(max(velocity[r, b, q], LEAST_PROFIT)) + called - p.hurdle[q]) / spread
                    wanted = 1.0 / (1.0 + math.exp(-min(max(pull, -MOST_PULL), MOST_PULL)))
                    step = wanted - available[r, b, q]
                    available[r, b, q] += (p.listing_speed[c] if step > 0.0 else p.delisting_speed[c]) * step


def listing_profits(s: Any, p: Any, v: Any, o: Any) -> None:
    """Set `earned`: what a full listing of each brand would have earned in the week, money."""
    for r in range(s.earned.shape[0]):
        for b in range(s.earned.shape[1]):
            for c in range(s.paid.shape[2]):
                margin = s.paid[r, b, c] - s.invoice[r, b, c] * (1.0 - v.deal[r, b, c]) - p.handling[c]
                income = p.feature_income[c] * (s.featured[r, b, c] + s.displayed[r, b, c])
                for q in range(p.first_outlet[c], p.first_outlet[c + 1]):
                    s.earned[r, b, q] = margin * o.density[r, b, q] + income * p.volume[q]


def cost_of_space(s: Any, p: Any, r: int, q: int) -> None:
    """Let the cost of space follow the mean profit of listings where the category is not at rest."""
    if p.space_speed == 0.0:
        return
    total = 0.0
    present = 0.0
    for b in range(s.started.shape[0]):
        if s.started[b] == 1:
            total += max(s.earned[r, b, q], 0.0)
            present += 1.0
    mean = total / max(present, 1.0)
    before = s.space_cost[r, q]
    s.space_cost[r, q] = before + p.space_speed * (mean - before) if before > 0.0 else mean


def service(s: Any, p: Any, v: Any) -> None:
    """Move how well outlets show a brand: calls keep facings, displays and recommendation up, with saturation.

    Zero at the normal number of calls, between -1 without any and 1; it follows the calls as their work fades.
    """
    presence, calls, speed = s.presence, v.calls, p.presence_speed
    for r in range(presence.shape[0]):
        for b in range(presence.shape[1]):
            for c in range(presence.shape[2]):
                served = 2.0 * calls[r, b, c] / (1.0 + calls[r, b, c]) - 1.0
                presence[r, b, c] += speed * (served - presence[r, b, c])
