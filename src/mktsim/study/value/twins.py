"""Duties that look alike, in groups: all that are twins of each other, directly or through others."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from mktsim.inputs.duty import Duty


def twin_groups(duties: Sequence[Duty]) -> tuple[tuple[int, ...], ...]:
    """Return groups of at least two places in `duties`, by first place; a twin that is not there is left out."""
    places = {duty.id: place for place, duty in enumerate(duties)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from(
        (places[duty.id], places[twin.of]) for duty in duties for twin in duty.twins if twin.of in places
    )
    return tuple(sorted(tuple(sorted(group)) for group in nx.connected_components(graph) if len(group) > 1))


def by_owner(duties: Sequence[Duty]) -> tuple[tuple[int, ...], ...]:
    """Return the duties of each owner, twins beside each other, owners in order of their first duty."""
    rank = {place: number for number, group in enumerate(twin_groups(duties)) for place in group}
    owners = dict.fromkeys(duty.owner for duty in duties)
    return tuple(
        tuple(
            sorted(
                (place for place, duty in enumerate(duties) if duty.owner == owner),
                key=lambda place: (rank.get(place, len(rank)), place),
            )
        )
        for owner in owners
    )
