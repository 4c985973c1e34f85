"""Whether an organisation can do the work of the catalogue: who has to be there, and who has to reach whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from mktsim.errors import Problem, did_you_mean, quoted
from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import EdgeKind

if TYPE_CHECKING:
    from mktsim.inputs.organisation import Organisation
    from mktsim.inputs.tree import Plain

_LONGEST_CIRCLE = 8
"""Agents of a circle that a message names."""


def reach_problems(skeleton: Skeleton, duties: Sequence[Duty]) -> tuple[Problem, ...]:
    """Return everything in which an organisation's names do not fit together, or not the duties' names.

    The problems name their field and no file. An instant organisation needs neither agents nor edges.
    """
    if skeleton.instant:
        return ()
    return (
        *_unknown_ends(skeleton),
        *_circles(skeleton),
        *_unknown_approvers(skeleton, duties),
        *_missing_agents(skeleton, duties),
        *_unreached(skeleton, duties),
    )


def _unknown_ends(skeleton: Skeleton) -> Iterator[Problem]:
    for line in skeleton.lines:
        for end, name in (("sender", line.sender), ("receiver", line.receiver)):
            if name not in skeleton.agents:
                message = f"agent {name!r} is not among agents"
                yield Problem("", 0, 0, f"edges[{line.place}].{end}", message, skeleton.agents)


def _circles(skeleton: Skeleton) -> Iterator[Problem]:
    """Yield one problem for each strongly connected component of reporting lines, at the first of its edges."""
    reports: dict[tuple[str, str], Line] = {}
    for line in skeleton.lines:
        if line.kind == EdgeKind.REPORTS:
            reports.setdefault((line.sender, line.receiver), line)
    graph = nx.DiGraph(list(reports))
    components = list(nx.strongly_connected_components(graph))
    component = {agent: place for place, members in enumerate(components) for agent in members}
    first: dict[int, Line] = {}
    for line in reports.values():
        if component[line.sender] == component[line.receiver]:
            first.setdefault(component[line.sender], line)
    for place, line in first.items():
        yield Problem("", 0, 0, f"edges[{line.place}]", _circle(graph, components[place], line))


def _circle(graph: nx.DiGraph[str], members: set[str], first: Line) -> str:
    """Return the message on a component: a shortest circle through the first of its edges, and who else is in it."""
    names = [first.sender, *nx.shortest_path(graph, first.receiver, first.sender)]
    others = len(members) - len(set(names))
    if len(names) > _LONGEST_CIRCLE:
        names[_LONGEST_CIRCLE - 2 : -1] = [f"… ({len(names) - _LONGEST_CIRCLE + 1} more)"]
    more = f"; {others} more agents are in circles with them" if others else ""
    return f"reporting lines go in a circle: {' > '.join(names)}{more}"


def _unknown_approvers(skeleton: Skeleton, duties: Sequence[Duty]) -> Iterator[Problem]:
    known = [duty.id for duty in duties]
    for duty, agent in skeleton.approvers:
        field = f"approvers.{duty}"
        if duty not in known:
            yield Problem("", 0, 0, field, f"no duty is called {quoted(duty)}{did_you_mean(duty, known, 1)}")
        elif agent and agent not in skeleton.agents:
            yield Problem("", 0, 0, field, f"approver {agent!r} is not among agents", skeleton.agents)


def _missing_agents(skeleton: Skeleton, duties: Sequence[Duty]) -> Iterator[Problem]:
    missing: dict[str, str] = {}
    for duty in duties:
        for agent in (duty.owner, *_partners(skeleton, duty)):
            if agent not in skeleton.agents:
                missing.setdefault(agent, duty.id)
    own = {agent for _, agent in skeleton.approvers}
    for name, duty_id in missing.items():
        if name not in own:
            yield Problem("", 0, 0, "agents", f"{name} is missing, {duty_id} needs it", skeleton.agents)


def _unreached(skeleton: Skeleton, duties: Sequence[Duty]) -> Iterator[Problem]:
    graph = skeleton.graph()
    owners = {duty.owner for duty in duties}
    reached = {agent: {agent, *nx.descendants(graph, agent)} for agent in skeleton.agents if agent in owners}
    known = set(skeleton.agents)
    unreached: dict[tuple[str, str], str] = {}
    for duty in duties:
        for agent in _partners(skeleton, duty):
            if duty.owner in reached and agent in known and agent not in reached[duty.owner]:
                unreached.setdefault((duty.owner, agent), duty.id)
    for ends, duty_id in unreached.items():
        yield Problem("", 0, 0, "edges", f"no path of edges leads from {ends[0]} to {ends[1]}, {duty_id} needs one")


def _partners(skeleton: Skeleton, duty: Duty) -> Iterator[str]:
    """Yield the agents that a duty's owner works with: approver, receivers, who joins in."""
    approver = dict(skeleton.approvers).get(duty.id, duty.approver)
    if approver:
        yield approver
    yield from duty.informs
    for name in duty.joint:
        yield name.partition(":")[0]


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
