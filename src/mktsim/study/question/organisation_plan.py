"""What an organisation is before it works: who plays and does what, whom nobody plays, who approves what; no run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mktsim.errors import InputError, Problem
from mktsim.inputs.duty import Duty, OnCalendar, Period
from mktsim.inputs.organisation import ANY_SUM, Approval, EdgeKind
from mktsim.inputs.organisation_file import OrganisationFile
from mktsim.inputs.read import read
from mktsim.study.question.feasibility import unplayed
from mktsim.study.question.library import catalogue, read_organisation
from mktsim.study.question.skeleton import Skeleton, skeleton_of_file

DAYS_A_POST = 230.0
"""Working days of a full-time post a year, holidays and absence left out (assumption)."""
TIMES = {Period.WEEK: 52.0, Period.MONTH: 12.0, Period.QUARTER: 4.0, Period.YEAR: 1.0}


@dataclass(frozen=True)
class AgentPlan:
    """One agent."""

    name: str
    plays: tuple[str, ...]
    """Roles of the catalogue."""
    staff_fte: float
    outside: bool
    reports_to: str
    """Empty for nobody."""
    duties: tuple[str, ...]
    """Duties that it owns, by id."""
    calendar_posts: float
    """Posts that its duties by the calendar take at standard effort; what messages set off comes on top."""


@dataclass(frozen=True)
class Vacancy:
    """A role that nobody plays."""

    role: str
    undone: tuple[tuple[str, str], ...]
    """(id, text) of its own duties, which nobody does."""
    waiting: tuple[str, ...]
    """Duties of others that tell or ask it."""


@dataclass(frozen=True)
class OrganisationPlan:
    """An organisation on paper."""

    file: str
    name: str
    title: str
    instant: bool
    agents: tuple[AgentPlan, ...]
    links: tuple[tuple[str, str, str], ...]
    """(sender, receiver, kind)."""
    vacancies: tuple[Vacancy, ...]
    approvals: tuple[tuple[str, str], ...]
    """(duty or agent, who approves in words)."""
    problems: tuple[Problem, ...]
    """Why no run could be made with it; empty when one can."""


def organisation_plan(path: Path) -> OrganisationPlan:
    """Return what a file says, also where a run would refuse it. Errors: InputError for a file of wrong form."""
    file = read(path, OrganisationFile)
    skeleton = skeleton_of_file(file)
    duties = skeleton.cast(catalogue())
    return OrganisationPlan(
        file=str(path),
        name=file.name,
        title=file.title,
        instant=file.instant,
        agents=() if file.instant else tuple(_agent(name, file, skeleton, duties) for name in skeleton.agents),
        links=tuple((line.sender, line.receiver, line.kind) for line in skeleton.lines),
        vacancies=() if file.instant else tuple(_vacancies(skeleton, duties)),
        approvals=tuple((key, _chain(steps)) for key, steps in file.approvals.items()),
        problems=_problems(path),
    )


def _agent(name: str, file: OrganisationFile, skeleton: Skeleton, duties: tuple[Duty, ...]) -> AgentPlan:
    agents = file.organisation().agents
    roles = {role for duty in catalogue() for role in _roles(duty)}
    own = [duty for duty in duties if duty.owner == name]
    played = [role for role, agent in skeleton.plays if agent == name]
    is_role = name in roles and name not in dict(skeleton.plays)
    lines = (line.receiver for line in skeleton.lines if line.sender == name and line.kind == EdgeKind.REPORTS)
    return AgentPlan(
        name=name,
        plays=(*([name] if is_role else []), *played),
        staff_fte=sum(role.staff_fte for role in agents[name].roles.values()),
        outside=agents[name].outside,
        reports_to=next(lines, ""),
        duties=tuple(duty.id for duty in own),
        calendar_posts=sum(map(_calendar_days, own)) / DAYS_A_POST,
    )


def _roles(duty: Duty) -> Iterable[str]:
    return (duty.owner, duty.approver, *duty.informs, *(one.partition(":")[0] for one in duty.joint))


def _calendar_days(duty: Duty) -> float:
    times = (TIMES[one.every] for one in (duty.trigger, *duty.also) if isinstance(one, OnCalendar))
    return duty.effort_days * max(times, default=0.0)


def _vacancies(skeleton: Skeleton, duties: tuple[Duty, ...]) -> Iterable[Vacancy]:
    for role, needed in unplayed(skeleton, duties).items():
        own = tuple((duty.id, duty.text) for duty in needed if duty.owner == role)
        yield Vacancy(role, own, tuple(duty.id for duty in needed if duty.owner != role))


def _chain(steps: Iterable[Approval]) -> str:
    return ", then ".join(
        f"{one.by} up to {one.up_to_money:,.0f}" if one.up_to_money < ANY_SUM else one.by for one in steps
    )


def _problems(path: Path) -> tuple[Problem, ...]:
    try:
        read_organisation(path)
    except InputError as error:
        return error.problems
    return ()
