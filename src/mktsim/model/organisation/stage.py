"""Life-cycle stages as agents perceive them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.rules import most_probable

Stages = tuple[float, float, float, float]
"""Probabilities of introduction, growth, maturity and decline."""

Perceive = Callable[[NDArray[np.float64], float, Stages], Stages]
"""Weekly units held (W,), their relative standard error, the last estimate → the next one, a month later."""

LAUNCHED: Stages = (0.97, 0.01, 0.01, 0.01)
"""What everybody thinks at a launch (assumption)."""
ESTABLISHED: Stages = (0.0, 0.10, 0.80, 0.10)
"""What everybody thinks of a going concern of which nothing is known yet (assumption)."""


def unmoved(units: NDArray[np.float64], error: float, previous: Stages) -> Stages:
    """Return what was thought before: nobody reads sales as stages."""
    del units, error
    return previous


def blurred(stages: Stages, quality: float) -> Stages:
    """Return what work of `quality` makes of an estimate: all the same at zero, unchanged at one."""
    weights = [p**quality for p in stages]
    total = sum(weights)
    return weights[0] / total, weights[1] / total, weights[2] / total, weights[3] / total


class StageBoard:
    """Stages as each agent perceives them, and the stage that it has acted on."""

    def __init__(self, opening: Stages) -> None:
        self._opening = opening
        self._seen: dict[str, Stages] = {}
        self._acted: dict[str, int] = {}
        self._candidate: dict[str, int] = {}
        self.on_entry: Callable[[str, int], None] = _nobody

    def of(self, agent: str) -> Stages:
        """Return the agent's stage probabilities."""
        return self._seen.get(agent, self._opening)

    def acted(self, agent: str) -> int:
        """Return the stage that the agent works by."""
        found = self._acted.get(agent)
        return int(most_probable(self._opening)) if found is None else found

    def receive(self, agent: str, stages: Stages) -> None:
        """Take an estimate in; a stage is entered when two in a row agree on another one."""
        self._seen[agent] = stages
        likely = int(most_probable(stages))
        if likely == self.acted(agent):
            self._candidate.pop(agent, None)
        elif self._candidate.get(agent) == likely:
            del self._candidate[agent]
            self._acted[agent] = likely
            self.on_entry(agent, likely)
        else:
            self._candidate[agent] = likely

    def all(self) -> tuple[tuple[str, Stages, int], ...]:
        """Return (agent, probabilities, stage it works by) of all who have an estimate."""
        return tuple((agent, stages, self.acted(agent)) for agent, stages in self._seen.items())

    def restore(self, everything: tuple[tuple[str, Stages, int], ...]) -> None:
        """Take over what was handed on."""
        self._seen = {agent: stages for agent, stages, _ in everything}
        self._acted = {agent: stage for agent, _, stage in everything}


def _nobody(agent: str, stage: int) -> None:
    del agent, stage
