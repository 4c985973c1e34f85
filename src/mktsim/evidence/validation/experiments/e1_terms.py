"""E1, terms of trade: deals and list prices as chains pass them on, and items that are missing or out of stock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import Designer
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Change, Lab, Run, Script, Start, invoiced, listed, settled_lab, together
from mktsim.model.ledger import Ledger
from mktsim.model.supply.desk import Desk
from mktsim.model.world import Sizes
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, Output, State

FOCAL = 0
OFF_INVOICE, WEEKS_ON = 0.10, 4
COST_RISE = 0.10
"""Rise of all brands' invoices for good."""
COST_WEEKS = 104
EMPTY_SHARE = 0.083
"""Share of region-channel weeks without the focal brand (Corsten & Gruen 2003: 8.3%)."""
WEEKS = 104


@dataclass(frozen=True, eq=False)
class Terms:
    """Pass-through of each brand's deal and list price, and where demand for what was not there went."""

    passed: Floats
    """Fall of the price paid over fall of the invoice while a deal lasts, in logs, shape (brands,)."""
    share: Floats
    """Share of units of each brand."""
    cost: Floats
    """Rise of regular shelf prices over a rise of all invoices, money by money, by week."""
    bought_ahead: float
    """Units that members ordered on the focal brand's deal beyond what they order without one for the same sales."""
    missing: Fate
    """Of demand for the focal brand where some outlets have not got it in their range."""
    stock_out: Fate
    """Of demand for the focal brand where the shelf is empty for a week."""


@dataclass(frozen=True)
class Fate:
    """Shares of units, wanted where they could not be had, by what became of them."""

    short: float
    other_store: float
    other_brand: float
    delayed: float


def terms(scenario: Scenario, seed: int) -> Terms:
    """Give each brand's retailers a deal in turn; raise all invoices; take the focal brand out of some outlets."""
    lab, start = settled_lab(scenario, chains=True)
    base = lab.run(start, COST_WEEKS)
    passed = []
    for b in range(lab.sizes.brands):
        run = lab.run(start, WEEKS_ON, _off_invoice(b))
        fall = (run.log_price - base.log_price[:WEEKS_ON])[:, :, b].mean()
        passed.append(fall / np.log(1.0 - OFF_INVOICE))
    units = base.by_brand[:WEEKS_ON].sum(axis=0)
    share = units / units.sum()
    missing, empty = _unlisted(scenario), _emptied(scenario, seed)
    return Terms(np.array(passed), share, _cost_passed(lab, start, base), _ahead(scenario), missing, empty)


def _cost_passed(lab: Lab, start: Start, base: Run) -> Floats:
    """Return what shelf prices rise by per rise of invoices, by week, mean over brands."""
    dearer = together(*(invoiced(b, 1.0 + COST_RISE) for b in range(lab.sizes.brands)))
    moved = np.exp(lab.run(start, COST_WEEKS, dearer).log_regular) - np.exp(base.log_regular)
    rise = COST_RISE * (start.levers.invoice @ lab.parameters.traffic) / lab.parameters.traffic.sum()
    passed: Floats = (moved.mean(axis=1) / rise).mean(axis=1)
    return passed


def _off_invoice(brand: int) -> Change:
    def put(_week: int, _state: State, levers: Levers) -> None:
        levers.deal[:, brand] = OFF_INVOICE
        levers.deal_cover[:, brand] = 1.0

    return put


def _ahead(scenario: Scenario) -> float:
    """Return units that members order ahead on a deal, from two desks that sell the same."""
    lab, start = settled_lab(scenario, chains=True)
    wanted = lab.run(start, WEEKS_ON, _off_invoice(FOCAL)).units[:, :, FOCAL, :]
    deal = OFF_INVOICE * np.ones_like(wanted[0])
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


def _unlisted(scenario: Scenario) -> Fate:
    """Return what becomes of demand in a week where some outlets have not got the focal brand, by a paired run.

    Who comes back later buys nothing in that week.
    """
    lab, start = settled_lab(scenario)
    base, gaps = (lab.run(start, 1, listed(start, FOCAL, f)).by_brand[0] for f in (1.0, 1.0 - EMPTY_SHARE))
    short = EMPTY_SHARE * float(base[FOCAL])
    gained = float(np.delete(gaps - base, FOCAL).sum())
    return Fate(short, short - float(base[FOCAL] - gaps[FOCAL]), gained, 0.0)


def _emptied(scenario: Scenario, seed: int) -> Fate:
    """Return units short, and how many went to other stores, other brands (paired run), next week."""
    lab, start = settled_lab(scenario)
    short_lab = Lab(scenario)
    short_lab.limit_supply()
    z = lab.sizes
    u = Designer("E1 terms", seed).uniform(("empty",), WEEKS * z.regions * z.channels)
    empty = (u < EMPTY_SHARE).reshape(WEEKS, z.regions, z.channels)
    short, elsewhere, lost = [], [], []

    def put(week: int, _state: State, levers: Levers) -> None:
        levers.stock[empty[week]] = 0.0

    def see(week: int, _levers: Levers, out: Output) -> None:
        short.append(float(out.desired[empty[week]].sum()))
        elsewhere.append(float(out.switched_in.sum()))
        lost.append(float(out.lost.sum()))

    with_gaps = short_lab.play(start, WEEKS, Script(put, see), seed).by_brand
    gained = float((with_gaps - lab.run(start, WEEKS, None, seed).by_brand)[:, 1:].sum())
    return Fate(sum(short), sum(elsewhere), gained, sum(short) - sum(elsewhere) - sum(lost))


E1_TERMS = Experiment("E1 terms", "off-invoice deals and empty shelves", terms, seeds=6)
