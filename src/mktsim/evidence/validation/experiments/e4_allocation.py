"""E4, allocation: advertising of several products, shared by sales or at its best, and a total that is off its best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import Designer
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Change, settled_lab
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from collections.abc import Callable

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

FOCAL = 0
PRODUCTS = 6
ELASTICITIES = (0.03, 0.25)
"""Range of products' current elasticity of advertising (G13), log-uniform about the scenario's 0.12."""
MIDDLE = 0.12
MARGINS = (0.6, 1.4)
"""Range of products' unit margin relative to the scenario's, uniform: assumption."""
PRESSURES = (0.0, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0)
"""Multiples of normal pressure at which a product's sales at rest are found."""
WEEKS = 156
"""Weeks until the market rests at new levers."""
OFF = 0.25
"""How far the total is off its best, share (G39)."""
GRID = 400
"""Steps of money in which a budget is handed out: a numerical choice."""


@dataclass(frozen=True)
class Allocation:
    """Weekly profit of all products together, money."""

    best: float
    """Best total, best split."""
    off: float
    """The worse of a quarter more and a quarter less than the best total, best split."""
    by_sales: float
    """Best total, split in proportion to sales."""


def allocation(scenario: Scenario, seed: int) -> Allocation:
    """Find the profit of the best budget, of one that is off, and of one shared by sales."""
    design = Designer("E4 allocation", seed)
    low, high = ELASTICITIES
    strength = low * (high / low) ** design.uniform(("strength",), PRODUCTS) / MIDDLE
    margin = MARGINS[0] + (MARGINS[1] - MARGINS[0]) * design.uniform(("margin",), PRODUCTS)
    products = [_product(scenario, float(s), float(m)) for s, m in zip(strength, margin, strict=True)]
    money = np.linspace(0.0, PRESSURES[-1] * products[0].normal, GRID)
    gains: Floats = np.stack([one.contribution(money) for one in products])
    totals = _best_split(gains) - money[1] * np.arange(PRODUCTS * (GRID - 1) + 1)
    place = int(np.argmax(totals))
    nearby = [totals[min(round(place * f), len(totals) - 1)] for f in (1.0 - OFF, 1.0 + OFF)]
    sales = np.array([one.usual_units for one in products])
    shared = place * money[1] * sales / sales.sum()
    by_sales = sum(float(one.contribution(np.array([x]))[0]) for one, x in zip(products, shared, strict=True))
    return Allocation(float(totals[place]), float(min(nearby)), by_sales - place * float(money[1]))


@dataclass(frozen=True)
class _Product:
    contribution: Callable[[Floats], Floats]
    """Weekly contribution before advertising from weekly money, both money."""
    normal: float
    """Normal advertising, money a week."""
    usual_units: float


def _product(scenario: Scenario, strength: float, margin: float) -> _Product:
    from scipy.interpolate import PchipInterpolator

    media = scenario.market.advertising
    media = media.model_copy(update={"immediate": strength * media.immediate, "lasting": strength * media.lasting})
    market = scenario.market.model_copy(update={"advertising": media})
    lab, start = settled_lab(scenario.model_copy(update={"market": market}))
    usual = float(start.levers.pressure[:, FOCAL].sum(axis=1).mean())
    sold = [float(lab.run(start, WEEKS, _held(p / usual)).by_brand[-4:, FOCAL].mean()) for p in PRESSURES]
    brand, normal = scenario.brands[FOCAL], scenario.brands[FOCAL].normal_advertising_money
    share = sum(channel.traffic_share * channel.margin_share for channel in scenario.channels)
    unit = margin * (brand.price_money * (1.0 - share) - scenario.supply.unit_cost_money)
    curve = PchipInterpolator(np.array(PRESSURES) * normal, unit * np.array(sold))
    at_usual = float(np.interp(usual, PRESSURES, sold))
    return _Product(lambda money: np.asarray(curve(money)), normal, at_usual)


def _held(pressure: float) -> Change:
    def put(_week: int, _state: State, levers: Levers) -> None:
        levers.pressure[:, FOCAL] *= pressure

    return put


def _best_split(gains: Floats) -> Floats:
    """Return the best sum for every total in steps, products handed out one after another (dynamic programme)."""
    best: Floats = gains[0]
    for gain in gains[1:]:
        total = np.full(len(best) + len(gain) - 1, -np.inf)
        for spent, value in enumerate(gain):
            window = total[spent : spent + len(best)]
            np.maximum(window, best + value, out=window)
        best = total
    return best


E4_ALLOCATION = Experiment("E4 allocation", "six products share an advertising budget, no luck", allocation, seeds=6)
