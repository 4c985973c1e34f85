"""The coordination graph, compiled once: next edge on the quickest path between any two agents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from mktsim.inputs.organisation import EdgeKind
from mktsim.model.organisation.luck import column_of

if TYPE_CHECKING:
    from mktsim.inputs.organisation import Edge, Organisation


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
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(organisation.agents)
        self.links: dict[tuple[str, str], Link] = {}
        for edge in organisation.edges:
            ways = [(edge.sender, edge.receiver)]
            if edge.kind is not EdgeKind.INFORMS:
                ways.append((edge.receiver, edge.sender))
            for sender, receiver in ways:
                self._add(graph, Link(edge, sender, receiver), sender)
        self.boss: dict[str, str] = {}
        for edge in organisation.edges:
            if edge.kind is EdgeKind.REPORTS:
                self.boss.setdefault(edge.sender, edge.receiver)
        self.next: dict[tuple[str, str], Link] = {}
        for sender, paths in nx.all_pairs_dijkstra_path(graph, weight="days"):
            for receiver, path in paths.items():
                if len(path) > 1:
                    self.next[sender, receiver] = self.links[path[0], path[1]]

    def _add(self, graph: nx.DiGraph[str], link: Link, sender: str) -> None:
        """Add a way; of several between two agents the quickest is used."""
        known = self.links.get((sender, link.receiver))
        if known is None or link.delay_days < known.delay_days:
            self.links[sender, link.receiver] = link
            # A message costs its reader time as well, so the direct way wins over a detour of no delay.
            graph.add_edge(sender, link.receiver, days=link.delay_days + link.attention_days + 1e-6)

    def reaches(self, sender: str, receiver: str) -> bool:
        """Tell whether a message can get from `sender` to `receiver`."""
        return sender == receiver or (sender, receiver) in self.next
