"""Result of a calibration: estimates with intervals and correlations, checks, and what stayed unidentified."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mktsim.inputs.calibration import Scale
from mktsim.science.arrays import Floats

CONFIDENCE = 0.90
"""Confidence of every interval."""
Z90 = 1.6448536269514722
"""Normal quantile of 95%, for intervals of 90%."""
CONFLICT = 2.0
"""Standard deviations from which prior and data contradict each other (Box 1980, JRSS A 143:383): one in twenty."""
LEARNT = 0.3
"""A parameter counts as learnt when the data cut the spread of its prior by at least this share; assumption."""


@dataclass(frozen=True)
class Estimate:
    """One parameter as the history and the prior together tell it."""

    name: str
    """Name in tables and files."""
    unit: str
    """Unit."""
    value: float
    """Best value: the median."""
    low: float
    """Lower end of the 90% interval."""
    high: float
    """Upper end of the 90% interval."""
    centre: float
    """Mean on the scale on which it is nearly normal."""
    sd: float
    """Standard deviation on that scale."""
    scale: Scale = Scale.PLAIN
    """That scale."""
    learnt: float = 1.0
    """Share by which the data cut the spread of the prior; 1 without a prior, at or below 0 for nothing learnt."""
    prior: str = ""
    """Where the prior comes from; empty without one."""


@dataclass(frozen=True)
class Check:
    """One number that tells how far the fit can be trusted."""

    name: str
    value: float
    text: str
    """What it means, in words."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """All that one history says."""

    kind: str
    """series, panel or choices."""
    file: str
    """The history as the user named it."""
    estimates: tuple[Estimate, ...]
    correlations: Floats
    """Correlations of the estimates on their scales, shape (estimates, estimates)."""
    checks: tuple[Check, ...]
    unknown: tuple[str, ...]
    """What the data could not tell, in sentences."""
    notes: tuple[str, ...]
    """What was read and how, in sentences."""
    first_month: int = 0
    """Month of the first period since year 0, where a season was told without a series; 0 without."""

    def estimate(self, name: str) -> Estimate | None:
        """Return an estimate by name; None without one."""
        return next((one for one in self.estimates if one.name == name), None)


def from_normal(
    names: tuple[tuple[str, str], ...], centres: Floats, covariance: Floats, spreads: Floats, sources: tuple[str, ...]
) -> tuple[tuple[Estimate, ...], Floats]:
    """Return estimates that are normal as they stand, and their correlations.

    `names` holds (name, unit), `spreads` the standard deviations of the priors, infinite without one; all have
    length k, the covariance has shape (k, k).
    """
    sd = np.sqrt(np.diag(covariance))
    rows = [
        Estimate(
            name=name,
            unit=unit,
            value=float(centre),
            low=float(centre - Z90 * one),
            high=float(centre + Z90 * one),
            centre=float(centre),
            sd=float(one),
            learnt=float(1.0 - one / spread) if np.isfinite(spread) else 1.0,
            prior=source,
        )
        for (name, unit), centre, one, spread, source in zip(names, centres, sd, spreads, sources, strict=True)
    ]
    return tuple(rows), covariance / np.outer(sd, sd)


def conflicts(
    names: tuple[str, ...], told: Floats, errors: Floats, priors: tuple[tuple[float, float], ...]
) -> tuple[str, ...]:
    """Return a sentence for each estimate in which the history and what is published contradict each other.

    `told` are what the data alone say and `errors` their standard errors, both of shape (k,); `priors` holds mean and
    standard deviation, infinite without one.
    """
    found = []
    for name, value, error, (mean, sd) in zip(names, told, errors, priors, strict=True):
        distance = abs(value - mean) / float(np.hypot(error, sd)) if np.isfinite(sd) else 0.0
        if distance > CONFLICT:
            found.append(
                f"{name}: the history says {value:.3g}, what is published {mean:.3g} ± {sd:.2g}; they are "
                f"{distance:.1f} standard deviations apart, so that one of them is not about this market"
            )
    return tuple(found)


def weakly_learnt(estimates: tuple[Estimate, ...]) -> tuple[str, ...]:
    """Return a sentence for each estimate that is hardly more than its prior."""
    return tuple(
        f"{one.name}: the history says {'nothing' if one.learnt < 0.1 else 'little'} about it (it narrows the prior by "
        f"{max(0.0, one.learnt):.0%}); what stands there is mostly the prior ({one.prior})"
        for one in estimates
        if one.learnt < LEARNT
    )
