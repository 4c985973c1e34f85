"""Traffic of a coordination graph, known before anything runs: what lies on whose way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import Organisation
from mktsim.model.organisation.graph import Graph
from mktsim.study.value.reshape import Bypassed, Link, Reshape, path


@dataclass(frozen=True)
class Traffic:
    """How much passes a link or a relay on the quickest ways."""

    betweenness: float
    """Share of all pairs of agents that are joined, from 0 to 1, whose quickest way leads over it (Freeman 1977, A set
    of measures of centrality based on betweenness, Sociometry 40); ends do not count for a relay."""
    deliveries: int
    """Deliveries of duties, one for each duty and receiver, whose quickest way leads over it."""


Way = tuple[str, ...]
"""Whom a message passes, both ends included."""


def traffic_of(
    organisation: Organisation, duties: Sequence[Duty], found: Sequence[Reshape]
) -> tuple[Traffic | None, ...]:
    """Return the traffic of what each change is about; None for a change of neither a link nor a relay."""
    graph = Graph(organisation)
    pairs = _ways(graph, permutations(organisation.agents, 2))
    needed = _ways(graph, ((duty.owner, receiver) for duty in duties for receiver in duty.informs))
    joined, used = _passed(pairs), _passed(needed)
    return tuple(
        None if place is None else Traffic(joined[place] / max(len(pairs), 1), used[place])
        for place in map(_place, found)
    )


def _ways(graph: Graph, pairs: Iterable[tuple[str, str]]) -> list[Way]:
    ways = (path(graph, sender, receiver) for sender, receiver in pairs if sender != receiver)
    return [way for way in ways if way]


def _passed(ways: Iterable[Way]) -> Counter[Way]:
    """Count the links and the relays that ways lead over; a relay is a tuple of one."""
    found: Counter[Way] = Counter()
    for way in ways:
        found.update(pairwise(way))
        found.update((relay,) for relay in way[1:-1])
    return found


def _place(change: Reshape) -> Way | None:
    if isinstance(change, Link):
        return change.sender, change.receiver
    return (change.relay,) if isinstance(change, Bypassed) else None
