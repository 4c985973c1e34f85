"""E3: launches of new durables, parameters drawn from the published priors, prices falling with learning."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR, Designer
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Change, Lab, Run
from mktsim.inverse import triangular
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

LAUNCHES = 20
"""Launches a seed; the experiment's ten seeds make two hundred."""
YEARS = 20
P_RANGE = (0.001, 0.03)
"""Bass p per year, log-uniform (published range)."""
Q_RANGE = (0.2, 0.8)
"""Bass q per year, uniform (published range)."""
PROGRESS = (0.70, 0.81, 0.95)
"""Progress ratio, triangular (published range)."""
ELASTICITY = (1.5, 2.6, 4.0)
"""Own elasticity that scales the price coefficient, triangular (published range)."""


@dataclass(frozen=True)
class Drawn:
    """One launch's parameters."""

    p: float
    q: float
    progress: float
    price_factor: float
    """Multiple of the scenario's price coefficient."""


@dataclass(frozen=True, eq=False)
class Launches:
    """Yearly figures of an ensemble, shape (launches, years)."""

    drawn: tuple[Drawn, ...]
    first: Floats
    """First purchases."""
    units: Floats
    """All purchases, replacements included."""
    price: Floats
    """Mean price over brands relative to launch, year's mean."""
    households: float
    """Households of the population, adopters or not."""


def draws(design: Designer, count: int) -> tuple[Drawn, ...]:
    """Draw the parameters of `count` launches."""
    u = {name: design.uniform((name,), count) for name in ("p", "q", "progress", "elasticity")}
    p = P_RANGE[0] * (P_RANGE[1] / P_RANGE[0]) ** u["p"]
    q = Q_RANGE[0] + (Q_RANGE[1] - Q_RANGE[0]) * u["q"]
    progress = triangular(u["progress"], *PROGRESS)
    factor = triangular(u["elasticity"], *ELASTICITY) / ELASTICITY[1]
    return tuple(Drawn(*map(float, one)) for one in zip(p, q, progress, factor, strict=True))


def launch_scenario(base: Scenario, drawn: Drawn) -> Scenario:
    """Return the base scenario with a launch's parameters."""
    adoption = base.market.adoption.model_copy(update={"p_per_year": drawn.p, "q_per_year": drawn.q})
    choice = base.market.choice
    choice = choice.model_copy(update={"price_coefficient": choice.price_coefficient * drawn.price_factor})
    market = base.market.model_copy(update={"adoption": adoption, "choice": choice})
    return base.model_copy(update={"market": market})


def learning(lab: Lab, progress: float) -> Change:
    """Return the change that lets all prices follow the experience of the industry."""
    households = lab.parameters.households.copy()
    brand = lab.scenario.brands[0]
    before = lab.scenario.supply.cumulative_units / brand.share
    power = math.log2(progress)

    def fall(_week: int, state: State, levers: Levers) -> None:
        made = float(state.adopted.sum(axis=0) @ households)
        ratio = ((before + made) / before) ** power
        state.shelf[:] *= ratio
        levers.invoice[:] *= ratio  # members earn their share of what they sell at
        state.invoice[:] = levers.invoice[None, :, :]

    return fall


def launches(scenario: Scenario, seed: int) -> Launches:
    """Run an ensemble of launches, with luck."""
    drawn = draws(Designer("E3", seed), LAUNCHES)
    first, units, price = [], [], []
    for number, one in enumerate(drawn):
        lab = Lab(launch_scenario(scenario, one), all_present=False)
        run = lab.run(lab.opening(), YEARS * YEAR, learning(lab, one.progress), seed * LAUNCHES + number)
        first.append(yearly(run.adopters.sum(axis=1)))
        units.append(yearly(run.by_brand.sum(axis=1)))
        price.append(_relative_price(run))
    total = sum(region.households for region in scenario.market.regions)
    return Launches(drawn, np.array(first), np.array(units), np.array(price), total)


def yearly(weekly: Floats) -> Floats:
    """Return sums over years of 52 weeks."""
    total: Floats = weekly[: len(weekly) // YEAR * YEAR].reshape(-1, YEAR).sum(axis=1)
    return total


def _relative_price(run: Run) -> Floats:
    """Return the focal brand's yearly mean price over its price in the first week."""
    log = run.log_price[:, :, 0].mean(axis=1)
    found: Floats = yearly(np.exp(log - log[0])) / YEAR
    return found


E3 = Experiment("E3 launch ensemble", "twenty launches a seed over twenty years", launches, seeds=10)
