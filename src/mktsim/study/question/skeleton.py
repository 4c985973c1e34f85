"""The names in an organisation: who is there, who is joined to whom, who plays and does what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.inputs.casting import cast
from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import EdgeKind
from mktsim.inputs.organisation_file import OUTSIDE, AgentRow, EdgeRow, OrganisationFile, placed_edges, played

if TYPE_CHECKING:
    from mktsim.inputs.organisation import Organisation
    from mktsim.inputs.tree import Plain

_ANY_STAFF = 1.0
_BY_KEY = -1


@dataclass(frozen=True)
class Line:
    """An edge by name."""

    place: int
    """Place among the rows of the file; -1 where another key makes it."""
    sender: str
    receiver: str
    kind: str

    @property
    def field(self) -> str:
        """Field that makes the edge."""
        return f"agents.{self.sender}.reports_to" if self.place == _BY_KEY else f"edges[{self.place}]"


@dataclass(frozen=True)
class Skeleton:
    """Names only."""

    instant: bool
    agents: tuple[str, ...]
    lines: tuple[Line, ...]
    approvers: tuple[tuple[str, str], ...]
    """(duty, agent)."""
    plays: tuple[tuple[str, str], ...] = ()
    """(role, agent)."""
    owners: tuple[tuple[str, str], ...] = ()
    """(duty, agent)."""
    chains: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(duty or agent, who approves in turn)."""

    def cast(self, duties: Sequence[Duty]) -> tuple[Duty, ...]:
        """Return the catalogue as this organisation does it."""
        return cast(tuple(duties), dict(self.plays), dict(self.owners))

    def receivers(self) -> dict[str, set[str]]:
        """Return whom each can send to: reports and approvals run both ways, information one way."""
        found: dict[str, set[str]] = {agent: set() for agent in self.agents}
        for line in self.lines:
            found.setdefault(line.sender, set()).add(line.receiver)
            if line.kind != EdgeKind.INFORMS:
                found.setdefault(line.receiver, set()).add(line.sender)
        return found


def reached_from(agent: str, receivers: Mapping[str, set[str]]) -> set[str]:
    """Return an agent and all that its messages can get to, over whoever passes them on.

    >>> sorted(reached_from("a", {"a": {"b"}, "b": {"c"}, "d": {"a"}}))
    ['a', 'b', 'c']
    """
    found, waiting = {agent}, [agent]
    while waiting:
        new = receivers.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def skeleton_of(organisation: Organisation) -> Skeleton:
    """Return the names in an organisation."""
    edges = enumerate(organisation.edges)
    lines = tuple(Line(place, edge.sender, edge.receiver, edge.kind.value) for place, edge in edges)
    return Skeleton(
        instant=organisation.instant,
        agents=tuple(organisation.agents),
        lines=lines,
        approvers=tuple(organisation.approvers.items()),
        plays=tuple(organisation.plays.items()),
        owners=tuple(organisation.duties.items()),
        chains=tuple((key, tuple(step.by for step in chain)) for key, chain in organisation.approvals.items()),
    )


def skeleton_of_file(file: OrganisationFile) -> Skeleton:
    """Return the names in an organisation as it is written; edges know their row."""
    plays = dict(played(file))
    added = [name for name in OUTSIDE if file.agents and name not in file.agents and name not in plays]
    placed = placed_edges(file)
    return Skeleton(
        instant=file.instant,
        agents=(*file.agents, *([] if file.instant else added)),
        lines=tuple(Line(place, edge.sender, edge.receiver, edge.kind.value) for place, edge in placed),
        approvers=tuple(file.approvers.items()),
        plays=tuple(plays.items()),
        owners=tuple((duty, name) for name, row in file.agents.items() for duty in row.duties),
        chains=tuple((key, tuple(step.by for step in chain)) for key, chain in file.approvals.items()),
    )


def skeleton_in(tree: Plain) -> Skeleton:
    """Return the names in a file's values; what is not written as it should be is passed over."""
    top = tree if isinstance(tree, dict) else {}
    agents, edges, approvers = (top.get(name) for name in ("agents", "edges", "approvers"))
    rows = [_edge(edge) for edge in edges] if isinstance(edges, list) else []
    file = OrganisationFile.model_construct(
        name="",
        instant=top.get("instant") is True,
        agents={name: _agent(row) for name, row in agents.items()} if isinstance(agents, dict) else {},
        edges=tuple(rows),
        approvers={duty: one for duty, one in approvers.items() if isinstance(one, str)}
        if isinstance(approvers, dict)
        else {},
    )
    return skeleton_of_file(file)


def _agent(row: Plain) -> AgentRow:
    values = row if isinstance(row, dict) else {}
    reports_to = values.get("reports_to")
    return AgentRow.model_construct(
        plays=_names(values.get("plays")),
        duties=_names(values.get("duties")),
        staff=_ANY_STAFF,
        reports_to=reports_to if isinstance(reports_to, str) else "",
        outside=values.get("outside") is True,
    )


def _names(value: Plain) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _edge(row: Plain) -> EdgeRow:
    """Return a row of edges; one without an edge where ends or kind are not written as they should be."""
    values = row if isinstance(row, dict) else {}
    sender, receiver, kind = (values.get(name) for name in ("sender", "receiver", "kind"))
    wrong = (kind is not None and kind not in tuple(EdgeKind)) or not sender or not receiver
    return EdgeRow(
        sender=() if wrong else _ends(sender),
        receiver=() if wrong else _ends(receiver),
        kind=EdgeKind.INFORMS if wrong or kind is None else EdgeKind(str(kind)),
        both=values.get("both") is True,
        without=_ends(values.get("without")),
        cut=values.get("cut") is True,
    )


def _ends(value: Plain) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else _names(value)
