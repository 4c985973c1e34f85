"""The trade: chains set regular shelf prices and pass deals on from their own category profit (step 1).

A chain prices its category under logit demand. With invoice w, handling cost h, slope b of its buyers' utility in
money, category net margin m and response e of its shoppers to its prices, sum (p - w - h) q + T visits is largest at

    p - w - h = 1 / b + (1 - e) m - e T

(Besanko, Gupta & Jain 1998, Management Science 44:1533, with store traffic). The category's own margin and T are taken
as they are at rest, so that opening prices are optimal, in utility: where that is linear in money (power 1) a rise of
cost is passed on money for money, under constant elasticity (power 0) in proportion. A brand whose buyers mind its
price more is marked up less. Outlets change prices one after another, sooner the further a price is
from where it should be (a generalised hazard, Caballero & Engel 1993); outlets that the firm opens charge the
recommended price.

Arrays are taken out of records before loops: compiled code counts references at every access.
"""

from __future__ import annotations

import math
from typing import Any

DEEPEST = 0.9
"""Deepest cut of a shelf price, share."""
MOST_PULL = 30.0
"""Size of a logit's argument beyond which nothing changes."""
LEAST_SLOPE = 0.2
"""Smallest slope of utility (per reference price) that a chain reckons with."""
LEAST_PRICE = 0.02
"""Lowest shelf price, share of the category's usual price."""


def price_value(price: float, reference: float, power: float) -> float:
    """Return the Box-Cox value of a price relative to the category's usual one: log at power 0, levels at 1."""
    relative = price / reference
    if power == 0.0:
        return math.log(relative)
    if power == 1.0:
        return relative - 1.0
    return float((relative**power - 1.0) / power)


def value_slope(price: float, reference: float, power: float) -> float:
    """Return the derivative of `price_value`, per money."""
    if power == 0.0:
        return 1.0 / price
    if power == 1.0:
        return 1.0 / reference
    return float((price / reference) ** (power - 1.0) / reference)


def regular_prices(s: Any, p: Any, v: Any) -> None:
    """Renew contracts at the invoice price asked for, and move regular shelf prices towards what chains want."""
    shelf, invoice, started, opened = s.shelf, s.invoice, s.started, p.opened
    renewal, speed, band, handling = p.renewal, p.price_speed, p.price_band, p.handling
    buyers, category_margin = s.buyers_sensitivity, p.category_margin
    asked, retail, step = v.invoice, v.retail, v.price_step
    usual, power, opening = p.reference_money, p.price_power, p.base_price
    for r in range(shelf.shape[0]):
        for b in range(shelf.shape[1]):
            if started[b] == 0:
                continue
            at_rest = value_slope(opening[b], usual, power)
            for c in range(shelf.shape[2]):
                here = 1.0 + step[r, b, c]
                if opened[c] == 1.0:
                    invoice[r, b, c] = asked[b, c] * here
                    shelf[r, b, c] = retail[b, c] * here
                    continue
                invoice[r, b, c] += renewal[c] * (asked[b, c] * here - invoice[r, b, c])
                price = shelf[r, b, c]
                worth = value_slope(price, usual, power)
                markup = 1.0 / max(p.price * buyers[r, b, c] * worth, LEAST_SLOPE / usual)
                usually = category_margin[r, b, c] * (at_rest / worth)
                gap = invoice[r, b, c] + handling[c] + markup + usually - price
                away = gap / price / band[c]
                hazard = 1.0 - (1.0 - speed[c]) / (1.0 + away * away)
                shelf[r, b, c] = max(price + hazard * gap, LEAST_PRICE * usual)


def passed_on(s: Any, p: Any, where: Any, money: float) -> float:
    """Return the share of a channel's outlets that put a deal worth `money` a unit on their shelves.

    To first order the best cut of one price is the fall of its invoice. The gain from it over keeping price and
    saving, half the slope times the squared cut times the brand's sales, must cover the work of relabelling.
    """
    r, b, c = where
    if p.change_cost[c] == 0.0:
        return 1.0
    available, velocity, volume, first = s.available, s.velocity, p.volume, p.first_outlet
    price = s.shelf[r, b, c]
    slope = p.price * s.buyers_sensitivity[r, b, c] * value_slope(price, p.reference_money, p.price_power)
    gain = 0.5 * slope * (1.0 + p.deal_quantity) * money * money / price / p.change_cost[c]
    acting = 0.0
    outlets = 0.0
    for q in range(first[c], first[c + 1]):
        weight = volume[q] * (0.001 + available[r, b, q])
        pull = math.log(gain * max(velocity[r, b, q], 1e-6)) / p.listing_spread[c]
        acting += weight / (1.0 + math.exp(-min(max(pull, -MOST_PULL), MOST_PULL)))
        outlets += weight
    return acting / outlets


def deal_prices(s: Any, p: Any, v: Any) -> None:
    """Take deals off shelf prices as chains pass them on, and put all prices on the scale of utility.

    A deal runs for a share of the week and in a share of outlets, and is judged by its depth where it runs.
    """
    shelf, paid, invoice, deal, cover, opened = s.shelf, s.paid, s.invoice, v.deal, v.deal_cover, p.opened
    value_paid, value_cut, cut_share, started = s.value_paid, s.value_cut, s.cut_share, s.started
    usual, power = p.reference_money, p.price_power
    for r in range(shelf.shape[0]):
        for b in range(shelf.shape[1]):
            if started[b] == 0:
                continue
            for c in range(shelf.shape[2]):
                price = shelf[r, b, c]
                regular = price_value(price, usual, power)
                cut = 0.0
                cut_share[r, b, c] = 0.0
                if deal[r, b, c] > 0.0:
                    running = min(max(cover[r, b, c], deal[r, b, c]), 1.0)
                    depth = deal[r, b, c] / running
                    cut = min(depth * (price if opened[c] == 1.0 else invoice[r, b, c]), DEEPEST * price)
                    acting = 1.0 if opened[c] == 1.0 else passed_on(s, p, (r, b, c), cut)
                    cut_share[r, b, c] = running * acting
                value_cut[r, b, c] = regular - price_value(price - cut, usual, power) if cut > 0.0 else 0.0
                paid[r, b, c] = price - cut_share[r, b, c] * cut
                value_paid[r, b, c] = regular - cut_share[r, b, c] * value_cut[r, b, c]


def support(s: Any, p: Any, v: Any) -> None:
    """Grant features and displays: where brands ask for more than a channel has room for, each gets its part."""
    grant(s.featured, v.feature, p.slots, s.started)
    grant(s.displayed, v.display, p.slots, s.started)


def grant(granted: Any, asked: Any, slots: Any, started: Any) -> None:
    """Scale requests of brands down to a channel's room."""
    for r in range(asked.shape[0]):
        for c in range(asked.shape[2]):
            total = 0.0
            for b in range(asked.shape[1]):
                if started[b] == 1:
                    total += asked[r, b, c]
            part = slots[c] / total if total > slots[c] else 1.0
            for b in range(asked.shape[1]):
                granted[r, b, c] = asked[r, b, c] * part if started[b] == 1 else 0.0
