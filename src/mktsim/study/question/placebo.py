"""Placebo change: every message of the organisation takes a minute longer, which cannot matter, yet parts two runs.

In an organisation a run parts from its twin at the first decision that turns on a moment, and then differs by as much
as luck does. What such a change moves is therefore no effect but the floor under all effects that are measured beside
it: run with every family of effects, its spread is what nothing looks like.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mktsim.inputs.organisation import Organisation
from mktsim.study.question.factor import FactorKind, Setting

Floats = NDArray[np.float64]
_MINUTES_A_DAY = 24.0 * 60.0
_LEVEL = 0.95


@dataclass(frozen=True)
class Placebo:
    """Every message takes some minutes longer."""

    high: float = 1.0
    """Minutes."""
    low: float = 0.0
    base: float = 0.0
    kind: FactorKind = FactorKind.PLACEBO

    @property
    def name(self) -> str:
        """Name in tables."""
        return f"placebo: every message {self.high:g} min later"

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting with later messages; an organisation that is instant sends none."""
        arm = setting.arm.arm
        return setting.with_arm(replace(arm, organisation=later(arm.organisation, value)), f"{self.name}, {value!r}")


PLACEBOS = (Placebo(1.0), Placebo(2.0))
"""Changes that are run with a family of effects."""


def later(organisation: Organisation, minutes: float) -> Organisation:
    """Return the organisation with every link some minutes slower."""
    if organisation.instant:
        return organisation
    more = minutes / _MINUTES_A_DAY
    edges = tuple(edge.model_copy(update={"delay_days": edge.delay_days + more}) for edge in organisation.edges)
    changed: Organisation = organisation.model_copy(update={"edges": edges})
    return changed


@dataclass(frozen=True)
class Floor:
    """What changes that cannot matter move."""

    spread: float
    """Root mean square of their paired differences, units of the metric."""
    count: int
    """Differences that it rests on."""

    def of_mean(self, replications: int) -> float:
        """Size below which the mean of so many paired differences is nothing but a parting of runs, in 19 of 20."""
        if not self.count or not replications:
            return 0.0
        quantile = float(stdtrit(self.count, 0.5 + _LEVEL / 2.0))
        return quantile * self.spread / float(np.sqrt(replications))


NO_FLOOR = Floor(0.0, 0)


def floor_of(differences: Floats) -> Floor:
    """Return the floor from paired differences of placebos, any shape; their true mean is zero. NaN are left out."""
    known = differences[np.isfinite(differences)]
    return Floor(float(np.sqrt(np.mean(known**2))), int(known.size)) if known.size else NO_FLOOR
