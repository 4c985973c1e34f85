"""Changes of a coordination graph, one a class: each turns an organisation into another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Protocol

from annotated_types import Ge, Le

from mktsim.inputs.organisation import Agent, Edge, EdgeKind, Organisation, Role
from mktsim.model.organisation.graph import Graph
from mktsim.quantities import Source, Unit

ASSUMED = Source("assumption")
SLOWER: Annotated[float, Ge(1), Le(20), Unit("multiple"), ASSUMED] = 3.0
"""Delay of a slowed link, multiple of its own."""
BLUR: Annotated[float, Ge(0), Le(4), Unit("relative variance"), ASSUMED] = 0.5
"""Variance that a blurred link adds to its own."""
LEAK: Annotated[float, Ge(0), Le(1), Unit("probability"), ASSUMED] = 0.05
"""Probability that a leaking link adds to its own, for each plan sent at confidentiality zero."""
_MOST_DELAY, _MOST_VARIANCE = 120.0, 4.0


class Reshape(Protocol):
    """A change of an organisation."""

    @property
    def title(self) -> str:
        """In words."""

    def __call__(self, organisation: Organisation) -> Organisation:
        """Return the organisation with the change made."""


@dataclass(frozen=True)
class Slowed:
    """Messages of a link take longer."""

    sender: str
    receiver: str

    @property
    def title(self) -> str:
        """In words."""
        return f"{self.sender} > {self.receiver} slowed"

    def __call__(self, organisation: Organisation) -> Organisation:
        """Return the organisation with the link slowed."""
        return _with_edges(organisation, self, _slow)


@dataclass(frozen=True)
class Blurred:
    """Estimates sent over a link lose accuracy."""

    sender: str
    receiver: str

    @property
    def title(self) -> str:
        """In words."""
        return f"{self.sender} > {self.receiver} blurred"

    def __call__(self, organisation: Organisation) -> Organisation:
        """Return the organisation with the link blurred."""
        return _with_edges(organisation, self, _blur)


@dataclass(frozen=True)
class Leaking:
    """Plans sent over a link become known to rivals more often."""

    sender: str
    receiver: str

    @property
    def title(self) -> str:
        """In words."""
        return f"{self.sender} > {self.receiver} leaking"

    def __call__(self, organisation: Organisation) -> Organisation:
        """Return the organisation with the link leaking."""
        return _with_edges(organisation, self, _leak)


@dataclass(frozen=True)
class Cut:
    """A link is gone: messages take another way, or do not arrive."""

    sender: str
    receiver: str

    @property
    def title(self) -> str:
        """In words."""
        return f"{self.sender} > {self.receiver} cut"

    def __call__(self, organisation: Organisation) -> Organisation:
        """Return the organisation without the link."""
        return _with_edges(organisation, self, _drop)


Link = Slowed | Blurred | Leaking | Cut


@dataclass(frozen=True)
class WithoutApproval:
    """The plans of a duty need nobody's approval."""

    duty: str
    approver: str

    @property
    def title(self) -> str:
        """In words."""
        return f"{self.duty} without approval by {self.approver}"

    def __call__(self, organisation: Organisation) -> Organisation:
        """Return the organisation without the approval."""
        return _like(organisation, {"approvers": {**organisation.approvers, self.duty: ""}})


@dataclass(frozen=True)
class Bypassed:
    """Those between whom an agent passes messages on are joined directly."""

    relay: str
    pairs: tuple[tuple[Edge, str], ...]
    """The first edge of each way over the relay, and who is at its end."""

    @property
    def title(self) -> str:
        """In words."""
        return f"relay {self.relay} bypassed"

    def __call__(self, organisation: Organisation) -> Organisation:
        """Return the organisation with a direct edge for every way over the relay, as good as its first stretch."""
        known = {(edge.sender, edge.receiver) for edge in organisation.edges}
        direct = tuple(
            _edge(edge, {"receiver": receiver, "kind": EdgeKind.INFORMS})
            for edge, receiver in self.pairs
            if (edge.sender, receiver) not in known
        )
        return _like(organisation, {"edges": (*organisation.edges, *direct)})


@dataclass(frozen=True)
class MoreStaff:
    """More people in one pool of staff."""

    pool: str
    """As `agent:role`."""
    fte: float

    @property
    def title(self) -> str:
        """In words."""
        return f"{self.fte:+g} full-time equivalent in {self.pool}"

    def __call__(self, organisation: Organisation) -> Organisation:
        """Return the organisation with the people."""
        name, _, role = self.pool.partition(":")
        agent = organisation.agents[name]
        roles = {
            one: Role(staff_fte=pool.staff_fte + (self.fte if one == role else 0.0), skill=pool.skill)
            for one, pool in agent.roles.items()
        }
        changed = Agent(roles=roles, authority_money=agent.authority_money, outside=agent.outside)
        return _like(organisation, {"agents": {**organisation.agents, name: changed}})


def reshaped(organisation: Organisation, changes: tuple[Reshape, ...]) -> Organisation:
    """Return the organisation with several changes made, one after the other."""
    for change in changes:
        organisation = change(organisation)
    return organisation


def _with_edges(organisation: Organisation, link: Link, made: Callable[[Edge], tuple[Edge, ...]]) -> Organisation:
    """Return the organisation with every edge of a link made anew."""
    edges = tuple(
        one
        for edge in organisation.edges
        for one in (made(edge) if (edge.sender, edge.receiver) == (link.sender, link.receiver) else (edge,))
    )
    return _like(organisation, {"edges": edges})


def _slow(edge: Edge) -> tuple[Edge, ...]:
    return (_edge(edge, {"delay_days": min(_MOST_DELAY, SLOWER * edge.delay_days)}),)


def _blur(edge: Edge) -> tuple[Edge, ...]:
    return (_edge(edge, {"added_variance": min(_MOST_VARIANCE, edge.added_variance + BLUR)}),)


def _leak(edge: Edge) -> tuple[Edge, ...]:
    return (_edge(edge, {"leak_per_message": min(1.0, edge.leak_per_message + LEAK)}),)


def _drop(edge: Edge) -> tuple[Edge, ...]:
    del edge
    return ()


def _edge(edge: Edge, fields: Mapping[str, object]) -> Edge:
    return Edge.model_validate({**{name: getattr(edge, name) for name in Edge.model_fields}, **fields})


def _like(organisation: Organisation, fields: Mapping[str, object]) -> Organisation:
    known = {name: getattr(organisation, name) for name in Organisation.model_fields}
    return Organisation.model_validate({**known, **fields})


def path(graph: Graph, sender: str, receiver: str) -> tuple[str, ...]:
    """Return whom a message passes, both ends included; empty where no path leads there."""
    found = [sender]
    while found[-1] != receiver:
        link = graph.next.get((found[-1], receiver))
        if link is None:
            return ()
        found.append(link.receiver)
    return tuple(found)
