"""The market's week: what happens, in which order."""

from __future__ import annotations

from typing import Any

from mktsim.model.market.adoption import adopted_share, affordability
from mktsim.model.market.availability import entries, listings
from mktsim.model.market.contacts import awareness, contacts
from mktsim.model.market.draws import counts, expected_cells
from mktsim.model.market.prices import references, shelf_prices
from mktsim.model.market.purchase import attractions, purchases
from mktsim.model.market.states import experience, installed, realised, regions
from mktsim.model.market.stockout import supply_cap


def week(state: Any, parameters: Any, levers: Any, luck: Any, output: Any) -> None:
    """Close one market week in place; each argument is a structured array of one record (layout.py)."""
    s, p, v, u, o = state[0], parameters[0], levers[0], luck[0], output[0]
    entries(s, p, v)
    shelf_prices(s, p, v)
    contacts(s, p, v)
    awareness(s, p, v)
    affordability(s, p)
    attractions(s, p, v, u)
    purchases(s, p, v, o)
    expected_cells(s, p, o)
    counts(s, p, u, o)
    supply_cap(s, p, v, o)
    realised(o)
    experience(s, p, o)
    if p.durable == 1.0:
        installed(s, p)
    listings(s, p, v, o)
    references(s, p)
    regions(s, p, v, u)
    record(s, p, o)


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
        for k in range(s.meant.shape[0]):
            o.adopters[g] += p.households[k] * s.bought[k, g]
