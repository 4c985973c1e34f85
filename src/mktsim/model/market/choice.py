"""Brand choice by consumer class: attraction of each channel's offer, and who has the brand in mind (steps 4, 5)."""

from __future__ import annotations

import math
from typing import Any

from mktsim.model.market.contacts import media_utility
from mktsim.model.market.subscriptions import newcomers
from mktsim.model.market.talk import opinion

KINK = 0.03
"""Width over which loss aversion sets in, so that the response is smooth."""
UNKNOWN_PRICE = 0.25
"""Weight of the reference price among people who do not buy the brand (assumption)."""
NOTHING = 1e-300


MOST_UTILITY = 100.0
"""Size of a utility beyond which nothing changes: sums and powers of its exponential stay finite."""


def bounded_exp(utility: float) -> float:
    """Return the exponential of a utility, finite whatever the prices."""
    return math.exp(min(max(utility, -MOST_UTILITY), MOST_UTILITY))


def against_reference(gap: float, loss: float) -> float:
    """Return the felt gap: slope 1 for gains, `loss` for losses, smooth at zero."""
    return gap * (0.5 * (loss + 1.0) + 0.5 * (loss - 1.0) * gap / math.sqrt(gap * gap + KINK * KINK))


def attractions(s: Any, p: Any, v: Any, u: Any, t: int) -> None:
    """Set what each class wants in each channel (repeat goods) or how strongly brands attract it (durables)."""
    for r in range(s.common.shape[0]):
        common_utility(s, p, v, u, (t, r))
        offers(s, p, v, r)
        pulls(s, p, v, r)
        if p.durable == 0.0:
            intentions(s, p, r)
        quantities(s, p, r)


def common_utility(s: Any, p: Any, v: Any, u: Any, when: Any) -> None:
    """Set what a brand means to everybody in a region: advertising, goodwill, talk, quality, shocks."""
    t, r = when
    for b in range(s.common.shape[1]):
        shocks = p.brand_sd * u.brand[t, r, b] + s.slow[r, b] + s.national[b]
        s.common[r, b] = media_utility(s, p, v, r, b) + p.goodwill * s.goodwill[r, b] + opinion(s, p, r, b) + shocks


def shelf_utility(s: Any, p: Any, v: Any, where: Any) -> float:
    """Return the utility of how a brand stands in a channel every day: space, service, recommendation."""
    r, b, c = where
    shown = p.push * v.push[r, b, c] + p.presence * s.presence[r, b, c]
    if p.shelf_space > 0.0:
        earned = 0.0
        for q in range(p.first_outlet[c], p.first_outlet[c + 1]):
            earned += p.volume[q] * s.velocity[r, b, q]
        shown += p.shelf_space * math.log(max(earned, 1e-3))
    return float(shown)


def offers(s: Any, p: Any, v: Any, r: int) -> None:
    """Set the multiples of attraction by price and shelf of each brand and channel, by level of price sensitivity.

    Promotions run in some outlets and on some days; attraction is the mean over these, with support and deal together
    where both run.
    """
    everyday, offered, dealt, level, started = s.everyday, s.offered, s.dealt, p.level, s.started
    drift = p.price * math.exp(s.response[0])
    for b in range(offered.shape[0]):
        if started[b] == 0:
            continue
        for c in range(offered.shape[1]):
            shown = shelf_utility(s, p, v, (r, b, c))
            regular = s.value_paid[r, b, c] + s.cut_share[r, b, c] * s.value_cut[r, b, c]
            gap = drift * regular - p.price * p.base_value[b]
            featured, displayed, gifts = s.featured[r, b, c], s.displayed[r, b, c], v.gift[r, b, c]
            running = max(featured, displayed, gifts, s.cut_share[r, b, c])
            lift = 1.0
            if running > 0.0:
                lift = bounded_exp((p.feature * featured + p.display * displayed + p.gift * gifts) / running)
            with_deal = s.cut_share[r, b, c]
            plain = 1.0 - running + (running - with_deal) * lift
            cut = drift * s.value_cut[r, b, c]
            for n in range(level.shape[0]):
                everyday[b, c, n] = bounded_exp(shown - level[n] * gap)
                offered[b, c, n] = everyday[b, c, n] * plain
                dealt[b, c, n] = everyday[b, c, n] * with_deal * lift * bounded_exp(level[n] * cut)


def pulls(s: Any, p: Any, v: Any, r: int) -> None:
    """Set `wanted` to the attraction of each brand and channel to people who have the brand in mind, times these.

    A deal is felt as one as far as it is deeper than people expect. `plain` is the sum over brands without promotions.
    """
    first, last = p.first_class[r], p.first_class[r + 1]
    wanted, cut, started = s.wanted, s.value_cut, s.started
    worth, level = s.worth[first:last], p.level_of[first:last]
    for c in range(wanted.shape[0]):
        s.plain[c, first:last] = 0.0
    for b in range(wanted.shape[1]):
        if started[b] == 0:
            for c in range(wanted.shape[0]):
                wanted[c, b, first:last] = 0.0
            continue
        brand_worth(s, p, r, b)
        expected = s.deal_expected[b, first:last]
        for c in range(wanted.shape[0]):
            here, plain = wanted[c, b, first:last], s.plain[c, first:last]
            everyday, offered, dealt = s.everyday[b, c], s.offered[b, c], s.dealt[b, c]
            for k in range(worth.shape[0]):
                here[k] = worth[k] * offered[level[k]]
                plain[k] += worth[k] * everyday[level[k]]
            if s.cut_share[r, b, c] > 0.0:
                response, depth = p.deal, cut[r, b, c]
                for k in range(worth.shape[0]):
                    felt = math.exp(min(response * max(0.0, depth - expected[k]), MOST_UTILITY))
                    here[k] += worth[k] * dealt[level[k]] * felt
            if p.term_rate > 0.0:
                for_newcomers(s, p, v, (r, b, c))


def for_newcomers(s: Any, p: Any, v: Any, where: Any) -> None:
    """Leave the pull of deals and gifts to who has no subscription to the brand: they are not for the others."""
    r, b, c = where
    featured, displayed = s.featured[r, b, c], s.displayed[r, b, c]
    running = max(featured, displayed, v.gift[r, b, c], s.cut_share[r, b, c])
    if running <= 0.0:
        return
    shown = 1.0 - running + running * bounded_exp((p.feature * featured + p.display * displayed) / running)
    first, last = p.first_class[r], p.first_class[r + 1]
    newcomers(s, (b, first, last))
    here, new, level = s.wanted[c, b, first:last], s.chosen[first:last], p.level_of[first:last]
    worth, everyday = s.worth[first:last], s.everyday[b, c]
    for k in range(new.shape[0]):
        here[k] = new[k] * here[k] + (1.0 - new[k]) * worth[k] * everyday[level[k]] * shown


def brand_worth(s: Any, p: Any, r: int, b: int) -> None:
    """Set `worth`: attraction of one brand apart from price and shelf, times the share who have it in mind."""
    first, last = p.first_class[r], p.first_class[r + 1]
    worth, gap, store = s.worth[first:last], s.price_seen[first:last], s.store
    reference, expected = s.paid_reference[b, first:last], s.deal_expected[b, first:last]
    loyal, loyal_base, aware = s.loyal[b, first:last], s.loyal_base[b, first:last], s.aware[b, first:last]
    taste, sensitivity, common = p.taste[b, first:last], p.sensitivity[first:last], s.common[r, b]
    weight, wear, loss, habit = p.reference, p.deal_wear, p.loss, p.loyalty
    for k in range(worth.shape[0]):
        gap[k] = -reference[k]
    for c in range(store.shape[0]):
        visits, paid = store[c, first:last], s.value_paid[r, b, c]
        for k in range(worth.shape[0]):
            gap[k] += visits[k] * paid
    for k in range(worth.shape[0]):
        known = UNKNOWN_PRICE + (1.0 - UNKNOWN_PRICE) * min(1.0, 3.0 * loyal[k])
        felt = weight * (1.0 + wear * expected[k]) * known * against_reference(gap[k], loss)
        worth[k] = taste[k] + common + habit * (loyal[k] - loyal_base[k]) - sensitivity[k] * felt
    for k in range(worth.shape[0]):
        worth[k] = aware[k] * math.exp(min(worth[k], MOST_UTILITY))
    if p.risk > 0.0:
        tried, doubt = s.tried[b, first:last], s.doubt[r, b]
        for k in range(worth.shape[0]):
            share = min(1.0, tried[k] / max(aware[k], NOTHING))
            worth[k] *= share + (1.0 - share) * doubt


def intentions(s: Any, p: Any, r: int) -> None:
    """Turn `wanted` into shares of purchases if all were listed; set log attraction of channels and what deals add.

    People differ in what they have in mind. Among those with brand b in mind it competes with the others as often as
    these are in mind; so a share that falls because fewer have the brand in mind falls by people, while those who
    still have it choose it as often. Shares are scaled to the share of people with any brand in mind.
    """
    first, last = p.first_class[r], p.first_class[r + 1]
    wanted, started = s.wanted, s.started
    total, chosen, none = s.total[first:last], s.chosen[first:last], s.worth[first:last]
    for k in range(none.shape[0]):
        none[k] = 1.0
    for b in range(wanted.shape[1]):
        if started[b] == 1:
            aware = s.aware[b, first:last]
            for k in range(none.shape[0]):
                none[k] *= 1.0 - aware[k]
    for c in range(wanted.shape[0]):
        offer, bargain, plain = s.offer[c, first:last], s.bargain[c, first:last], s.plain[c, first:last]
        for k in range(total.shape[0]):
            total[k] = 0.0
            chosen[k] = 0.0
        for b in range(wanted.shape[1]):
            here = wanted[c, b, first:last]
            for k in range(total.shape[0]):
                total[k] += here[k]
        for k in range(total.shape[0]):
            offer[k] = math.log(max(total[k], NOTHING))
            bargain[k] = math.log(total[k] / plain[k]) if total[k] != plain[k] else 0.0
        for b in range(wanted.shape[1]):
            here, aware = wanted[c, b, first:last], s.aware[b, first:last]
            for k in range(total.shape[0]):
                worth = here[k]
                here[k] = worth * aware[k] / (aware[k] * total[k] + worth * (1.0 - aware[k]) + NOTHING)
                chosen[k] += here[k]
        for k in range(total.shape[0]):
            chosen[k] = (1.0 - none[k]) / max(chosen[k], NOTHING)
        for b in range(wanted.shape[1]):
            here = wanted[c, b, first:last]
            for k in range(total.shape[0]):
                here[k] *= chosen[k]


def quantities(s: Any, p: Any, r: int) -> None:
    """Set units per purchase: people stock up when a price is below what they are used to (Gupta 1988)."""
    first, last = p.first_class[r], p.first_class[r + 1]
    sensitivity, response, usual = p.sensitivity[first:last], p.deal_quantity, p.units_per_purchase
    for b in range(s.started.shape[0]):
        if s.started[b] == 0:
            continue
        reference = s.paid_reference[b, first:last]
        for c in range(s.quantity.shape[0]):
            quantity = s.quantity[c, b, first:last]
            more, paid = p.feature_quantity * s.featured[r, b, c], s.value_paid[r, b, c]
            for k in range(quantity.shape[0]):
                x = more - response * sensitivity[k] * (paid - reference[k])
                quantity[k] = usual * max(0.05, 1.0 + x * (1.0 + 0.5 * x))
