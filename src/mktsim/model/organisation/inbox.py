"""What reaches agents: estimates, plans, the sales archive, stages; and who is set to work by it."""

from __future__ import annotations

import math
from enum import IntEnum
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from mktsim.model.organisation.knowledge import Held
from mktsim.model.organisation.luck import rotated

if TYPE_CHECKING:
    from collections.abc import Callable

    from simpy import Environment

    from mktsim.model.organisation.archive import Archive
    from mktsim.model.organisation.knowledge import Knowledge
    from mktsim.model.organisation.stage import StageBoard
    from mktsim.model.organisation.work import Work


_STANDARD_NORMAL = NormalDist().inv_cdf
"""Quantile in C, for the organisation's many single draws; the compiled loops of the market cannot use it."""


class Kind(IntEnum):
    """What an entry of a message is."""

    EVIDENCE = 0
    """An estimate, combined with what the receiver has."""
    STATEMENT = 1
    """An estimate that replaces what the receiver has."""
    ITEM = 2
    """A plan or calendar."""
    ARCHIVE = 3
    """Count of weeks filed."""
    STAGES = 4
    """Stage probabilities."""


class Entry(NamedTuple):
    """One thing in a message."""

    kind: Kind
    name: str
    value: object


class Way(NamedTuple):
    """What a message met with on its way."""

    variance: float
    """Added variance, relative to prior variance."""
    luck: float
    """Uniform of its blur; negative for none."""


NO_WAY = Way(0.0, -1.0)
"""What the owner's own results meet with: nothing."""


class Inbox:
    """Puts what arrives where it belongs and tells who listens."""

    def __init__(self, env: Environment, knowledge: Knowledge, archive: Archive, stages: StageBoard) -> None:
        self._env = env
        self.knowledge = knowledge
        self.archive = archive
        self.stages = stages
        self.items: dict[tuple[str, str], object] = {}
        self.on_message: Callable[[str, str, Work], None] = _nobody_waits
        """Called with agent, topic or plan, and the work that it came of."""

    def deliver(self, agent: str, entry: Entry, way: Way, work: Work) -> None:
        """Put one entry into the agent's hands."""
        kind, name, value = entry
        if kind is Kind.ITEM:
            self.items[agent, name] = value
        elif isinstance(value, Held):
            news = self._as_received(name, value, way)
            if kind is Kind.EVIDENCE:
                self.knowledge.receive(agent, name, news)
            else:
                self.knowledge.replace(agent, name, news)
        elif kind is Kind.ARCHIVE and isinstance(value, int):
            self.archive.reach(agent, value)
        elif kind is Kind.STAGES and isinstance(value, tuple):
            self.stages.receive(agent, value)
        self.on_message(agent, name, work)

    def _as_received(self, name: str, sent: Held, way: Way) -> Held:
        """Return an estimate blurred by its way."""
        now = self._env.now
        if way.variance <= 0.0:
            return Held(sent.value, sent.variance, sent.day, sent.observed, now)
        topic = self.knowledge.topic(name)
        sd = topic.sd if topic is not None and math.isfinite(topic.sd) else 0.0
        added = way.variance * sd * sd
        shift = math.sqrt(added) * _STANDARD_NORMAL(rotated(way.luck, name)) if way.luck >= 0.0 else 0.0
        return Held(sent.value + shift, sent.variance + added, sent.day, sent.observed, now)


def _nobody_waits(agent: str, name: str, work: Work) -> None:
    del agent, name, work
