"""What a file of an organisation names, whether or not its figures are right: agents, edges, approvers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from mktsim.inputs.organisation import EdgeKind

if TYPE_CHECKING:
    from mktsim.inputs.organisation import Organisation
    from mktsim.inputs.tree import Plain


@dataclass(frozen=True)
class Line:
    """An edge by name."""

    place: int
    """Place among the edges."""
    sender: str
    receiver: str
    kind: str


@dataclass(frozen=True)
class Skeleton:
    """Names only."""

    instant: bool
    agents: tuple[str, ...]
    lines: tuple[Line, ...]
    approvers: tuple[tuple[str, str], ...]
    """(duty, agent)."""

    def graph(self) -> nx.DiGraph[str]:
        """Return who can send to whom: reports and approvals run both ways, information one way."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.agents)
        for line in self.lines:
            graph.add_edge(line.sender, line.receiver)
            if line.kind != EdgeKind.INFORMS:
                graph.add_edge(line.receiver, line.sender)
        return graph


def skeleton_of(organisation: Organisation) -> Skeleton:
    """Return the names in an organisation."""
    edges = enumerate(organisation.edges)
    lines = tuple(Line(place, edge.sender, edge.receiver, edge.kind.value) for place, edge in edges)
    return Skeleton(organisation.instant, tuple(organisation.agents), lines, tuple(organisation.approvers.items()))


def skeleton_in(tree: Plain) -> Skeleton:
    """Return the names in a file's values; what is not written as it should be is passed over."""
    top = tree if isinstance(tree, dict) else {}
    agents, edges, approvers = (top.get(name) for name in ("agents", "edges", "approvers"))
    lines = [_line(place, edge) for place, edge in enumerate(edges if isinstance(edges, list) else [])]
    return Skeleton(
        instant=top.get("instant") is True,
        agents=tuple(agents) if isinstance(agents, dict) else (),
        lines=tuple(line for line in lines if line is not None),
        approvers=tuple(
            (duty, agent)
            for duty, agent in (approvers.items() if isinstance(approvers, dict) else ())
            if isinstance(agent, str)
        ),
    )


def _line(place: int, edge: Plain) -> Line | None:
    """Return an edge when both of its ends and its kind are written."""
    if not isinstance(edge, dict):
        return None
    sender, receiver, kind = (edge.get(name) for name in ("sender", "receiver", "kind"))
    if isinstance(sender, str) and isinstance(receiver, str) and isinstance(kind, str):
        return Line(place, sender, receiver, kind)
    return None
