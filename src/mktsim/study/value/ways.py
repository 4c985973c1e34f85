"""What an organisation's coordination could be without: its links, the approvals it asks for, the relays it uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import Edge, Organisation
from mktsim.model.organisation.graph import Graph
from mktsim.study.directory.organisation_report import path
from mktsim.study.value.reshape import Blurred, Bypassed, Cut, Leaking, Reshape, Slowed, WithoutApproval

TREATMENTS = (Slowed, Blurred, Leaking, Cut)
"""What is done to a link."""


def links(organisation: Organisation) -> tuple[tuple[str, str], ...]:
    """Return sender and receiver of every link, each once, in the order of the file."""
    return tuple(dict.fromkeys((edge.sender, edge.receiver) for edge in organisation.edges))


def approvals(organisation: Organisation, duties: Sequence[Duty]) -> tuple[WithoutApproval, ...]:
    """Return the change that takes away each approval asked for."""
    asked = {duty.id: organisation.approvers.get(duty.id, duty.approver) for duty in duties}
    owners = {duty.id: duty.owner for duty in duties}
    return tuple(WithoutApproval(name, who) for name, who in asked.items() if who and who != owners[name])


def relays(organisation: Organisation, duties: Sequence[Duty]) -> tuple[Bypassed, ...]:
    """Return the change that goes round each agent who passes on what duties send."""
    graph = Graph(organisation)
    stretches: dict[str, dict[tuple[str, str], Edge]] = {}
    for sender, receiver in dict.fromkeys(_needed(organisation, duties)):
        for way in ((sender, receiver), (receiver, sender)):
            way_over = path(graph, *way)
            if len(way_over) > 2:
                first = _edge_of(organisation, way_over[0], way_over[1])
                for relay in way_over[1:-1]:
                    stretches.setdefault(relay, {})[way] = first
    return tuple(
        Bypassed(relay, tuple((_from(edge, ends[0]), ends[1]) for ends, edge in ways.items()))
        for relay, ways in stretches.items()
    )


def changes(
    organisation: Organisation, duties: Sequence[Duty]
) -> tuple[tuple[Reshape, ...], tuple[tuple[int, ...], ...]]:
    """Return every change of the coordination, and their places in groups of one kind."""
    found: list[Reshape] = []
    groups: list[tuple[int, ...]] = []
    families: list[Sequence[Reshape]] = [[treatment(*ends) for ends in links(organisation)] for treatment in TREATMENTS]
    for family in (*families, approvals(organisation, duties), relays(organisation, duties)):
        groups.append(tuple(range(len(found), len(found) + len(family))))
        found += family
    return tuple(found), tuple(group for group in groups if group)


def _needed(organisation: Organisation, duties: Sequence[Duty]) -> Iterator[tuple[str, str]]:
    """Yield who sends what to whom in the course of duties."""
    for duty in duties:
        approver = organisation.approvers.get(duty.id, duty.approver)
        for receiver in (*duty.informs, *((approver,) if approver else ())):
            if receiver != duty.owner:
                yield duty.owner, receiver


def _edge_of(organisation: Organisation, sender: str, receiver: str) -> Edge:
    """Return the quickest edge that joins two agents, whichever way it was written down."""
    ends = {sender, receiver}
    joining = [edge for edge in organisation.edges if {edge.sender, edge.receiver} == ends]
    return min(joining, key=lambda edge: edge.delay_days)


def _from(edge: Edge, sender: str) -> Edge:
    """Return the edge as one that begins with `sender`."""
    if edge.sender == sender:
        return edge
    return Edge.model_validate(
        {**{name: getattr(edge, name) for name in Edge.model_fields}, "sender": sender, "receiver": edge.sender}
    )
