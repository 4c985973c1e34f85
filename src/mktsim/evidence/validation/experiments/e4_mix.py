"""E4, mix: each instrument a tenth up for two years on a mature brand; and how often to deal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR, Designer
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Change, Run, at_shelf, dealt, listed, pressed, settled_lab, together
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

FOCAL = 0
WEEKS = 2 * YEAR
STEP = 1.10
CALLS = (0.7, 1.3)
"""Multiples of sales calls (G27)."""
DEAL_SHARE, DEPTH = 0.10, 0.20
SELDOM, OFTEN = 0.05, 0.25
"""Share of weeks on deal (G24)."""
DEAL_YEARS = 3


@dataclass(frozen=True, eq=False)
class Mix:
    """Runs of two years, each with one instrument a tenth up."""

    runs: Mapping[str, Run]

    def focal(self, name: str) -> Floats:
        """Return the focal brand's units by week."""
        units: Floats = self.runs[name].by_brand[:, FOCAL]
        return units


def _deals(on: NDArray[np.bool_], depth: float) -> Change:
    cut = dealt(FOCAL, depth)

    def put(week: int, state: State, levers: Levers) -> None:
        if on[week]:
            cut(week, state, levers)

    return put


def _called(factor: float) -> Change:
    def put(_week: int, _state: State, levers: Levers) -> None:
        levers.calls[:, FOCAL] *= factor

    return put


def mix(scenario: Scenario, seed: int) -> Mix:
    """Raise each instrument of the focal brand for two years, with random inputs; distribution by listings held."""
    lab, start = settled_lab(scenario)
    on = Designer("E4 mix", seed).uniform(("deals",), WEEKS) < DEAL_SHARE
    usual = _deals(on, DEPTH)
    changes = {
        "base": usual,
        "distribution_base": together(usual, listed(start, FOCAL)),
        "distribution": together(usual, listed(start, FOCAL, STEP)),
        "advertising": together(usual, pressed(FOCAL, STEP)),
        "discount": _deals(on, DEPTH * STEP),
        "calls_down": together(usual, _called(CALLS[0])),
        "calls_up": together(usual, _called(CALLS[1])),
    }
    return Mix({name: lab.run(start, WEEKS, change, seed) for name, change in changes.items()})


@dataclass(frozen=True, eq=False)
class Dealing:
    """A brand that deals seldom and one that deals often, and how they then respond."""

    regular: Mapping[str, float]
    """Mean units of the last year's weeks without a deal, by frequency."""
    deal: Mapping[str, float]
    """Log multiple of a 20% cut after three years, by frequency."""
    price: Mapping[str, float]
    """Elasticity to the regular price over four weeks after three years, by frequency."""


@dataclass(frozen=True, eq=False)
class Responses:
    """Responses to dealing: of consumers with listings held, and of sales with listings that follow profit."""

    held: Dealing
    free: Dealing


def dealing(scenario: Scenario, seed: int) -> Responses:
    """Let the focal brand deal seldom or often for three years, then measure its response, with random inputs."""
    _, start = settled_lab(scenario)
    return Responses(_dealing(scenario, seed, listed(start, FOCAL)), _dealing(scenario, seed, together()))


def _dealing(scenario: Scenario, seed: int, also: Change) -> Dealing:
    """Return the response after each frequency of deals, with another change in place all the time."""
    lab, start = settled_lab(scenario)
    weeks = DEAL_YEARS * YEAR
    u = Designer("E4 dealing", seed).uniform(("deals",), weeks)
    regular, deal, price = {}, {}, {}
    for name, share in (("seldom", SELDOM), ("often", OFTEN)):
        on = u < share
        on[-4:] = False  # the response is read from weeks without an echo of the last deal
        deals = together(also, _deals(on, DEPTH))
        sold = lab.run(start, weeks, deals, seed).by_brand
        end = lab.run_on(start, weeks, deals, seed)
        calm = ~(u < OFTEN)[-YEAR:]
        regular[name] = float(sold[-YEAR:, FOCAL][calm].mean())
        base = lab.run(end, 1, also).by_brand[0, FOCAL]
        cut = lab.run(end, 1, together(also, dealt(FOCAL, DEPTH))).by_brand[0, FOCAL]
        deal[name] = float(np.log(cut / base))
        moves = [together(also, at_shelf(FOCAL, f)) for f in (1.05, 0.95)]
        up, down = (lab.run(end, 4, move).by_brand[:, FOCAL].sum() for move in moves)
        price[name] = float(np.log(up / down) / np.log(1.05 / 0.95))
    return Dealing(regular, deal, price)


E4_MIX = Experiment("E4 mix", "each instrument a tenth up for two years", mix, seeds=20)
E4_DEALING = Experiment("E4 dealing", "three years of rare or frequent deals, then the response", dealing, seeds=30)
