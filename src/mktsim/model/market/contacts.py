"""Advertising and memory: contacts, advertising stock, what people have in mind (step 3)."""

from __future__ import annotations

from typing import Any


def saturation(x: float, half: float) -> float:
    """Return the response to `x` times the normal use of a medium, one at normal use."""
    return x * (1.0 + half) / (x + half)


def contacts(s: Any, p: Any, v: Any) -> None:
    """Move advertising stock, wear-out of the campaign and goodwill by the week's pressure."""
    adstock, wear, goodwill, pressure, build = s.adstock, s.wear, s.goodwill, v.pressure, v.build
    power, normal = p.medium_power, p.medium_normal
    for r in range(adstock.shape[0]):
        for b in range(adstock.shape[1]):
            raw = 0.0
            worth = 0.0
            for m in range(pressure.shape[2]):
                raw += pressure[r, b, m]
                worth += power[m] * pressure[r, b, m] / normal[m]
            adstock[r, b] = p.retention * adstock[r, b] + (1.0 - p.retention) * worth * (1.0 - wear[r, b])
            rise = min(1.0, p.wear * raw) * (1.0 - wear[r, b])
            idle = min(1.0, 1.0 / (p.recovery * (1.0 + raw)))  # a campaign rests the more the less it is seen
            wear[r, b] = min(1.0, max(0.0, wear[r, b] + (rise - idle * wear[r, b])))
            goodwill[r, b] += build[r, b] - p.goodwill_decay * goodwill[r, b]


def media_weight(pressure: Any, worn: float, powers: Any, p: Any) -> float:
    """Return the response to a week's media (M,), `powers` times saturated use; media saturate each on its own."""
    normal, half = p.medium_normal, p.medium_half
    total = 0.0
    for m in range(pressure.shape[0]):
        total += powers[m] * saturation(pressure[m] / normal[m] * (1.0 - worn), half[m])
    return total


def media_utility(s: Any, p: Any, v: Any, r: int, b: int) -> float:
    """Return the utility of brand b's advertising in region r, zero at normal weight and copy.

    Copy multiplies, weight saturates: more money behind a poor message leaves it a poor message (Lodish et al. 1995).
    """
    at_normal = 1.0 / (1.0 + p.half)
    short = p.immediate * at_normal * media_weight(v.pressure[r, b], s.wear[r, b], p.medium_power, p)
    long = p.lasting * at_normal * saturation(s.adstock[r, b], p.half)
    return float(v.message[r, b] * (short + long) - (p.immediate + p.lasting) * at_normal)


def awareness(s: Any, p: Any, v: Any) -> None:
    """Move the share of people who have each brand in mind: reminded by media, users, shelves and deals; forgotten.

    Purchases remind, so that brands that are bought often are forgotten slowly (Hartnett et al. 2021).
    """
    if p.aware_on == 0.0:
        return
    for r in range(s.adstock.shape[0]):
        for b in range(s.started.shape[0]):
            if s.started[b] == 1:
                media = p.reach_power * v.message[r, b]
                media *= media_weight(v.pressure[r, b], s.wear[r, b], p.awareness_power, p)
                remember(s, p, (r, b), media)


def remember(s: Any, p: Any, where: Any, media: float) -> None:
    """Move awareness of one brand in one region; `media` is the weekly hazard of being reached at normal habits."""
    r, b = where
    first, last = p.first_class[r], p.first_class[r + 1]
    store, occasions, habit = s.store, s.occasions, p.habit[first:last]
    aware, tried, reference = s.aware[b, first:last], s.tried[b, first:last], s.paid_reference[b, first:last]
    shelf, price, bought = s.total[first:last], s.price_seen[first:last], s.chosen[first:last]
    for k in range(shelf.shape[0]):
        shelf[k] = 0.0
        price[k] = 0.0
        bought[k] = 0.0
    for c in range(store.shape[0]):
        there = s.listed[r, b, c] * (p.reach_shelf + p.reach_feature * s.featured[r, b, c])
        paid = s.value_paid[r, b, c]
        visits, times = store[c, first:last], occasions[c, b, first:last]
        for k in range(shelf.shape[0]):
            shelf[k] += visits[k] * there
            price[k] += visits[k] * paid
            bought[k] += times[k]
    around = p.reach_base + p.reach_users * s.visible[r, b]
    forget, reminder, below, durable = p.forget, p.reminder, p.reach_deal, p.durable
    for k in range(shelf.shape[0]):
        gain = media * habit[k] + around + shelf[k] + below * max(0.0, reference[k] - price[k])
        known = aware[k]
        lost = max(0.0, known - tried[k]) if durable == 1.0 else known / (1.0 + reminder * bought[k])
        aware[k] = known + (1.0 - known) * gain / (1.0 + gain) - forget * lost
