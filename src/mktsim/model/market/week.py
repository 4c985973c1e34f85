"""The market's week: what happens, in which order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mktsim.model.market.adoption import affordability
from mktsim.model.market.choice import attractions
from mktsim.model.market.contacts import awareness, contacts
from mktsim.model.market.draws import counts, expected_cells
from mktsim.model.market.durables import adopters, durable_purchases, installed
from mktsim.model.market.listings import entries, found_listed, listings, service
from mktsim.model.market.purchase import activity, repeat_purchases
from mktsim.model.market.report import record, summarise
from mktsim.model.market.states import experience, realised, regions, shocks
from mktsim.model.market.stockout import supply_cap
from mktsim.model.market.stores import buyers, expectations, references
from mktsim.model.market.subscriptions import fees, subscribers
from mktsim.model.market.talk import trust
from mktsim.model.market.trade import deal_prices, regular_prices, support

Step = Callable[[Any, Any, Any, Any, Any], None]


def week(s: Any, p: Any, v: Any, u: Any, o: Any) -> None:
    """Close one market week in place: state, parameters, levers, random inputs, output."""
    for step in (offer, sales(p), close):
        step(s, p, v, u, o)


def what_if(s: Any, p: Any, v: Any, u: Any, o: Any) -> None:
    """Find the units that one market week would sell, as `week` does, but no state that it would leave."""
    for step in (offer, sales(p)):
        step(s, p, v, u, o)


def sales(p: Any) -> Step:
    """Return the step that sells the kind of good that the category is."""
    return sell_durables if p.durable == 1.0 else sell_repeatedly


def row(v: Any, u: Any) -> int:
    """Return the row of the random inputs that holds for the week."""
    return int(v.week[0] - u.first_week) if u.response.shape[0] > 1 else 0


def offer(s: Any, p: Any, v: Any, u: Any, o: Any) -> None:
    """Bring the market from its levers to what each consumer class wants in each channel (steps 1 to 4)."""
    entries(s, p, v)
    regular_prices(s, p, v)
    deal_prices(s, p, v)
    support(s, p, v)
    found_listed(s, p)
    contacts(s, p, v)
    awareness(s, p, v)
    affordability(s, p)
    trust(s, p)
    attractions(s, p, v, u, row(v, u))
    activity(s, p, v, u, row(v, u))


def sell_repeatedly(s: Any, p: Any, v: Any, u: Any, o: Any) -> None:
    """Sell a good that is bought again and again (steps 5 to 7)."""
    repeat_purchases(s, p, o)
    if p.term_rate > 0.0:
        fees(s, p, o)
    expected_cells(s, p, o)
    counts(s, p, u, o, row(v, u))
    supply_cap(s, p, v, o)


def sell_durables(s: Any, p: Any, v: Any, u: Any, o: Any) -> None:
    """Sell a durable good: first, upgrade and replacement purchases (steps 5 to 7)."""
    durable_purchases(s, p, v, o)
    expected_cells(s, p, o)
    counts(s, p, u, o, row(v, u))
    supply_cap(s, p, v, o)


def close(s: Any, p: Any, v: Any, u: Any, o: Any) -> None:
    """Let realised purchases, prices and shocks move every state, and leave the week's figures (steps 8 and 9)."""
    realised(o)
    experience(s, p, o)
    if p.term_rate > 0.0:
        subscribers(s, p, o)
    if p.durable == 1.0:
        installed(s, p)
    else:
        expectations(s, p, v)
    buyers(s, o)
    listings(s, p, v, o)
    service(s, p, v)
    references(s, p)
    regions(s, p, v, o)
    shocks(s, p, u, row(v, u))
    record(s, p, o)
    adopters(s, p, o)
    summarise(s, p, v, o)
