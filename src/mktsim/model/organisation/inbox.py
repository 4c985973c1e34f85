"""Inboxes of agents: estimates, plans, the sales archive, stages; and who is set to work by what arrives."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from mktsim.model.organisation.knowledge import Way
from mktsim.model.organisation.opinions import OWN_WORK

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from simpy import Environment

    from mktsim.model.organisation.archive import Archive
    from mktsim.model.organisation.knowledge import Knowledge
    from mktsim.model.organisation.stage import StageBoard
    from mktsim.model.organisation.work import Work


class Kind(IntEnum):
    """Kind of an entry of a message."""

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
    OPINION = 5
    """An estimate that is the sender's judgement, weighed against what the receiver thinks."""
    VIEW = 6
    """An opinion that goes along with something else; nobody is set to work by it."""


class Entry(NamedTuple):
    """One thing in a message."""

    kind: Kind
    name: str
    value: Any
    """Held for estimates, a frozen plan, a count of weeks, or probabilities; as `kind` says."""


_EVIDENCE, _STATEMENT, _ITEM, _ARCHIVE = Kind.EVIDENCE, Kind.STATEMENT, Kind.ITEM, Kind.ARCHIVE
_OPINION, _VIEW = Kind.OPINION, Kind.VIEW
_made_way: Callable[[tuple[float, float, float, float]], Way] = partial(tuple.__new__, Way)
CLEAR = (0.0, -1.0)
"""What blurs the owner's own results: nothing."""


class Inbox:
    """Puts what arrives where it belongs and tells who listens."""

    def __init__(self, env: Environment, knowledge: Knowledge, archive: Archive, stages: StageBoard) -> None:
        self._env = env
        self._weight = stages.opinions.weight
        self.knowledge = knowledge
        self.archive = archive
        self.stages = stages
        self.items: dict[tuple[str, str], object] = {}
        self.awaited: Mapping[str, Container[str]] = {}
        """Topics and plans that somebody waits for, by agent."""
        self.on_message: Callable[[str, str, Work], None] = _nobody_waits
        """Called with agent, topic or plan that is awaited, and the work that it came of."""

    def snapshot(self) -> tuple[tuple[str, str, object], ...]:
        """Return the plans held: (agent, name, frozen value)."""
        return tuple((agent, name, value) for (agent, name), value in self.items.items())

    def restore(self, state: tuple[tuple[str, str, object], ...]) -> None:
        """Take over plans as they were handed on."""
        self.items.clear()
        self.items.update({(agent, name): value for agent, name, value in state})

    def deliver(self, agent: str, entries: list[Entry], work: Work, blur: tuple[float, float] = CLEAR) -> None:
        """Put entries into the agent's hands; `blur` is the variance added and its uniform, negative for none."""
        knowledge, awaited = self.knowledge, self.awaited.get(agent, ())
        own = agent == work.owner
        weight = OWN_WORK if own else self._weight(agent)
        way = _made_way((*blur, self._env.now, weight))
        waking: list[str] = []
        for kind, name, value in entries:
            if kind is _STATEMENT or (own and kind is _OPINION):
                knowledge.replace(agent, name, value, way)
            elif kind is _EVIDENCE:
                knowledge.receive(agent, name, value, way)
            elif kind is _OPINION or kind is _VIEW:
                knowledge.receive(agent, name, value, way, opinion=True)
            elif kind is _ITEM:
                self.items[agent, name] = value
            elif kind is _ARCHIVE:
                self.archive.reach(agent, value)
            else:
                self.stages.receive(agent, value, 1.0 if own else weight)
            if name in awaited and kind is not _VIEW:
                waking.append(name)
        for name in waking:
            self.on_message(agent, name, work)


def _nobody_waits(agent: str, name: str, work: Work) -> None:
    del agent, name, work
