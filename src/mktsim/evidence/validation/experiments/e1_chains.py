"""E1, levels of a price cut: a deal, a brand's list price, one chain's everyday prices, everyday prices everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import YEAR
from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Change, dealt, invoiced, listed, settled_lab, together

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.market.layout import Levers, State

FOCAL = 0
STEP = 0.10
"""Size of every price change (Hoch, Drèze & Purk 1994)."""
TEST_WEEKS = 16
"""Weeks of a chain's pricing test (Hoch, Drèze & Purk 1994)."""
WEEKS = 2 * YEAR
LATE = slice(YEAR, WEEKS)
"""Second year: expectations and stocks have followed."""


@dataclass(frozen=True)
class Levels:
    """Elasticities to shelf prices by how much of the market a change covers."""

    deal: float
    """Of a brand to its deal of a week, price only."""
    permanent: float
    """Of a brand to its shelf price when its list price changes for good and chains answer, second year."""
    chain_cut: float
    """Of a chain's category volume to its own everyday prices, cut, over a test's weeks; mean over chains."""
    chain_rise: float
    """The same, raised."""
    chain_late: float
    """The same, mean of cut and rise, second year."""
    everywhere: float
    """Of category volume to everyday prices of all chains, mean of cut and rise, second year."""


def levels(scenario: Scenario, seed: int) -> Levels:
    """Change prices at each level with the same random inputs; where everyday prices move, the range stays."""
    lab, start = settled_lab(scenario)
    range_held = together(*(listed(start, b) for b in range(lab.sizes.brands)))
    base = lab.run(start, WEEKS, range_held, seed).units
    cut, rise = 1.0 - STEP, 1.0 + STEP

    def everyday(factor: float, chains: slice) -> tuple[float, float]:
        moved = lab.run(start, WEEKS, together(range_held, _everyday(factor, chains)), seed).units
        sold, usual = moved[..., chains].sum(axis=(1, 2, 3)), base[..., chains].sum(axis=(1, 2, 3))
        found = [np.log(sold[part].sum() / usual[part].sum()) / np.log(factor) for part in (slice(TEST_WEEKS), LATE)]
        return float(found[0]), float(found[1])

    each = [slice(c, c + 1) for c in range(lab.sizes.channels)]
    cuts, rises = (np.array([everyday(factor, one) for one in each]).mean(axis=0) for factor in (cut, rise))
    marked = lab.run(start, 1, dealt(FOCAL, STEP), seed).by_brand[0, FOCAL] / base[0, :, FOCAL].sum()
    return Levels(
        deal=float(np.log(marked) / np.log(cut)),
        permanent=_permanent(scenario, seed),
        chain_cut=float(cuts[0]),
        chain_rise=float(rises[0]),
        chain_late=float(cuts[1] + rises[1]) / 2.0,
        everywhere=sum(everyday(factor, slice(None))[1] for factor in (cut, rise)) / 2.0,
    )


def _everyday(factor: float, chains: slice) -> Change:
    def put(_week: int, state: State, _levers: Levers) -> None:
        state.shelf[..., chains] *= factor

    return put


def _permanent(scenario: Scenario, seed: int) -> float:
    """Return the elasticity to a brand's shelf price where chains price and list, from list prices moved both ways."""
    lab, start = settled_lab(scenario, chains=True)
    up, down = (lab.run(start, WEEKS, invoiced(FOCAL, f), seed) for f in (1.0 + STEP / 2.0, 1.0 - STEP / 2.0))
    sold = np.log(up.by_brand[LATE, FOCAL].sum() / down.by_brand[LATE, FOCAL].sum())
    moved = (up.log_regular - down.log_regular)[LATE, :, FOCAL].mean()
    return float(sold / moved)


E1_CHAINS = Experiment("E1 chains", "a price change at four levels of the market", levels, seeds=10)
