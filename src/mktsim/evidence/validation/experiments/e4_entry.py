"""E4, order of entry: four identical firms that enter a new market two years apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.evidence.validation.experiments.experiment import Experiment
from mktsim.evidence.validation.lab import Lab
from mktsim.science.arrays import Floats

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

FIRMS = 4
APART = 104
"""Weeks between entries."""
READ_AFTER = 156
"""Weeks after the last entry at which shares are read."""
LATER = 260
"""Weeks over which the advantage should fade."""
OPENING = {"awareness": 0.02, "distribution": 0.20, "tried": 0.0}
"""A newcomer's opening: assumption, the same for all."""


@dataclass(frozen=True, eq=False)
class Entries:
    """Shares by order of entry."""

    share: Floats
    """Three years after the last entry, shape (firms,)."""
    later: Floats
    """Five years after that."""


def entries(scenario: Scenario, seed: int) -> Entries:
    """Let four identical brands enter one by one, with luck."""
    pattern = scenario.brands[0]
    brands = tuple(
        pattern.model_copy(
            update={"name": f"entrant_{n}", "share": 1.0 / FIRMS, "entry_week": n * APART, "policy": "", **OPENING}
        )
        for n in range(FIRMS)
    )
    lab = Lab(scenario.model_copy(update={"brands": brands}), all_present=False)
    last = (FIRMS - 1) * APART + READ_AFTER
    sold = lab.run(lab.opening(), last + LATER, None, seed).by_brand
    share, later = (sold[week - 26 : week].sum(axis=0) for week in (last, last + LATER))
    return Entries(share / share.sum(), later / later.sum())


E4_ENTRY = Experiment("E4 order of entry", "four identical firms, two years apart", entries, seeds=20)
