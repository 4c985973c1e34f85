"""Base of instruments: the topics they read, their errors, and one way of making an observation."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Annotated

from annotated_types import Ge, Le
from scipy.special import ndtri

from mktsim.model.instruments.topics import Scale, split_topic
from mktsim.model.instruments.true_values import TRUTHS, Scene
from mktsim.quantities import Part, Source, Unit

ASSUMED = Source("assumption")

RelativeError = Annotated[float, Ge(0), Le(3), Unit("share of value"), ASSUMED]
"""A standard error relative to the value."""
AbsoluteError = Annotated[float, Ge(0), Le(10), Unit("topic's unit"), ASSUMED]
"""A standard error in the topic's own unit."""


class Instrument(Part):
    """A way to see the truth, with error, bias and cost."""

    cost_surveys: Annotated[float, Ge(0), Le(100), Unit("standard surveys"), ASSUMED] = 0.0
    """Cost of one observation of standard size, in consumer surveys (`money.research_money`)."""

    def errors(self) -> dict[str, float]:
        """Return the standard error by topic (without index) at standard accuracy, on the topic's scale."""
        raise NotImplementedError

    def biases(self) -> dict[str, float]:
        """Return the bias by topic as a share of the value; topics not named have none."""
        return {}

    @cached_property
    def standard_errors(self) -> dict[str, float]:
        """The table of `errors`, made once."""
        return self.errors()

    def observe(self, scene: Scene, topic: str, u: float, accuracy: float) -> tuple[float, float]:
        """Return truth + bias + se·ndtri(u) and its standard error; (NaN, inf) where there is nothing to see.

        `u` lies in (0, 1); `accuracy` is the sample in standard samples, so se falls with its square root.
        Errors: KeyError for a topic that the instrument does not read, ValueError for accuracy ≤ 0.
        """
        if not accuracy > 0.0:
            raise ValueError(f"accuracy has to be positive: {accuracy}")
        subject, index = split_topic(topic)
        standard = self.standard_errors.get(subject.name)
        if standard is None:
            reads = ", ".join(self.standard_errors)
            raise KeyError(f"{type(self).__name__} does not read {topic!r}; it reads: {reads}")
        true = TRUTHS[subject.name](scene, index)
        if not math.isfinite(true):
            return math.nan, math.inf
        size = abs(true) if subject.scale is Scale.RELATIVE else 1.0
        se = standard * size / math.sqrt(accuracy)
        return true * (1.0 + self.biases().get(subject.name, 0.0)) + se * float(ndtri(u)), se
