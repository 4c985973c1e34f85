"""Opinions of agents: what each thinks before it has heard anything, and how much it makes of what others tell it.

The luck of an agent is its own (stream `work.opinion`) and the same under every arm. Where the luck of work is
silenced, everybody begins with the common prior and weighs advice alike.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from mktsim.model.organisation.work_streams import OPINIONS, standard_normal

if TYPE_CHECKING:
    from mktsim.inputs.organisation import Work as Parameters
    from mktsim.model.organisation.work_streams import WorkLuck

Stages = tuple[float, float, float, float]
OWN_WORK = 0.5
"""Weight of what somebody has found out itself against what it held: by precision, as it should be."""
_LEAST_WEIGHT = 0.05
"""Nobody is quite deaf to others: assumption."""
_FARTHEST = 2.0
"""Nobody begins further from the common prior, in standard deviations of agents: assumption."""
_STAGES = 4
_FIRST_TOPIC = 1 + _STAGES


class _Mind(NamedTuple):
    """One agent's way of thinking."""

    weight: float
    """Weight of another's opinion, as precise as one's own, against one's own."""
    leans: tuple[float, ...]
    """Standard normal draws, cut: four of stages, then those of topics."""


class Opinions:
    """Own priors and own weighing, by agent."""

    def __init__(self, luck: WorkLuck, parameters: Parameters) -> None:
        self._luck, self._parameters = luck, parameters
        self._minds: dict[str, _Mind] = {}

    def weight(self, agent: str) -> float:
        """Return what `agent` makes of another's opinion that is as precise as its own, share of the two."""
        return (self._minds.get(agent) or self._mind(agent)).weight

    def lean(self, agent: str, topic: str) -> float:
        """Return how far the prior of `agent` is from the common one, in standard deviations of that.

        Parts by region, channel or month (whose names end in their number) are believed in the usual proportions.
        """
        if topic[-1].isdigit():
            return 0.0
        leans = (self._minds.get(agent) or self._mind(agent)).leans
        place = _STAGES + crc32(topic.encode()) % (OPINIONS - _FIRST_TOPIC)
        return self._parameters.prior_spread * leans[place]

    def stages(self, agent: str, common: Stages) -> Stages:
        """Return stage probabilities as `agent` begins with them: odds moved by a lognormal of the prior's spread."""
        leans = (self._minds.get(agent) or self._mind(agent)).leans
        spread = self._parameters.prior_spread
        one, two, three, four = (p * exp(spread * z) for p, z in zip(common, leans[:_STAGES], strict=True))
        whole = one + two + three + four
        return one / whole, two / whole, three / whole, four / whole

    def _mind(self, agent: str) -> _Mind:
        normals = [standard_normal(u) for u in self._luck.opinions(agent)]
        weight = self._parameters.advice_weight + self._parameters.advice_spread * normals[0]
        cut = tuple(min(max(z, -_FARTHEST), _FARTHEST) for z in normals[1:])
        mind = self._minds[agent] = _Mind(min(max(weight, _LEAST_WEIGHT), OWN_WORK), cut)
        return mind
