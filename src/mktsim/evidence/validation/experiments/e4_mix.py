"""E4, mix: each instrument a tenth up for two years on a mature brand; and how often to deal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR, Designer
from mktsim.evidence.validation.experiments.table import Experiment
from mktsim.evidence.validation.lab import Change, Run, at_shelf, dealt, pressed, settled_lab
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario

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
    def put(week: int, state: np.void, levers: np.void) -> None:
        if on[week]:
            dealt(FOCAL, depth)(week, state, levers)

    return put


def _offered(on: NDArray[np.bool_]) -> Change:
    """Return the change that offers members a deal in some weeks, which they pass to the shelf marked as a deal."""

    def put(week: int, _state: np.void, levers: np.void) -> None:
        if on[week]:
            levers["deal"][:, FOCAL, :] = DEPTH

    return put


def _together(*changes: Change) -> Change:
    def put(week: int, state: np.void, levers: np.void) -> None:
        for change in changes:
            change(week, state, levers)

    return put


def _listed(available: Floats, factor: float) -> Change:
    """Return the change that holds the focal brand's listings at `factor` times what they were, at most everywhere."""
    held = np.minimum(available[:, FOCAL] * factor, 1.0)

    def put(_week: int, state: np.void, _levers: np.void) -> None:
        state["available"][:, FOCAL] = held

    return put


def _called(factor: float) -> Change:
    def put(_week: int, _state: np.void, levers: np.void) -> None:
        levers["calls"][:, FOCAL, :] *= factor

    return put


def mix(scenario: Scenario, seed: int) -> Mix:
    """Raise each instrument of the focal brand for two years, with luck."""
    lab, start = settled_lab(scenario)
    on = Designer("E4 mix", seed).uniform(("deals",), WEEKS) < DEAL_SHARE
    usual = _deals(on, DEPTH)
    listed = start.state[0]["available"]
    changes = {
        "base": usual,
        "distribution_base": _together(usual, _listed(listed, 1.0)),
        "distribution": _together(usual, _listed(listed, STEP)),
        "advertising": _together(usual, pressed(FOCAL, STEP)),
        "discount": _deals(on, DEPTH * STEP),
        "calls_down": _together(usual, _called(CALLS[0])),
        "calls_up": _together(usual, _called(CALLS[1])),
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


def dealing(scenario: Scenario, seed: int) -> Dealing:
    """Let the focal brand deal seldom or often for three years, then measure its response, with luck."""
    lab, start = settled_lab(scenario)
    weeks = DEAL_YEARS * YEAR
    u = Designer("E4 dealing", seed).uniform(("deals",), weeks)
    regular, deal, price = {}, {}, {}
    for name, share in (("seldom", SELDOM), ("often", OFTEN)):
        on = u < share
        on[-4:] = False  # the response is read from weeks without an echo of the last deal
        run = lab.run(start, weeks, _offered(on), seed)
        end = lab.run_on(start, weeks, _offered(on), seed)
        calm = ~(u < OFTEN)[-YEAR:]
        regular[name] = float(run.by_brand[-YEAR:, FOCAL][calm].mean())
        base = lab.run(end, 4).by_brand[:, FOCAL]
        cut = lab.run(end, 1, _offered(np.array([True]))).by_brand[0, FOCAL]
        deal[name] = float(np.log(cut / base[0]))
        up, down = (lab.run(end, 4, at_shelf(FOCAL, f)).by_brand[:, FOCAL].sum() for f in (1.05, 0.95))
        price[name] = float(np.log(up / down) / np.log(1.05 / 0.95))
    return Dealing(regular, deal, price)


E4_MIX = Experiment("E4 mix", "each instrument a tenth up for two years", mix, seeds=20)
E4_DEALING = Experiment("E4 dealing", "three years of rare or frequent deals, then the response", dealing, seeds=30)
