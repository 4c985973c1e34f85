"""E4, optimum: the focal brand's best price and advertising at rest, rivals still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.table import Experiment
from mktsim.evidence.validation.lab import Change, Lab, Start, settled_lab

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
    """Best advertising over revenue."""
    price_elasticity: float
    advertising_elasticity: float
    """Both at the optimum, at rest."""
    flat: dict[float, float]
    """Profit over the best, by multiple of advertising."""


@dataclass(frozen=True)
class _Bench:
    lab: Lab
    start: Start
    price: float
    """Net list price, money."""
    cost: float
    spending: float
    """Advertising at usual pressure, money a week."""

    def units(self, log_price: float, log_ads: float) -> float:
        """Return weekly units at rest."""
        run = self.lab.run(self.start, WEEKS, _held(np.exp(log_price), np.exp(log_ads)))
        return float(run.by_brand[-4:, FOCAL].mean())

    def profit(self, log_price: float, log_ads: float) -> float:
        """Return weekly profit at rest, money."""
        net = self.price * np.exp(log_price) - self.cost
        return float(net * self.units(log_price, log_ads) - self.spending * np.exp(log_ads))


def _held(price: float, pressure: float) -> Change:
    def put(_week: int, state: np.void, levers: np.void) -> None:
        state["shelf"][:, FOCAL] *= price
        levers["pressure"][:, FOCAL] *= pressure

    return put


def optimum(scenario: Scenario, _seed: int) -> Optimum:
    """Find the best levers by Nelder and Mead without luck, and the response about them."""
    from scipy.optimize import minimize

    bench = _bench(scenario)
    scale = bench.profit(0.0, 0.0)
    options = {"xatol": 1e-4, "fatol": 1e-9, "maxfev": 400}
    best = minimize(lambda x: -bench.profit(*x) / scale, np.array([0.1, 0.0]), method="Nelder-Mead", options=options)
    p, a = map(float, best.x)
    units, top = bench.units(p, a), bench.profit(p, a)
    width = 2.0 * STEP
    return Optimum(
        advertising_share=float(bench.spending * np.exp(a) / (bench.price * np.exp(p) * units)),
        price_elasticity=float(np.log(bench.units(p + STEP, a) / bench.units(p - STEP, a)) / width),
        advertising_elasticity=float(np.log(bench.units(p, a + STEP) / bench.units(p, a - STEP)) / width),
        flat={s: bench.profit(p, a + float(np.log(s))) / top for s in SCALES},
    )


def _bench(scenario: Scenario) -> _Bench:
    lab, start = settled_lab(scenario)
    traffic = np.array([channel.traffic_share for channel in scenario.channels])
    margin = float(traffic @ np.array([channel.margin_share for channel in scenario.channels]) / traffic.sum())
    brand = scenario.brands[FOCAL]
    pressure = float(start.levers[0]["pressure"][:, FOCAL].sum(axis=1).mean())
    cost = scenario.supply.unit_cost_money + scenario.supply.freight_money
    return _Bench(lab, start, brand.price_money * (1.0 - margin), cost, pressure * brand.normal_advertising_money)


E4_OPTIMUM = Experiment("E4 optimum", "the best price and advertising at rest, no luck", optimum, seeds=1)
