"""The coordination graph, compiled once: next edge on the quickest path between any two agents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from mktsim.inputs.organisation import EdgeKind
from mktsim.kept import ByIdentity
from mktsim.model.organisation.work_streams import column_of

if TYPE_CHECKING:
    from mktsim.inputs.organisation import Edge, Organisation


Receivers = tuple[str, ...]
"""Agents that something is for, in order."""


class Link:
    """One way along an edge, with what it has carried."""

    __slots__ = (
        "attention_days",
        "column",
        "delay_days",
        "leak",
        "leaks",
        "messages",
        "name",
        "receiver",
        "spent_days",
        "variance",
    )

    def __init__(self, edge: Edge, sender: str, receiver: str) -> None:
        """Take the edge's figures for the way from `sender` to `receiver`."""
        self.name = f"{sender}>{receiver}"
        self.receiver = receiver
        self.column = column_of(receiver)
        self.delay_days = edge.delay_days
        self.variance = edge.added_variance
        self.attention_days = edge.attention_days
        self.leak = edge.leak_per_message
        self.messages = 0
        self.spent_days = 0.0
        """Working days that messages were under way."""
        self.leaks = 0


class Graph:
    """Who reaches whom, over which link next; reports and approvals run both ways, information one way."""

    def __init__(self, organisation: Organisation) -> None:
        """Begin with links that have carried nothing."""
        plan = _PLANS.of((organisation,), lambda: _plan(organisation))
        self.links = {ends: Link(edge, *ends) for ends, edge in plan.edges.items()}
        self.boss = plan.boss
        """Who an agent reports to."""
        self.next = {ends: self.links[step] for ends, step in plan.steps.items()}
        """Next link on the quickest path between two agents."""

        self._branches: dict[tuple[str, Receivers], tuple[tuple[Link, Receivers], ...]] = {}

    def branches(self, sender: str, receivers: Receivers) -> tuple[tuple[Link, Receivers], ...]:
        """Return the links on which `sender` sends what is for `receivers`, and who is reached over each.

        Whom no path leads to, and the sender itself, are left out; links and receivers are in the order given.
        """
        found = self._branches.get((sender, receivers))
        if found is None:
            covers: dict[Link, list[str]] = {}
            for receiver in receivers:
                link = self.next.get((sender, receiver))
                if link is not None:
                    covers.setdefault(link, []).append(receiver)
            found = tuple((link, tuple(reached)) for link, reached in covers.items())
            self._branches[sender, receivers] = found
        return found

    def reaches(self, sender: str, receiver: str) -> bool:
        """Tell whether a message can get from `sender` to `receiver`."""
        return sender == receiver or (sender, receiver) in self.next


@dataclass(frozen=True)
class _Plan:
    """Arrays of a compiled graph, the same for every run of an organisation."""

    edges: dict[tuple[str, str], Edge]
    """The quickest edge between two agents that are joined."""
    boss: dict[str, str]
    steps: dict[tuple[str, str], tuple[str, str]]
    """First step of the quickest path between two agents."""


_PLANS: ByIdentity[_Plan] = ByIdentity(16)


def _plan(organisation: Organisation) -> _Plan:
    edges: dict[tuple[str, str], Edge] = {}
    boss: dict[str, str] = {}
    for edge in organisation.edges:
        ways = [(edge.sender, edge.receiver)]
        if edge.kind is not EdgeKind.INFORMS:
            ways.append((edge.receiver, edge.sender))
        for way in ways:
            if way not in edges or edge.delay_days < edges[way].delay_days:
                edges[way] = edge
        if edge.kind is EdgeKind.REPORTS:
            boss.setdefault(edge.sender, edge.receiver)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(organisation.agents)
    for (sender, receiver), edge in edges.items():
        # A message costs its reader time as well, so the direct way wins over a detour of no delay.
        graph.add_edge(sender, receiver, days=edge.delay_days + edge.attention_days + 1e-6)
    paths = nx.all_pairs_dijkstra_path(graph, weight="days")
    steps = {
        (sender, receiver): (path[0], path[1])
        for sender, found in paths
        for receiver, path in found.items()
        if len(path) > 1
    }
    return _Plan(edges, boss, steps)
