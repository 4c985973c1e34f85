"""Life-cycle stages as agents perceive them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mktsim.inputs.rules import most_probable

if TYPE_CHECKING:
    from mktsim.model.organisation.archive import Archive
    from mktsim.model.organisation.opinions import Opinions

Stages = tuple[float, float, float, float]
"""Probabilities of introduction, growth, maturity and decline."""

Perceive = Callable[[NDArray[np.float64], float, Stages], Stages]
"""Weekly units held (W,), their relative standard error, the last estimate → the next one, a month later."""

JUDGEMENT_WEEKS = 4
"""Weeks between two readings of the stage from perfect knowledge."""
SELF_JUDGEMENT_WEEKS = 13
"""Weeks after which each department reads the stage from the archive itself (assumption)."""
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


@dataclass(frozen=True)
class StageState:
    """Beliefs about the stage as they are handed on, by agent."""

    true: Stages
    """What whoever knows everything reads."""
    believed: dict[str, Stages]
    acted: dict[str, int]
    """Stage that an agent works by, once it has entered another than the opening's."""
    candidate: dict[str, int]
    """Another stage that the last estimate found most probable."""


class StageBoard:
    """Stages as each agent perceives them, and the stage that it has acted on."""

    def __init__(self, opening: Stages, opinions: Opinions) -> None:
        """Begin with what everybody thinks at the opening, each with an opinion of its own about it."""
        self._opening = opening
        self.opinions = opinions
        self.true = opening
        """What whoever knows everything reads from all sales."""
        self._seen: dict[str, Stages] = {}
        self._acted: dict[str, int] = {}
        self._candidate: dict[str, int] = {}
        self.on_entry: Callable[[str, int], None] = _nobody

    def of(self, agent: str) -> Stages:
        """Return the agent's stage probabilities."""
        found = self._seen.get(agent)
        if found is None:
            found = self._seen[agent] = self.opinions.stages(agent, self._opening)
        return found

    def acted(self, agent: str) -> int:
        """Return the stage that the agent works by."""
        found = self._acted.get(agent)
        return int(most_probable(self._opening)) if found is None else found

    def receive(self, agent: str, stages: Stages, weight: float = 1.0) -> None:
        """Take an estimate in; a stage is entered when two in a row agree on another one.

        `weight` is that of the estimate against what the agent thought (linear opinion pool, Stone 1961, Annals of
        Mathematical Statistics 32:1339): one of its own takes the place of the last.
        """
        if weight < 1.0:
            stages = mixed(self.of(agent), stages, weight)
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

    def snapshot(self) -> StageState:
        """Return what everybody believes and acts on, as a value."""
        return StageState(self.true, dict(self._seen), dict(self._acted), dict(self._candidate))

    def restore(self, state: StageState) -> None:
        """Go on from a state."""
        self.true = state.true
        self._seen, self._acted, self._candidate = dict(state.believed), dict(state.acted), dict(state.candidate)


def mixed(own: Stages, told: Stages, weight: float) -> Stages:
    """Return probabilities between one's own and those told, which weigh `weight`."""
    kept = 1.0 - weight
    return (
        kept * own[0] + weight * told[0],
        kept * own[1] + weight * told[1],
        kept * own[2] + weight * told[2],
        kept * own[3] + weight * told[3],
    )


class StageEstimator:
    """Reads stages from sales: from an agent's archive as it has reached it, or from all sales where all is known."""

    def __init__(self, board: StageBoard, archive: Archive, perceive: Perceive, *, informed: bool) -> None:
        """Put estimates on `board`; `informed` where everybody knows everything at once."""
        self._board = board
        self._archive = archive
        self._perceive = perceive
        self._informed = informed
        self._error = 0.0
        self._readings: dict[tuple[int, float, Stages], Stages] = {}

    def of(self, agent: str) -> Stages:
        """Return the probabilities of introduction, growth, maturity and decline as `agent` perceives them."""
        return self._board.true if self._informed else self._board.of(agent)

    def filed(self, error: float) -> None:
        """Take note of the relative standard error of what has been filed last."""
        self._error = error

    def read(self, agent: str) -> Stages:
        """Return the next estimate of `agent` from the archive it holds; who holds the same reads the same."""
        held = self._archive.weeks_of(agent), self._error, self._board.of(agent)
        if held not in self._readings:
            self._readings[held] = self._perceive(self._archive.seen(agent).totals(), *held[1:])
        return self._readings[held]

    def judged(self, agent: str, quality: float) -> Stages:
        """Return the estimate of an agent that works on it with `quality`."""
        return self._board.true if self._informed else blurred(self.read(agent), quality)

    def close_week(self, week: int, agents: tuple[str, ...]) -> bool:
        """Have agents read the stage at the end of `week` where it is time to; tell whether it was."""
        if self._informed:
            if week % JUDGEMENT_WEEKS != JUDGEMENT_WEEKS - 1:
                return False
            self._board.true = self._perceive(self._archive.truth().totals(), 0.0, self._board.true)
            for agent in agents:
                self._board.receive(agent, self._board.true)
            return True
        if week % SELF_JUDGEMENT_WEEKS != SELF_JUDGEMENT_WEEKS - 1:
            return False
        for agent in tuple(agent for agent in agents if self._archive.weeks_of(agent)):
            self._board.receive(agent, self.read(agent))
        return True


def _nobody(agent: str, stage: int) -> None:
    del agent, stage
