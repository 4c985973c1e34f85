"""Whether an organisation can do the work of the catalogue: who has to be there, and who has to reach whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from mktsim.errors import Problem, did_you_mean, quoted, shortened
from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import EdgeKind
from mktsim.study.question.skeleton import Line, Skeleton, reached_from

if TYPE_CHECKING:
    import networkx as nx

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
                message = f"agent {quoted(name)} is not among agents"
                yield Problem("", 0, 0, f"{line.field}.{end}", message, skeleton.agents)


def _circles(skeleton: Skeleton) -> Iterator[Problem]:
    """Yield one problem for each strongly connected component of reporting lines, at the first of its edges."""
    reports: dict[tuple[str, str], Line] = {}
    for line in skeleton.lines:
        if line.kind == EdgeKind.REPORTS:
            reports.setdefault((line.sender, line.receiver), line)
    if not _has_circle(reports):
        return
    import networkx as nx

    graph = nx.DiGraph(list(reports))
    components = list(nx.strongly_connected_components(graph))
    component = {agent: place for place, members in enumerate(components) for agent in members}
    first: dict[int, Line] = {}
    for line in reports.values():
        if component[line.sender] == component[line.receiver]:
            first.setdefault(component[line.sender], line)
    for place, line in first.items():
        yield Problem("", 0, 0, line.field, _circle(graph, components[place], line))


def _has_circle(arrows: Iterable[tuple[str, str]]) -> bool:
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for tail, head in arrows:
        sorter.add(tail, head)
    try:
        sorter.prepare()
    except CycleError:
        return True
    return False


def _circle(graph: nx.DiGraph[str], members: set[str], first: Line) -> str:
    """Return the message on a component: a shortest circle through the first of its edges, and who else is in it."""
    import networkx as nx

    names = [first.sender, *nx.shortest_path(graph, first.receiver, first.sender)]
    others = len(members) - len(set(names))
    if len(names) > _LONGEST_CIRCLE:
        names[_LONGEST_CIRCLE - 2 : -1] = [f"… ({len(names) - _LONGEST_CIRCLE + 1} more)"]
    more = f"; {others} more agents are in circles with them" if others else ""
    return f"reporting lines go in a circle: {' > '.join(map(shortened, names))}{more}"


def _unknown_approvers(skeleton: Skeleton, duties: Sequence[Duty]) -> Iterator[Problem]:
    known = [duty.id for duty in duties]
    for duty, agent in skeleton.approvers:
        field = f"approvers.{duty}"
        if duty not in known:
            yield Problem("", 0, 0, field, f"no duty is called {quoted(duty)}{did_you_mean(duty, known, 1)}")
        elif agent and agent not in skeleton.agents:
            yield Problem("", 0, 0, field, f"approver {quoted(agent)} is not among agents", skeleton.agents)


def _missing_agents(skeleton: Skeleton, duties: Sequence[Duty]) -> Iterator[Problem]:
    """Yield one problem for each role of the catalogue that nobody plays."""
    own = {agent for _, agent in skeleton.approvers}
    for name, needed in unplayed(skeleton, duties).items():
        if name not in own:
            words = f"nobody plays {name}: {_who_needs(name, needed)}; `plays: [{name}]` gives it to an agent"
            yield Problem("", 0, 0, "agents", words)


def unplayed(skeleton: Skeleton, duties: Sequence[Duty]) -> dict[str, tuple[Duty, ...]]:
    """Return the roles that nobody plays, each with the duties of its own or that work with it."""
    missing: dict[str, list[Duty]] = {}
    for duty in duties:
        for agent in dict.fromkeys((duty.owner, *_partners(skeleton, duty))):
            if agent not in skeleton.agents:
                missing.setdefault(agent, []).append(duty)
    return {name: tuple(needed) for name, needed in missing.items()}


def _who_needs(name: str, needed: Sequence[Duty]) -> str:
    own = [duty.id for duty in needed if duty.owner == name]
    others = [duty.id for duty in needed if duty.owner != name]
    parts = []
    if own:
        parts.append(f"{len(own)} duties are its own, such as {own[0]}")
    if others:
        parts.append(f"{len(others)} of others tell or ask it, such as {others[0]}")
    return ", ".join(parts)


def casting_problems(skeleton: Skeleton, duties: Sequence[Duty]) -> tuple[Problem, ...]:
    """Return what an organisation says of who plays and does what that the catalogue does not know."""
    if skeleton.instant:
        return ()
    roles = tuple(dict.fromkeys(role for duty in duties for role in (duty.owner, *_partners(skeleton, duty))))
    known = [duty.id for duty in duties]
    return (*_unknown_roles(skeleton, roles), *_unknown_duties(skeleton, known), *_idle(skeleton, roles))


def _unknown_roles(skeleton: Skeleton, roles: tuple[str, ...]) -> Iterator[Problem]:
    for role, agent in skeleton.plays:
        if role not in roles:
            words = f"no role is called {quoted(role)}{did_you_mean(role, roles, 1)}"
            yield Problem("", 0, 0, f"agents.{agent}.plays", words, roles)


def _unknown_duties(skeleton: Skeleton, known: Sequence[str]) -> Iterator[Problem]:
    for duty, agent in skeleton.owners:
        if duty not in known:
            words = f"no duty is called {quoted(duty)}{did_you_mean(duty, known, 1)}"
            yield Problem("", 0, 0, f"agents.{agent}.duties", words)
    for key, _ in skeleton.chains:
        if key not in known and key not in skeleton.agents:
            near = did_you_mean(key, (*known, *skeleton.agents), 1)
            yield Problem("", 0, 0, f"approvals.{key}", f"no duty and no agent is called {quoted(key)}{near}")


def _idle(skeleton: Skeleton, roles: tuple[str, ...]) -> Iterator[Problem]:
    """Yield agents that play nothing and do nothing."""
    at_work = {*roles, *(agent for _, agent in (*skeleton.plays, *skeleton.owners, *skeleton.approvers))}
    at_work |= {agent for _, chain in skeleton.chains for agent in chain}
    taken = {role for role, _ in skeleton.plays}
    for name in skeleton.agents:
        if name not in at_work:
            left = tuple(role for role in roles if role not in skeleton.agents and role not in taken)
            words = "plays nothing: give it `plays: [role, ...]`, or `duties: [id, ...]`"
            yield Problem("", 0, 0, f"agents.{name}", words, left or roles)


def _unreached(skeleton: Skeleton, duties: Sequence[Duty]) -> Iterator[Problem]:
    receivers = skeleton.receivers()
    owners = {duty.owner for duty in duties}
    reached = {agent: reached_from(agent, receivers) for agent in skeleton.agents if agent in owners}
    known = set(skeleton.agents)
    unreached: dict[tuple[str, str], str] = {}
    for duty in duties:
        for agent in _partners(skeleton, duty):
            if duty.owner in reached and agent in known and agent not in reached[duty.owner]:
                unreached.setdefault((duty.owner, agent), duty.id)
    for ends, duty_id in unreached.items():
        yield Problem(
            "",
            0,
            0,
            "edges",
            f"no path of edges leads from {shortened(ends[0])} to {shortened(ends[1])}, {duty_id} needs one",
        )


def _partners(skeleton: Skeleton, duty: Duty) -> Iterator[str]:
    """Yield the agents that a duty's owner works with: approver, receivers, who joins in."""
    approver = dict(skeleton.approvers).get(duty.id, duty.approver)
    chains = dict(skeleton.chains)
    chain = chains.get(duty.id) or (chains.get(duty.owner) if approver else None)
    if chain:
        yield from chain
    elif approver:
        yield approver
    yield from duty.informs
    for name in duty.joint:
        yield name.partition(":")[0]
