"""E4, optimum: the focal brand's best invoice price and advertising at rest; chains price, rivals stand still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Lab, Run, Start, invoiced, pressed, settled_lab, together
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

FOCAL = 0
WEEKS = 156
"""Weeks until the market rests at new levers."""
STEP = 0.02
SCALES = (0.5, 0.75, 1.25, 1.5)
"""Multiples of the best advertising (G39)."""


@dataclass(frozen=True)
class Optimum:
    """The best levers, what they earn, and what lies about them."""

    advertising_share: float
    """Best advertising over net sales at invoice prices."""
    price_elasticity: float
    """Of units to the invoice price, as chains pass it on."""
    advertising_elasticity: float
    """Both at the optimum, at rest."""
    margin: float
    """Members' margin at the optimum, share of the shelf price, mean by traffic."""
    log_price: float
    """Best invoice price over the usual one, log."""
    log_advertising: float
    """Best advertising over the usual one, log."""
    flat: dict[float, float]
    """Profit over the best, by multiple of advertising."""


@dataclass(frozen=True)
class _Bench:
    lab: Lab
    start: Start
    cost: float
    spending: float
    """Advertising at usual pressure, money a week."""

    def run(self, log_price: float, log_ads: float) -> Run:
        """Return the market at other levers until it rests."""
        change = together(invoiced(FOCAL, float(np.exp(log_price))), pressed(FOCAL, float(np.exp(log_ads))))
        return self.lab.run(self.start, WEEKS, change)

    def units(self, log_price: float, log_ads: float) -> Floats:
        """Return weekly units at rest by channel, shape (C,)."""
        sold = self.run(log_price, log_ads).units[-4:, :, FOCAL]
        mean: Floats = sold.sum(axis=1).mean(axis=0)
        return mean

    def margin(self, log_price: float, log_ads: float) -> float:
        """Return members' margin at rest, share of the shelf price."""
        traffic = self.lab.parameters.traffic
        invoice = np.log(self.start.levers.invoice[FOCAL]) @ traffic / traffic.sum() + log_price
        return float(1.0 - np.exp(invoice - self.run(log_price, log_ads).log_regular[-1, :, FOCAL].mean()))

    def sales(self, log_price: float, log_ads: float) -> float:
        """Return weekly net sales at rest at invoice prices, money."""
        return float(np.exp(log_price) * (self.start.levers.invoice[FOCAL] @ self.units(log_price, log_ads)))

    def profit(self, log_price: float, log_ads: float) -> float:
        """Return weekly profit at rest, money."""
        units = self.units(log_price, log_ads)
        net = np.exp(log_price) * self.start.levers.invoice[FOCAL] - self.cost
        return float(net @ units - self.spending * np.exp(log_ads))


def optimum(scenario: Scenario, _seed: int) -> Optimum:
    """Find the best levers by Nelder and Mead without noise, and the response about them."""
    from scipy.optimize import minimize

    bench = _bench(scenario)
    scale = bench.profit(0.0, 0.0)
    options = {"xatol": 1e-4, "fatol": 1e-9, "maxfev": 400}
    best = minimize(lambda x: -bench.profit(*x) / scale, np.array([0.1, 0.0]), method="Nelder-Mead", options=options)
    p, a = map(float, best.x)
    top = bench.profit(p, a)
    return Optimum(
        advertising_share=float(bench.spending * np.exp(a) / bench.sales(p, a)),
        price_elasticity=_elasticity(bench, (p + STEP, a), (p - STEP, a)),
        advertising_elasticity=_elasticity(bench, (p, a + STEP), (p, a - STEP)),
        margin=bench.margin(p, a),
        log_price=p,
        log_advertising=a,
        flat={s: bench.profit(p, a + float(np.log(s))) / top for s in SCALES},
    )


def _elasticity(bench: _Bench, up: tuple[float, float], down: tuple[float, float]) -> float:
    return float(np.log(bench.units(*up).sum() / bench.units(*down).sum()) / (2.0 * STEP))


def _bench(scenario: Scenario) -> _Bench:
    lab, start = settled_lab(scenario, chains=True)
    pressure = float(start.levers.pressure[:, FOCAL].sum(axis=1).mean())
    cost = (scenario.supply.unit_cost_money + scenario.supply.freight_money) / scenario.supply.yield_share
    return _Bench(lab, start, cost, pressure * scenario.brands[FOCAL].normal_advertising_money)


E4_OPTIMUM = Experiment("E4 optimum", "the best price and advertising at rest, no luck", optimum, seeds=1)
