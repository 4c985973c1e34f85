"""Expectations of stores, slow store choice and category consumption (step 9)."""

from __future__ import annotations

import math
from typing import Any

STORE_WEEKS = 4
"""Weeks between two steps of store choice (numerical choice)."""
BUYERS_SPEED = 0.08
"""Weekly speed at which chains come to know their buyers (assumption: a quarter's figures)."""
MOST = 3.0
"""Largest log gain of a store that is reckoned with."""


def expectations(s: Any, p: Any, v: Any) -> None:
    """Move what people expect of each channel, how much they consume, and (slowly) where they shop.

    Consumption: a logit of the category against everything else. Store choice: the category's part of a basket makes
    its offer and its gaps count (Bell, Ho & Tang 1998, JMR 35:352).
    """
    offer, usual, rest, bargain, bargain_usual = s.offer, s.offer_usual, s.offer_base, s.bargain, s.bargain_usual
    store, consumption, gain = s.store, s.consumption, s.total
    for k in range(store.shape[1]):
        gain[k] = 0.0
    for c in range(store.shape[0]):
        for k in range(store.shape[1]):
            usual[c, k] += (1.0 - p.offer_memory) * (offer[c, k] - usual[c, k])
            bargain_usual[c, k] += (1.0 - p.deal_memory) * (bargain[c, k] - bargain_usual[c, k])
            gain[k] += store[c, k] * (usual[c, k] - rest[c, k])
    if p.outside > 0.0:
        for k in range(store.shape[1]):
            consumption[k] = (1.0 + p.outside) / (1.0 + p.outside * math.exp(-p.outside_response * gain[k]))
    if p.store_speed > 0.0 and int(v.week[0]) % STORE_WEEKS == 0:
        choose_stores(s, p)


def choose_stores(s: Any, p: Any) -> None:
    """Move visits towards the channels whose offer and gaps deserve them."""
    usual, rest, missing, missed, store, share = (
        s.offer_usual, s.offer_base, s.missing, s.missing_base, s.store, p.store_share,
    )  # fmt: skip
    drawn, total = s.plain, s.total
    for k in range(store.shape[1]):
        total[k] = 0.0
    for c in range(store.shape[0]):
        for k in range(store.shape[1]):
            better = p.store_response * (usual[c, k] - rest[c, k])
            better -= p.missing_response * (missing[c, k] - missed[c, k])
            drawn[c, k] = share[c, k] * math.exp(min(better, MOST))
            total[k] += drawn[c, k]
    for c in range(store.shape[0]):
        for k in range(store.shape[1]):
            if total[k] > 0.0:  # whom no shop offers anything goes where he went
                store[c, k] += STORE_WEEKS * p.store_speed * (drawn[c, k] / total[k] - store[c, k])


def references(s: Any, p: Any) -> None:
    """Adapt reference prices and expected deals to what people saw in their shops; buyers learn prices faster."""
    for r in range(s.shelf.shape[0]):
        for b in range(s.started.shape[0]):
            if s.started[b] == 1:
                refer(s, p, r, b)


def refer(s: Any, p: Any, r: int, b: int) -> None:
    """Adapt the reference price and the expected deal of one brand in one region."""
    first, last = p.first_class[r], p.first_class[r + 1]
    reference, expected, rate = s.paid_reference[b, first:last], s.deal_expected[b, first:last], p.rate[first:last]
    price, deal, bought = s.price_seen[first:last], s.total[first:last], s.chosen[first:last]
    learning, seen, forget = 1.0 - p.reference_memory, p.seen_share, 1.0 - p.deal_memory
    for k in range(price.shape[0]):
        price[k] = 0.0
        deal[k] = 0.0
        bought[k] = 0.0
    for c in range(s.store.shape[0]):
        visits, times = s.store[c, first:last], s.occasions[c, b, first:last]
        paid, cut = s.value_paid[r, b, c], s.cut_share[r, b, c] * s.value_cut[r, b, c]
        for k in range(price.shape[0]):
            price[k] += visits[k] * paid
            deal[k] += visits[k] * cut
            bought[k] += times[k]
    for k in range(price.shape[0]):
        attends = min(1.0, 4.0 * bought[k] / rate[k]) if rate[k] > 0.0 else 1.0
        reference[k] += learning * (seen + (1.0 - seen) * attends) * (price[k] - reference[k])
        expected[k] += forget * (deal[k] - expected[k])


def buyers(s: Any, o: Any) -> None:
    """Move the mean price sensitivity of each brand's buyers by channel, as chains come to know it."""
    mean, minded, expected = s.buyers_sensitivity, s.minded, o.expected
    for r in range(mean.shape[0]):
        for b in range(mean.shape[1]):
            for c in range(mean.shape[2]):
                total = 0.0
                for g in range(expected.shape[1]):
                    total += expected[r, g, b, c]
                if total > 0.0:
                    mean[r, b, c] += BUYERS_SPEED * (minded[r, b, c] / total - mean[r, b, c])
