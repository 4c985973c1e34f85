"""An organisation as people write it: agents of any name that play roles, edges by rule; made into an `Organisation`.

``everybody`` stands for all agents of the firm. A later edge between the same two for the same purpose replaces the
earlier one, so that a rule may have exceptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from annotated_types import Ge, Le, MinLen
from pydantic import model_validator

from mktsim.errors import quoted
from mktsim.inputs.agreement import Among
from mktsim.inputs.organisation import ASSUMED, Agent, Approval, Edge, EdgeKind, Levels, Organisation, Role, Work
from mktsim.quantities import MONEY, Part, Unit
from mktsim.relations import Finding, Name, Names, folded, refuse

EVERYBODY = "everybody"
OUTSIDE: dict[str, tuple[str, float, float]] = {
    "agency": ("communications", 1.0, 0.75),
    "channel_members": ("sales", 2.0, 0.6),
}
"""Outside parties that a file may leave out: who deals with them, staff and skill as in the archetypes."""
_FAR: dict[str, Any] = {"delay_days": 2.0, "added_variance": 0.1, "attention_days": 0.04}
_OUTSIDE_LEAK = 0.02
"""Figures of the links with them, as in planning_hub (assumption)."""
Many = str | tuple[str, ...]
"""One agent, several, or ``everybody``."""


class AgentRow(Part):
    """A department, a person or an outside party."""

    plays: tuple[Name, ...] = ()
    """Roles of the catalogue that it plays; one that is named after a role plays it."""
    duties: tuple[str, ...] = ()
    """Single duties by id that it does, whoever plays their role."""
    roles: Annotated[dict[Name, Role], Names("role")] = {}
    """Pools of staff by role; the role `staff` takes what names no role."""
    staff: Annotated[float, Ge(0.01), Le(1000), Unit("FTE"), ASSUMED] | None = None
    """Staff where there is one pool; half a post is somebody who works at half speed."""
    skill: Annotated[float, Ge(0.01), Le(1), Unit("level"), ASSUMED] = 0.8
    """Skill of that staff."""
    reports_to: str = ""
    """Agent that it reports to."""
    authority_money: Annotated[float, MONEY, Unit("money"), ASSUMED] = 0.0
    """Largest commitment that the agent decides alone."""
    outside: bool = False
    """Whether the agent is outside the firm (agencies, channel members)."""

    @model_validator(mode="after")
    def _has_staff(self) -> AgentRow:
        if self.staff is None and not self.roles:
            raise ValueError("give staff, or roles")
        if self.staff is not None and "staff" in self.roles:
            raise ValueError("staff is given twice: as a number and among roles")
        return self

    def agent(self) -> Agent:
        """Return the agent."""
        own = {} if self.staff is None else {"staff": Role(staff_fte=self.staff, skill=self.skill)}
        return Agent(roles={**own, **self.roles}, authority_money=self.authority_money, outside=self.outside)


class LinkFigures(Part):
    """Figures of a link."""

    delay_days: Annotated[float, Ge(0), Le(120), Unit("working days"), ASSUMED] = 1.0
    """Mean delay of a message (exponential)."""
    added_variance: Annotated[float, Ge(0), Le(4), Unit("relative variance"), ASSUMED] = 0.0
    """Variance that the hand-over adds to an estimate, relative to its prior variance."""
    attention_days: Annotated[float, Ge(0), Le(5), Unit("person-days"), ASSUMED] = 0.02
    """Work that a message costs its receiver."""
    leak_per_message: Annotated[float, Ge(0), Le(1), Unit("probability"), ASSUMED] = 0.0
    """Probability that a plan sent here becomes known to rivals, at confidentiality zero."""


class EdgeRow(LinkFigures):
    """One edge, or a rule that stands for many."""

    sender: Many
    """Agent, agents or `everybody` that send."""
    receiver: Many
    """Agent, agents or `everybody` that receive."""
    kind: EdgeKind = EdgeKind.INFORMS
    """What the edges are for."""
    both: bool = False
    """Whether each edge has its counterpart."""
    without: Many = ()
    """Agents that the rule leaves out."""
    cut: bool = False
    """Whether such edges are taken away instead."""


class EverybodyRow(LinkFigures):
    """What holds between all agents of the firm."""

    informs: Literal["all"] = "all"
    """Everybody informs everybody."""


class OrganisationFile(Part):
    """Who does the work, and how they are joined, as a file says it."""

    schema_version: Literal[1] = 1
    name: Name
    """Name used in arms and plots."""
    title: str = ""
    """One line for tables and the report."""
    instant: bool = False
    """Every duty completes at once with the truth; agents and edges then do not matter."""
    agents: Annotated[dict[Name, AgentRow], Names("agent")] = {}
    """Departments and outside parties by name."""
    reporting: LinkFigures = LinkFigures()
    """Figures of the lines that `reports_to` makes."""
    everybody: EverybodyRow | None = None
    """Links between all agents of the firm."""
    edges: tuple[EdgeRow, ...] = ()
    """Edges and rules for edges."""
    approvers: dict[str, str] = {}
    """Approver of single duties by id, in place of the catalogue's; empty text for none."""
    approvals: dict[Name, Annotated[tuple[Approval, ...], MinLen(1)]] = {}
    """Chains of approval of single duties by id, or of all that an agent has to have approved."""
    work: Work = Work()
    """Parameters of work."""
    levels: Levels = Levels()
    """Levels at the opening."""

    @model_validator(mode="after")
    def _names_agree(self) -> OrganisationFile:
        refuse(_unknown(self))
        refuse(_played_twice(self))
        refuse(_outside_again(self))
        refuse(_own_superior(self))
        return self

    def organisation(self) -> Organisation:
        """Return the organisation that the file means."""
        added = {} if self.instant else dict(_outside(self))
        return Organisation(
            name=self.name,
            title=self.title,
            instant=self.instant,
            agents={**{name: row.agent() for name, row in self.agents.items()}, **added},
            edges=tuple(edge for _, edge in placed_edges(self)),
            approvers=self.approvers,
            work=self.work,
            levels=self.levels,
            plays=dict(played(self)),
            duties={duty: name for name, row in self.agents.items() for duty in row.duties},
            approvals=self.approvals,
        )


def played(file: OrganisationFile) -> Iterator[tuple[str, str]]:
    """Yield (role, agent) of what agents play under another name."""
    yield from ((role, name) for name, row in file.agents.items() for role in row.plays if role != name)


def placed_edges(file: OrganisationFile) -> list[tuple[int, Edge]]:
    """Return edges with their place among the file's rows; -1 for those that other keys make."""
    found: dict[tuple[str, str, EdgeKind], tuple[int, Edge]] = {}
    for place, row in (*_by_key(file), *enumerate(file.edges)):
        for ends in _pairs(row, file):
            key = (*ends, row.kind)
            if row.cut:
                found.pop(key, None)
            else:
                found[key] = (place, _edge(ends, row))
    return list(found.values())


def _by_key(file: OrganisationFile) -> Iterator[tuple[int, EdgeRow]]:
    """Yield the rows that `reports_to`, `everybody` and outside parties left out stand for."""
    lines = _figures(file.reporting)
    for name, row in file.agents.items():
        if row.reports_to:
            yield -1, EdgeRow(sender=name, receiver=row.reports_to, kind=EdgeKind.REPORTS, **lines)
    if file.everybody is not None:
        yield -1, EdgeRow(sender=EVERYBODY, receiver=EVERYBODY, **_figures(file.everybody))
    for name, _ in () if file.instant else _outside(file):
        if other := _player(file, OUTSIDE[name][0]):
            yield -1, EdgeRow(sender=other, receiver=name, leak_per_message=_OUTSIDE_LEAK, **_FAR)
            yield -1, EdgeRow(sender=name, receiver=other, **_FAR)


def _outside(file: OrganisationFile) -> Iterator[tuple[str, Agent]]:
    """Yield outside parties that nobody plays, as the archetypes have them."""
    for name, (_, fte, skill) in OUTSIDE.items():
        if file.agents and not _player(file, name):
            yield name, Agent(roles={"staff": Role(staff_fte=fte, skill=skill)}, outside=True)


def _player(file: OrganisationFile, role: str) -> str:
    """Return who plays a role; empty for nobody."""
    return dict(played(file)).get(role, role if role in file.agents else "")


def _figures(row: LinkFigures) -> dict[str, Any]:
    return {name: getattr(row, name) for name in LinkFigures.model_fields}


def _edge(ends: tuple[str, str], row: EdgeRow) -> Edge:
    return Edge(sender=ends[0], receiver=ends[1], kind=row.kind, **_figures(row))


def _pairs(row: EdgeRow, file: OrganisationFile) -> Iterator[tuple[str, str]]:
    """Yield who sends to whom by a row, sender by sender."""
    left_out = {*_listed(row.without, file)}
    for sender in _listed(row.sender, file):
        for receiver in _listed(row.receiver, file):
            if sender != receiver and not left_out & {sender, receiver}:
                yield sender, receiver
                if row.both:
                    yield receiver, sender


def _listed(names: Many, file: OrganisationFile) -> tuple[str, ...]:
    if names == EVERYBODY:
        return tuple(name for name, row in file.agents.items() if not row.outside)
    return (names,) if isinstance(names, str) else names


def _unknown(file: OrganisationFile) -> Iterator[Finding]:
    """Yield names of agents that are not there."""
    known = (*file.agents, *(name for name in OUTSIDE if not file.instant))
    for steps, name in _named(file):
        if name not in known and name != EVERYBODY:
            wrong = Among("agent", known).wrong(name)
            if wrong is not None:
                yield wrong._replace(steps=steps)


def _named(file: OrganisationFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (steps, name) of every agent that is referred to."""
    for name, row in file.agents.items():
        if row.reports_to:
            yield ("agents", name, "reports_to"), row.reports_to
    for place, edge in enumerate(file.edges):
        for field in ("sender", "receiver", "without"):
            value = getattr(edge, field)
            yield from ((("edges", place, field), one) for one in ((value,) if isinstance(value, str) else value))
    for duty, agent in file.approvers.items():
        if agent:
            yield ("approvers", duty), agent
    for key, chain in file.approvals.items():
        yield from ((("approvals", key, place, "by"), step.by) for place, step in enumerate(chain))


def _outside_again(file: OrganisationFile) -> Iterator[Finding]:
    """Yield agents whose name some file system takes for that of an outside party which is added."""
    added = {} if file.instant else {folded(name): name for name, _ in _outside(file)}
    for name in file.agents:
        if other := added.get(folded(name)):
            words = f"{quoted(name)} and the outside party {quoted(other)} are one name to some file systems"
            yield Finding(("agents", name), f"{words}; `plays: [{other}]` makes them one", of_key=True)


def _own_superior(file: OrganisationFile) -> Iterator[Finding]:
    """Yield agents that report to themselves."""
    for name, row in file.agents.items():
        if row.reports_to == name:
            yield Finding(("agents", name, "reports_to"), f"{quoted(name)} cannot report to itself")


def _played_twice(file: OrganisationFile) -> Iterator[Finding]:
    """Yield roles and duties that two agents have."""
    for field in ("plays", "duties"):
        first: dict[str, str] = {}
        for name, row in file.agents.items():
            for place, value in enumerate(getattr(row, field)):
                if value in first:
                    yield Finding(("agents", name, field, place), f"{first[value]} has {value} already")
                first.setdefault(value, name)
