"""The market's week: what happens, in which order."""

from __future__ import annotations

from typing import Any

from mktsim.model.market.adoption import affordability
from mktsim.model.market.availability import entries, listings, service
from mktsim.model.market.contacts import awareness, contacts
from mktsim.model.market.draws import counts, expected_cells
from mktsim.model.market.prices import references, shelf_prices
from mktsim.model.market.purchase import attractions, purchases
from mktsim.model.market.records import record, summarise
from mktsim.model.market.states import experience, installed, realised, regions
from mktsim.model.market.stockout import supply_cap
from mktsim.model.market.talk import trust


def week(state: Any, parameters: Any, levers: Any, luck: Any, output: Any) -> None:
    """Close one market week in place; each argument is a structured array of one record (layout.py)."""
    s, p, v, u, o = state[0], parameters[0], levers[0], luck[0], output[0]
    sell(s, p, v, u, o)
    realised(o)
    experience(s, p, o)
    if p.durable == 1.0:
        installed(s, p)
    listings(s, p, v, o)
    service(s, p, v)
    references(s, p)
    regions(s, p, v, u)
    record(s, p, o)
    summarise(s, p, v, o)


def what_if(state: Any, parameters: Any, levers: Any, luck: Any, output: Any) -> None:
    """Find the units that one market week would sell, as `week` does, but nothing of what it would leave behind."""
    sell(state[0], parameters[0], levers[0], luck[0], output[0])


def sell(s: Any, p: Any, v: Any, u: Any, o: Any) -> None:
    """Bring the market from its prices to the units that it sells (steps 1 to 8)."""
    entries(s, p, v)
    shelf_prices(s, p, v)
    contacts(s, p, v)
    awareness(s, p, v)
    affordability(s, p)
    trust(s, p)
    attractions(s, p, v, u)
    purchases(s, p, v, u, o)
    expected_cells(s, p, o)
    counts(s, p, u, o)
    supply_cap(s, p, v, o)
