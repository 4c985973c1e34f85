"""Calibration block of a scenario: joint distribution of parameters that worlds are drawn from."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Annotated

import numpy as np
from annotated_types import Ge, Interval, Le
from numpy.typing import NDArray
from pydantic import model_validator

from mktsim.quantities import Part, Source, Unit
from mktsim.relations import Ref

ANY = Interval(ge=-1e15, le=1e15)
"""Range of what is measured in the unit of a parameter."""
FOUND = Source("found by mktsim calibrate")


class Scale(StrEnum):
    """The scale without bounds on which a parameter is nearly normal."""

    LOG = "log"
    """For what is positive."""
    LOGIT = "logit"
    """For what lies between 0 and 1."""
    PLAIN = "plain"
    """For what may have either sign."""

    def inward(self, value: float) -> float:
        """Return a natural value on the scale."""
        if self is Scale.LOG:
            return math.log(value)
        return math.log(value / (1.0 - value)) if self is Scale.LOGIT else value

    def outward(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return values of the scale as natural values, same shape."""
        if self is Scale.LOG:
            return np.asarray(np.exp(np.clip(value, -60.0, 60.0)))
        return 1.0 / (1.0 + np.exp(-value)) if self is Scale.LOGIT else np.asarray(value)

    def natural(self, value: float) -> float:
        """Return a value of the scale as a natural value."""
        if self is Scale.LOG:
            return math.exp(min(max(value, -60.0), 60.0))
        return 1.0 / (1.0 + math.exp(-min(max(value, -60.0), 60.0))) if self is Scale.LOGIT else value


class CalibratedParameter(Part):
    """One parameter of the scenario as an estimate: offset + factor · natural value, kept inside its range."""

    path: Annotated[str, Ref("parameter")]
    """Dotted path of the parameter in the scenario."""
    scale: Scale
    """Scale on which the estimate is normal."""
    centre: Annotated[float, ANY, Unit("as the scale"), FOUND]
    """Mean on that scale."""
    sd: Annotated[float, Ge(0), Le(1e15), Unit("as the scale"), FOUND]
    """Standard deviation on that scale."""
    offset: Annotated[float, ANY, Unit("as the parameter"), FOUND] = 0.0
    """Value of the parameter at an estimate of zero."""
    factor: Annotated[float, ANY, Unit("parameter per estimate"), FOUND] = 1.0
    """Change of the parameter with the estimate."""
    lowest: Annotated[float, ANY, Unit("as the parameter"), FOUND]
    """Lowest value drawn."""
    highest: Annotated[float, ANY, Unit("as the parameter"), FOUND]
    """Highest value drawn."""

    def value(self, z: float) -> float:
        """Return the parameter at `z` standard deviations from the centre."""
        natural = self.offset + self.factor * self.scale.natural(self.centre + self.sd * z)
        return min(max(natural, self.lowest), self.highest)


class CalibratedGroup(Part):
    """Parameters that one history told together."""

    history: str
    """Name of the history's file; it names the random numbers of the draws."""
    parameters: tuple[CalibratedParameter, ...]
    """Estimates."""
    correlations: tuple[tuple[Annotated[float, Unit("correlation"), FOUND], ...], ...]
    """Correlations of the estimates on their scales, in the order of the parameters."""

    @model_validator(mode="after")
    def _square(self) -> CalibratedGroup:
        size = len(self.parameters)
        if size == 0 or len(self.correlations) != size or any(len(row) != size for row in self.correlations):
            raise ValueError(f"correlations: {size} parameters need {size} rows of {size} numbers")
        if any(abs(value) > 1.0 + 1e-6 for row in self.correlations for value in row):
            raise ValueError("correlations: a correlation lies between -1 and 1")
        return self

    def without(self, paths: frozenset[str]) -> CalibratedGroup | None:
        """Return the group without some parameters; None when none is left."""
        kept = [place for place, one in enumerate(self.parameters) if one.path not in paths]
        if not kept:
            return None
        matrix = tuple(tuple(self.correlations[row][column] for column in kept) for row in kept)
        return CalibratedGroup(
            history=self.history, parameters=tuple(self.parameters[place] for place in kept), correlations=matrix
        )
