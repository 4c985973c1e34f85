"""Sidecar file of a calibration: all estimates beside the scenario, and those that worlds are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mktsim.evidence.calibration.estimates import CONFIDENCE, Calibration
from mktsim.evidence.calibration.overrides import Override
from mktsim.inputs.calibration import CalibratedGroup, CalibratedParameter, Scale


@dataclass(frozen=True)
class Parameter:
    """One estimate, as a file holds it."""

    name: str
    unit: str
    value: float
    """Median."""
    low: float
    """Lower end of the interval."""
    high: float
    """Upper end of the interval."""
    scale: Scale
    """Scale on which it is normal."""
    centre: float
    """Mean on that scale."""
    sd: float
    """Standard deviation on that scale."""
    learnt: float
    """Share by which the data cut the spread of the prior."""
    prior: str
    """Source of the prior; empty without one."""
    path: str = ""
    """Parameter of the scenario that it sets; empty for none."""
    offset: float = 0.0
    """That parameter at an estimate of zero."""
    factor: float = 1.0
    """Change of that parameter with the estimate."""
    lowest: float = 0.0
    """Lowest value of that parameter."""
    highest: float = 0.0
    """Highest value of that parameter."""


@dataclass(frozen=True)
class Sidecar:
    """A calibration as a file holds it."""

    schema_version: Literal[1]
    history: str
    """Name of the file that was calibrated on."""
    kind: str
    """series, panel or choices."""
    confidence: float
    """Confidence of the intervals."""
    parameters: tuple[Parameter, ...]
    correlations: tuple[tuple[float, ...], ...]
    """Correlations of the parameters on their scales, in their order."""


def sidecar_of(calibration: Calibration, overrides: tuple[Override, ...], history: str) -> Sidecar:
    """Return what the file beside the scenario holds; `history` is the name it gives the data."""
    sets = {one.target.estimate: one.target for one in overrides}
    rows = []
    for one in calibration.estimates:
        target = sets.get(one.name)
        rows.append(
            Parameter(
                name=one.name,
                unit=one.unit,
                value=one.value,
                low=one.low,
                high=one.high,
                scale=one.scale,
                centre=one.centre,
                sd=one.sd,
                learnt=round(one.learnt, 4),
                prior=one.prior,
                path=target.path if target else "",
                offset=target.offset if target else 0.0,
                factor=target.factor if target else 1.0,
                lowest=target.lowest if target else 0.0,
                highest=target.highest if target else 0.0,
            )
        )
    matrix = tuple(tuple(round(float(x), 6) for x in row) for row in np.atleast_2d(calibration.correlations))
    return Sidecar(1, history, calibration.kind, CONFIDENCE, tuple(rows), matrix)


def group_of(calibration: Calibration, overrides: tuple[Override, ...], history: str) -> CalibratedGroup | None:
    """Return what a scenario holds of a calibration, from which worlds are drawn; None when nothing was set in it."""
    sets = {one.target.estimate: one.target for one in overrides}
    places = [place for place, one in enumerate(calibration.estimates) if one.name in sets]
    if not places:
        return None
    rows = []
    for one in (calibration.estimates[place] for place in places):
        target = sets[one.name]
        rows.append(
            CalibratedParameter(
                path=target.path,
                scale=one.scale,
                centre=one.centre,
                sd=one.sd,
                offset=target.offset,
                factor=target.factor,
                lowest=target.lowest,
                highest=target.highest,
            )
        )
    matrix = np.atleast_2d(calibration.correlations)[np.ix_(places, places)]
    together = tuple(tuple(round(float(x), 6) for x in row) for row in matrix)
    return CalibratedGroup(history=history, parameters=tuple(rows), correlations=together)
