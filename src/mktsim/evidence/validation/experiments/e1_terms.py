"""E1, terms of trade: an off-invoice deal to retailers, and empty shelves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.validation.experiments.design import Designer
from mktsim.evidence.validation.experiments.table import Experiment
from mktsim.evidence.validation.lab import After, Lab, Script, settled_lab
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

OFF_INVOICE, WEEKS_ON = 0.10, 4
EMPTY_SHARE = 0.083
"""Share of region-channel weeks without the focal brand (Corsten & Gruen 2003: 8.3%)."""
WEEKS = 104


@dataclass(frozen=True, eq=False)
class Terms:
    """Pass-through of each brand's deal, and where unserved demand went."""

    passed: Floats
    """Fall of the shelf price over fall of the invoice, in logs, shape (brands,)."""
    share: Floats
    """Share of units of each brand."""
    bought_ahead: float
    """Units that retailers bought ahead on the deal; zero while they buy what they sell."""
    short: float
    """Units wanted where the shelf was empty."""
    other_store: float
    other_brand: float
    delayed: float


def terms(scenario: Scenario, seed: int) -> Terms:
    """Give each brand's retailers a deal in turn; then empty some of the focal brand's shelves."""
    lab, start = settled_lab(scenario)
    base = lab.run(start, WEEKS_ON)
    passed = []
    for b in range(lab.sizes.brands):
        run = lab.run(start, WEEKS_ON, _invoiced(b))
        fall = (run.log_price - base.log_price)[:, :, b].mean()
        passed.append(fall / np.log(1.0 - OFF_INVOICE))
    units = base.by_brand.sum(axis=0)
    empty = _emptied(scenario, seed)
    return Terms(np.array(passed), units / units.sum(), 0.0, *empty)


def _invoiced(brand: int):  # noqa: ANN202 - a change
    def put(_week: int, _state: np.void, levers: np.void) -> None:
        levers["deal"][:, brand, :] = OFF_INVOICE

    return put


def _emptied(scenario: Scenario, seed: int) -> tuple[float, float, float, float]:
    """Return units short, and how many went to other stores, other brands, next week."""
    lab = Lab(scenario)
    lab.limit_supply()
    start = lab.settled()
    z = lab.sizes
    u = Designer("E1 terms", seed).uniform(("empty",), WEEKS * z.regions * z.channels)
    empty = (u < EMPTY_SHARE).reshape(WEEKS, z.regions, z.channels)
    totals = np.zeros(4)

    def put(week: int, _state: np.void, levers: np.void) -> None:
        levers["stock"][empty[week]] = 0.0

    script = Script(put, _counted(totals, empty))
    lab.play(start, WEEKS, script, seed)
    short, elsewhere, switched, later = map(float, totals)
    return short, elsewhere, switched, later


def _counted(totals: Floats, empty: Floats) -> After:
    """Return what adds up short units and where they went; `lost` holds those of no and of other brands."""

    def see(week: int, _levers: np.void, out: np.void) -> None:
        short = float(out["desired"][empty[week]].sum())
        drawn_others = float(out["by_brand"][1:].sum())
        totals[0] += short
        totals[1] += float(out["switched_in"].sum())
        totals[2] += drawn_others - float(_rivals_drawn(out))
        totals[3] += short - float(out["switched_in"].sum()) - float(out["lost"].sum())

    return see


def _rivals_drawn(out: np.void) -> float:
    """Return rivals' units before re-allocation: expected units times the drawn ratio over what was served."""
    # `drawn` holds realised over expected after the week, served units included; take the part that was served away
    served = out["units"][:, 1:, :]
    expected = (out["expected"] * out["drawn"]).sum(axis=1)[:, 1:, :]
    return float(np.where(served > 0.0, np.minimum(expected, served), 0.0).sum())


E1_TERMS = Experiment("E1 terms", "off-invoice deals and empty shelves", terms, seeds=6)
