"""E4, stages: the best advertising of a launch, one level a stage of the life cycle, over the whole horizon.

Stages are told by the penetration that the launch would reach at normal advertising: take-off at 1.7% of households
(G03), slowdown at 34% (G04). Launches drawn from the wide priors of E3 do not all take off within the years watched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR, Designer
from mktsim.evidence.validation.experiments.e3_launches import draws, launch_scenario, learning
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Change, Lab, Run
from mktsim.inputs.rules import Stage
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

FOCAL = 0
YEARS = 20
TAKE_OFF, SLOWDOWN = 0.017, 0.34
"""Share of households that have bought, at which growth and maturity begin (G03, G04)."""
SHORTEST = 26
"""Weeks that a stage needs to have a budget of its own: half a year."""
EVALUATIONS = 70
"""Most runs of a search: a numerical choice; the last steps move levels by a few hundredths."""


@dataclass(frozen=True)
class StageBudgets:
    """Best advertising over revenue of one launch, by stage; a stage that it does not reach is left out."""

    shares: dict[Stage, float]


@dataclass(frozen=True, eq=False)
class _Bench:
    lab: Lab
    fall: Change
    stage: Floats
    """Stage of each week."""
    margin: float
    """Unit margin over the price that consumers pay, held as prices fall with costs."""
    spending: float
    """Money a week at normal pressure."""
    discount: Floats

    def run(self, levels: dict[int, float]) -> Run:
        """Return the launch with a pressure for each stage, multiples of normal."""
        normal = self.lab.parameters.medium_normal

        def change(week: int, state: State, levers: Levers) -> None:
            self.fall(week, state, levers)
            levers.pressure[:, FOCAL] = levels[int(self.stage[week])] * normal

        return self.lab.run(self.lab.opening(), len(self.stage), change)

    def revenue(self, run: Run) -> Floats:
        """Return the focal brand's sales at consumer prices by week, money."""
        paid = np.exp(run.log_price[:, :, FOCAL])
        value: Floats = (paid * run.units[:, :, FOCAL].sum(axis=2)).sum(axis=1)
        return value

    def value(self, levels: dict[int, float]) -> float:
        """Return the discounted contribution less advertising, money."""
        spent = self.spending * np.array([levels[int(one)] for one in self.stage])
        return float((self.discount * (self.margin * self.revenue(self.run(levels)) - spent)).sum())


def stage_budgets(scenario: Scenario, seed: int) -> StageBudgets:
    """Find the best pressure of each stage of one launch by Nelder and Mead, without noise."""
    (drawn,) = draws(Designer("E4 stages", seed), 1)
    return StageBudgets(_best(_bench(launch_scenario(scenario, drawn), drawn.progress)))


def _bench(scenario: Scenario, progress: float) -> _Bench:
    lab = Lab(scenario, all_present=False)
    fall = learning(lab, progress)
    weeks = YEARS * YEAR
    adopters = lab.run(lab.opening(), weeks, fall).adopters.sum(axis=1)
    brand = scenario.brands[FOCAL]
    share = sum(channel.traffic_share * channel.margin_share for channel in scenario.channels)
    margin = 1.0 - share - scenario.supply.unit_cost_money / brand.price_money
    rate = scenario.money.discount_rate_per_year
    reached = np.cumsum(adopters) / sum(region.households for region in scenario.market.regions)
    dated = np.searchsorted([TAKE_OFF, SLOWDOWN], reached, side="right").astype(np.float64)
    discount = (1.0 + rate) ** (-np.arange(weeks) / YEAR)
    return _Bench(lab, fall, _long_ones(dated), margin, brand.normal_advertising_money, discount)


def _long_ones(dated: Floats) -> Floats:
    """Return the stages with those that are too short for a budget joined to the one before."""
    found = dated.copy()
    for stage in Stage:
        place = np.flatnonzero(found == stage)
        if 0 < place.size < SHORTEST:
            found[place] = found[place[0] - 1] if place[0] else found[min(place[-1] + 1, len(found) - 1)]
    return found


def _best(bench: _Bench) -> dict[Stage, float]:
    from scipy.optimize import minimize

    present = sorted({int(one) for one in bench.stage})
    scale = abs(bench.value(dict.fromkeys(present, 1.0))) or 1.0

    def loss(logs: Floats) -> float:
        return -bench.value(dict(zip(present, np.exp(logs).tolist(), strict=True))) / scale

    options = {"maxfev": EVALUATIONS, "xatol": 0.03, "fatol": 1e-6}
    best = minimize(loss, np.zeros(len(present)), method="Nelder-Mead", options=options)
    levels = dict(zip(present, np.exp(best.x).tolist(), strict=True))
    revenue = bench.revenue(bench.run(levels))
    weeks = {one: bench.stage == one for one in present}
    return {
        Stage(one): bench.spending * levels[one] * int(weeks[one].sum()) / float(revenue[weeks[one]].sum())
        for one in present
    }


E4_STAGES = Experiment("E4 stages", "best advertising by stage of one launch a seed, no luck", stage_budgets, seeds=8)
