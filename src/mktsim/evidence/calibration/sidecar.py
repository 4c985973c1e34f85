"""The file beside a calibrated scenario: estimates and correlations, from which worlds are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mktsim.evidence.calibration.estimates import CONFIDENCE, Calibration
from mktsim.evidence.calibration.overrides import Override
from mktsim.evidence.forecasting.priors import Scale
from mktsim.evidence.forecasting.sampler import STREAM
from mktsim.inputs.scenario import Scenario
from mktsim.inverse import normal
from mktsim.science.arrays import Floats
from mktsim.streams import Address, Domain, uniforms
from mktsim.study.paths import set_path


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
    factor: float = 1.0
    """That parameter over the estimate."""
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
                factor=target.factor if target else 1.0,
                lowest=target.lowest if target else 0.0,
                highest=target.highest if target else 0.0,
            )
        )
    matrix = tuple(tuple(round(float(x), 6) for x in row) for row in np.atleast_2d(calibration.correlations))
    return Sidecar(1, history, calibration.kind, CONFIDENCE, tuple(rows), matrix)


def draw_values(sidecar: Sidecar, draw: int, seed: int = 1) -> dict[str, float]:
    """Return one joint draw of the parameters that a scenario has, by path; the same draw is the same values."""
    size = len(sidecar.parameters)
    luck = Address(seed, f"{sidecar.history}/worlds", 0, Domain.CALIBRATION)
    chance = normal(uniforms(luck, STREAM, "worlds", draw, 1, size))[0]
    together = _root(np.array(sidecar.correlations)) @ chance
    values = {}
    for one, z in zip(sidecar.parameters, together, strict=True):
        if one.path:
            natural = float(one.scale.outward(np.array(one.centre + one.sd * z)))
            values[one.path] = float(np.clip(one.factor * natural, one.lowest, one.highest))
    return values


def drawn(scenario: Scenario, sidecar: Sidecar, draw: int, seed: int = 1) -> Scenario:
    """Return the world of one draw: the scenario with its calibrated parameters moved together."""
    for path, value in draw_values(sidecar, draw, seed).items():
        scenario = set_path(scenario, path, value)
    return scenario


def _root(correlations: Floats) -> Floats:
    """Return a square root of a correlation matrix, also of one that rounding made indefinite."""
    roots, vectors = np.linalg.eigh(correlations)
    return np.asarray(vectors * np.sqrt(np.maximum(roots, 0.0)))
