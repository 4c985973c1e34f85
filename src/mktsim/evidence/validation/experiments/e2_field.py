"""E2: field data in which prices, advertising and promotions of all brands vary at random in many markets.

Scanner data vary mostly by temporary reductions. So a random weekly price below the usual one is a deal, marked as one,
and a price above it is a regular price on the shelf.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import Designer, markets
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Change, Script, put_on_deal, settled_lab
from mktsim.model.market.runner import MarketRunner, Switches
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

MARKETS = 20
WEEKS = 104
PRICE_SD = 0.10
ADVERTISING_SD = 0.30
YEARLY_SD = 0.30
"""Spread of yearly budgets of the long series (assumption: budgets last)."""
YEARLY_MEMORY = 0.5
"""AR(1) of yearly budgets (assumption: plans of a year resemble the last)."""
DEAL_SHARE, DEAL_DEPTH, FEATURED, DISPLAYED = 0.10, 0.20, 0.5, 0.3
STEP = 0.01
"""Symmetric step of the structural elasticity."""
ASKED_WEEKS = 8
"""Weeks between those for which structural elasticities are worked out."""
LONG_MARKETS, LONG_YEARS = 8, 40


@dataclass(frozen=True, eq=False)
class Field:
    """Store data by market, week and brand."""

    units: Floats
    """Shape (markets, weeks, brands), as the rest."""
    log_price: Floats
    pressure: Floats
    feature: Floats
    display: Floats
    structural: Floats
    """Own and cross elasticities of the same weeks, by units at other prices, shape (driver, B)."""
    retention: float
    """Weekly retention of the advertising stock, known to the analyst of the regression with stock."""


@dataclass(frozen=True, eq=False)
class Design:
    """Design of the field experiment, by week, market and brand."""

    price: Floats
    pressure: Floats
    feature: Floats
    display: Floats

    def change(self) -> Change:
        """Return the change that puts the design in place."""

        def put(week: int, state: State, levers: Levers) -> None:
            set_prices(state, levers, self.price[week])
            levers.pressure[:] *= self.pressure[week][:, :, None]
            levers.feature[:] = self.feature[week][:, :, None]
            levers.display[:] = self.display[week][:, :, None]

        return put


def set_prices(state: State, levers: Levers, price: Floats) -> None:
    """Set prices as multiples of the usual ones, shape (R, B): above on the shelf, below as deals."""
    state.shelf[:] *= np.maximum(price, 1.0)[:, :, None]
    put_on_deal(state, levers, np.maximum(1.0 - price, 0.0))


def draw(design: Designer, shape: tuple[int, int, int], first: int, yearly_sd: float) -> Design:
    """Draw a design of shape (weeks, markets, brands); the markets are numbered from `first`."""
    weeks, count, brands = shape
    price, pressure, feature, display = (np.empty(shape) for _ in range(4))
    for i in range(count):
        for b in range(brands):
            m = first + i
            deal = design.uniform((m, b, "deal"), weeks) < DEAL_SHARE
            noise = np.exp(PRICE_SD * design.normal((m, b, "price"), weeks))
            price[:, i, b] = noise * np.where(deal, 1.0 - DEAL_DEPTH, 1.0)
            feature[:, i, b] = deal & (design.uniform((m, b, "feature"), weeks) < FEATURED)
            display[:, i, b] = deal & (design.uniform((m, b, "display"), weeks) < DISPLAYED)
            weekly = ADVERTISING_SD * design.normal((m, b, "advertising"), weeks)
            yearly = yearly_sd * design.yearly((m, b, "budget"), weeks, YEARLY_MEMORY)
            pressure[:, i, b] = np.exp(weekly + yearly)
    return Design(price, pressure, feature, display)


def field(scenario: Scenario, seed: int) -> Field:
    """Run twenty markets for two years under a random design, with random inputs."""
    parts, truth = [], []
    for i, some in enumerate(markets(scenario, MARKETS)):
        lab, start = settled_lab(some)
        regions = lab.sizes.regions
        design = draw(Designer("E2", seed), (WEEKS, regions, lab.sizes.brands), i * regions, 0.0)
        asked = _Asked(MarketRunner(Switches(counts=False).of(lab.parameters), lab.sizes), design, start.levers)
        run = lab.play(start, WEEKS, Script(asked.change), seed)
        pressure = design.pressure * start.levers.pressure.sum(axis=2)[None]
        parts.append((run.units.sum(axis=3), run.log_price, pressure, design.feature, design.display))
        truth += asked.found
    units, log_price, pressure, feature, display = (
        np.concatenate(p, axis=1).swapaxes(0, 1) for p in zip(*parts, strict=True)
    )
    return Field(
        units=units,
        log_price=log_price,
        pressure=pressure,
        feature=feature,
        display=display,
        structural=np.mean(truth, axis=0),
        retention=scenario.market.advertising.retention,
    )


class _Asked:
    """The design's change, which asks in some weeks what units would be at prices a little higher and lower."""

    def __init__(self, market: MarketRunner, design: Design, usual: Levers) -> None:
        """Ask `market`; outside these weeks the design is put in place and nothing more."""
        self.found: list[Floats] = []
        """Elasticities of units to prices by week asked, mean over regions, shape (driver brand, brand)."""
        self._market, self._design, self._usual, self._put = market, design, usual, design.change()

    def change(self, week: int, state: State, levers: Levers) -> None:
        """Put the week's design in place, having asked."""
        if week % ASKED_WEEKS == 0:
            brands = range(self._design.price.shape[2])
            up, down = (np.array([self._units(week, state, b, f) for b in brands]) for f in (1.0 + STEP, 1.0 - STEP))
            self.found.append(np.log(up / down).mean(axis=1) / np.log((1.0 + STEP) / (1.0 - STEP)))
        self._put(week, state, levers)

    def _units(self, week: int, state: State, brand: int, factor: float) -> Floats:
        """Return expected units by region and brand with one brand's price multiplied, in shape (R, B)."""
        market, price = self._market, self._design.price[week].copy()
        market.take(state, self._usual)
        self._put(week, market.state, market.levers)
        market.state.shelf[:] = market.levers.retail[None]
        price[:, brand] *= factor
        set_prices(market.state, market.levers, price)
        units: Floats = market.sell().units.sum(axis=2).copy()
        return units


@dataclass(frozen=True, eq=False)
class LongSeries:
    """Decades of the focal brand's sales and advertising, by market and week."""

    units: Floats
    advertising: Floats


def long_series(scenario: Scenario, seed: int) -> LongSeries:
    """Run some markets for decades with yearly advertising budgets and weekly variation, prices at rest."""
    units, advertising = [], []
    weeks = 52 * LONG_YEARS
    for i, some in enumerate(markets(scenario, LONG_MARKETS)):
        lab, start = settled_lab(some)
        regions = lab.sizes.regions
        design = draw(Designer("E2 long", seed), (weeks, regions, lab.sizes.brands), i * regions, YEARLY_SD)
        run = lab.run(start, weeks, _advertised(design), seed)
        units.append(run.units.sum(axis=3)[:, :, 0].T)
        advertising.append(design.pressure[:, :, 0].T)
    return LongSeries(np.concatenate(units), np.concatenate(advertising))


def _advertised(design: Design) -> Change:
    """Return the change that puts only the advertising of a design in place."""

    def put(week: int, _state: State, levers: Levers) -> None:
        levers.pressure[:] *= design.pressure[week][:, :, None]

    return put


E2 = Experiment("E2 field data", "twenty markets, two years, everything varied at random", field, seeds=20)
E2_LONG = Experiment("E2 long series", "eight markets over forty years of yearly budgets", long_series, seeds=5)
