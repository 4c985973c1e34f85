"""Effects of realised purchases on consumers (step 8)."""

from __future__ import annotations

import math
from typing import Any

from mktsim.model.market.talk import forgotten

LEAST_STOCK = -1.0
"""An empty larder."""


def realised(o: Any) -> None:
    """Turn `drawn` into the ratio realised / expected of each region x segment x brand x channel.

    Units without a draw of their own (customers who came back or from another store) are spread by expectation.
    """
    expected, drawn_units, units = o.expected, o.drawn, o.units
    for r in range(expected.shape[0]):
        for b in range(expected.shape[2]):
            for c in range(expected.shape[3]):
                drawn = 0.0
                meant = 0.0
                for g in range(expected.shape[1]):
                    drawn += drawn_units[r, g, b, c]
                    meant += expected[r, g, b, c]
                served = units[r, b, c] / drawn if drawn > 0.0 else 1.0
                undrawn = units[r, b, c] / meant if drawn <= 0.0 and meant > 0.0 else 0.0
                for g in range(expected.shape[1]):
                    mean = expected[r, g, b, c]
                    ratio = drawn_units[r, g, b, c] * served / mean if mean > 0.0 else 0.0
                    drawn_units[r, g, b, c] = ratio + undrawn


def experience(s: Any, p: Any, o: Any) -> None:
    """Move trial, habit and household stock of every class by its realised purchases."""
    expected, started, segments = o.expected, s.started, o.expected.shape[1]
    s.meant[:] = 0.0
    s.bought[:] = 0.0
    for r in range(expected.shape[0]):
        for g in range(segments):
            cell = (r, g, p.first_in_cell[r * segments + g], p.first_in_cell[r * segments + g + 1])
            realise(s, p, o, cell)
            for b in range(started.shape[0]):
                if started[b] == 1:
                    remember_use(s, p, (r, b), cell)
    if p.durable == 0.0:
        stock_up(s, p)


def realise(s: Any, p: Any, o: Any, cell: Any) -> None:
    """Scale the purchases of a cell's classes to what was realised; sum them by class."""
    r, g, first, last = cell
    times, units = s.total[first:last], s.sales[first:last]
    for k in range(times.shape[0]):
        times[k] = 0.0
        units[k] = 0.0
    for b in range(s.started.shape[0]):
        if s.started[b] == 0:
            continue
        h = p.generation[b]
        meant, bought = s.meant[h, first:last], s.bought[h, first:last]
        for c in range(s.occasions.shape[0]):
            occasions, quantity = s.occasions[c, b, first:last], s.quantity[c, b, first:last]
            served = o.drawn[r, g, b, c]
            for k in range(times.shape[0]):
                real = occasions[k] * served
                meant[k] += occasions[k]
                bought[k] += real
                occasions[k] = real
                times[k] += real
                units[k] += real * quantity[k]


def remember_use(s: Any, p: Any, where: Any, cell: Any) -> None:
    """Move trial and habit of one brand by a cell's purchases; `total` holds those of all brands."""
    r, b = where
    _, _, first, last = cell
    tried, loyal, total, times = (
        s.tried[b, first:last],
        s.loyal[b, first:last],
        s.total[first:last],
        s.chosen[first:last],
    )
    doubt, weeks, speed, loss = s.doubt[r, b], p.trial_weeks, p.habit_speed, p.habit_loss
    for k in range(times.shape[0]):
        times[k] = 0.0
    for c in range(s.occasions.shape[0]):
        occasions = s.occasions[c, b, first:last]
        for k in range(times.shape[0]):
            times[k] += occasions[k]
    for k in range(times.shape[0]):
        known = tried[k]
        naive = (1.0 - known) * doubt
        tries = times[k] * naive / (known + naive) if naive > 0.0 else 0.0
        tried[k] = min(1.0, known + tries - forgotten(known, times[k] - tries, weeks))
    for k in range(times.shape[0]):
        step = times[k] - total[k] * loyal[k]
        gain = speed * (step if step > 0.0 else loss * step)
        loyal[k] = min(1.0, max(0.0, loyal[k] + gain)) if speed * total[k] <= 1.0 else times[k] / total[k]


def stock_up(s: Any, p: Any) -> None:
    """Move household stock: purchases less consumption, which rises with stock."""
    stock, rate, weeks, consumption, units = s.stock, p.rate, p.stock_weeks, s.consumption, s.sales
    for k in range(stock.shape[0]):
        usual = rate[k] * p.units_per_purchase
        used = usual * consumption[k] * max(0.0, 1.0 + p.consumption_reaction * stock[k])
        if usual > 0.0:
            stock[k] = max(LEAST_STOCK, stock[k] + (units[k] - used) / (weeks[k] * usual))


def regions(s: Any, p: Any, v: Any, o: Any) -> None:
    """Move what a region shares: users, how much of a brand is in use around, perceived quality."""
    users, tried, people, first, visible, perceived = (
        s.users,
        s.tried,
        p.households,
        p.first_class,
        s.visible,
        s.perceived,
    )
    for r in range(users.shape[0]):
        everybody = 0.0
        for k in range(first[r], first[r + 1]):
            everybody += people[k]
        sold = 0.0
        for b in range(users.shape[1]):
            for c in range(o.units.shape[2]):
                sold += o.units[r, b, c]
        for b in range(users.shape[1]):
            if s.started[b] == 0:
                continue
            inside = 0.0
            for k in range(first[r], first[r + 1]):
                inside += people[k] * tried[b, k]
            share = inside / everybody
            fresh = max(0.0, share - users[r, b])
            users[r, b] = share
            own = 0.0
            for c in range(o.units.shape[2]):
                own += o.units[r, b, c]
            visible[r, b] = share if p.durable == 1.0 or sold <= 0.0 else own / sold
            speed = p.learning * (fresh / max(share, 1e-9) + 0.02 * share)
            true = p.quality[b] + v.extra_quality[b]
            perceived[r, b] += min(1.0, speed) * (true - perceived[r, b])


def shocks(s: Any, p: Any, u: Any, t: int) -> None:
    """Move the slow shocks: category by region, brand by market and nation, price response (AR 1 each)."""
    fast = math.sqrt(1.0 - p.slow_memory * p.slow_memory)
    for r in range(s.category.shape[0]):
        push = p.category_sd * math.sqrt(1.0 - p.category_memory**2) * u.category[t, r]
        s.category[r] = p.category_memory * s.category[r] + push
        for b in range(s.slow.shape[1]):
            s.slow[r, b] = p.slow_memory * s.slow[r, b] + p.slow_sd * fast * u.slow[t, r, b]
    for b in range(s.national.shape[0]):
        s.national[b] = p.slow_memory * s.national[b] + p.national_sd * fast * u.national[t, b]
    push = p.response_sd * math.sqrt(1.0 - p.response_memory**2) * u.response[t]
    s.response[0] = p.response_memory * s.response[0] + push
