"""E1, terms of trade: an off-invoice deal to retailers, and empty shelves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import Designer
from mktsim.evidence.validation.experiments.table import Experiment
from mktsim.evidence.validation.lab import Change, Lab, Script, settled_lab
from mktsim.model.ledger import Ledger
from mktsim.model.supply.desk import Desk
from mktsim.model.world import Sizes
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

FOCAL = 0
OFF_INVOICE, WEEKS_ON = 0.10, 4
EMPTY_SHARE = 0.083
"""Share of region-channel weeks without the focal brand (Corsten & Gruen 2003: 8.3%)."""
WEEKS = 104


@dataclass(frozen=True, eq=False)
class Terms:
    """Pass-through of each brand's deal, and where unserved demand went."""

    passed: Floats
    """Fall of the shelf price over fall of the invoice, in logs, shape (brands,)."""
    share: Floats
    """Share of units of each brand."""
    bought_ahead: float
    """Units that members ordered on the focal brand's deal beyond what they order without one for the same sales."""
    short: float
    """Units wanted where the shelf was empty."""
    other_store: float
    other_brand: float
    delayed: float


def terms(scenario: Scenario, seed: int) -> Terms:
    """Give each brand's retailers a deal in turn; then empty some of the focal brand's shelves."""
    lab, start = settled_lab(scenario)
    base = lab.run(start, WEEKS_ON)
    passed = []
    for b in range(lab.sizes.brands):
        run = lab.run(start, WEEKS_ON, _invoiced(b))
        fall = (run.log_price - base.log_price)[:, :, b].mean()
        passed.append(fall / np.log(1.0 - OFF_INVOICE))
    units = base.by_brand.sum(axis=0)
    empty = _emptied(scenario, seed)
    return Terms(np.array(passed), units / units.sum(), _ahead(scenario), *empty)


def _off(margin: Floats) -> Floats:
    """Return the deal (share of list price) that is OFF_INVOICE of the invoice at members' margins."""
    return OFF_INVOICE * (1.0 - margin)


def _invoiced(brand: int) -> Change:
    def put(_week: int, _state: np.void, levers: np.void) -> None:
        levers["deal"][:, brand, :] = _off(levers["margin"][brand])

    return put


def _ahead(scenario: Scenario) -> float:
    """Return units that members order ahead on a deal, from two desks that sell the same."""
    lab, start = settled_lab(scenario)
    wanted = lab.run(start, WEEKS_ON, _invoiced(FOCAL)).units[:, :, FOCAL, :]
    deal = _off(start.levers[0]["margin"][FOCAL]) * np.ones_like(wanted[0])
    ordered = [sum(float(orders.sum()) for orders in _orders(scenario, wanted, on)) for on in (deal, 0.0 * deal)]
    return ordered[0] - ordered[1]


def _orders(scenario: Scenario, wanted: Floats, deal: Floats) -> list[Floats]:
    """Return members' weekly orders, shape (R, C) each, while they sell `wanted` under `deal`."""
    desk = Desk(scenario, Sizes.of(scenario), Ledger(WEEKS_ON + 1, 0, keep_lines=False), lambda _week: 1.0)
    total = float(wanted[0].sum())
    desk.open_with(total, wanted[0] / total)
    orders = []
    for week, units in enumerate(wanted):
        desk.open_week(week)
        desk.stocks.channel = desk.stocks.channel + units  # the week's sales are there, whatever is on its way
        desk.sell(7.0 * week, units)
        orders.append(desk.close_week(7.0 * week, units, np.zeros_like(units), deal))
    return orders


def _emptied(scenario: Scenario, seed: int) -> tuple[float, float, float, float]:
    """Return units short, and how many went to other stores, other brands (paired run), next week."""
    lab, start = settled_lab(scenario)
    short_lab = Lab(scenario)
    short_lab.limit_supply()
    z = lab.sizes
    u = Designer("E1 terms", seed).uniform(("empty",), WEEKS * z.regions * z.channels)
    empty = (u < EMPTY_SHARE).reshape(WEEKS, z.regions, z.channels)
    short, elsewhere, lost = [], [], []

    def put(week: int, _state: np.void, levers: np.void) -> None:
        levers["stock"][empty[week]] = 0.0

    def see(week: int, _levers: np.void, out: np.void) -> None:
        short.append(float(out["desired"][empty[week]].sum()))
        elsewhere.append(float(out["switched_in"].sum()))
        lost.append(float(out["lost"].sum()))

    with_gaps = short_lab.play(start, WEEKS, Script(put, see), seed).by_brand
    gained = float((with_gaps - lab.run(start, WEEKS, None, seed).by_brand)[:, 1:].sum())
    return sum(short), sum(elsewhere), gained, sum(short) - sum(elsewhere) - sum(lost)


E1_TERMS = Experiment("E1 terms", "off-invoice deals and empty shelves", terms, seeds=6)
