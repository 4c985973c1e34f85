"""Apply an arm's changes of edges and staff to its organisation."""

from __future__ import annotations

from pydantic import ValidationError

from mktsim.errors import InputError, Problem
from mktsim.inputs.agreement import Among, disagreements
from mktsim.inputs.organisation import Agent, Edge, Organisation, Role
from mktsim.inputs.study import Arm, EdgeChange
from mktsim.inputs.tree import dotted

_DEFAULT_ROLE = "staff"


def changed_organisation(organisation: Organisation, arm: Arm, field: str, file: str) -> Organisation:
    """Return the organisation with edges changed and staff added.

    Errors: InputError naming `file` and `field` for an edge or pool that is not there, or for a result out of
    range.
    """
    if not (arm.edges or arm.staff):
        return organisation
    problems = _unknown(organisation, arm, field, file)
    if problems:
        raise InputError(tuple(problems))
    try:
        return Organisation.model_validate(
            {
                **{name: getattr(organisation, name) for name in Organisation.model_fields},
                "edges": tuple(kept for edge in organisation.edges for kept in _edge(edge, arm.edges)),
                "agents": {name: _agent(name, agent, arm.staff) for name, agent in organisation.agents.items()},
            }
        )
    except ValidationError as error:
        found = tuple(Problem(file, 0, 0, field, problem["msg"]) for problem in error.errors())
        raise InputError(found) from error


def _unknown(organisation: Organisation, arm: Arm, field: str, file: str) -> list[Problem]:
    """Return what an arm changes that its organisation does not have: agents, pools, edges."""
    links = [f"{edge.sender} > {edge.receiver}" for edge in organisation.edges]
    pools = [f"{name}:{role}" for name, agent in organisation.agents.items() for role in agent.roles]
    alone = [name for name in organisation.agents if _pool(name) in pools]
    known = {
        "agent": Among("agent", tuple(organisation.agents)),
        "pool": Among("pool", (*alone, *pools)),
    }
    found = [
        Problem(file, 0, 0, f"{field}.{dotted(one.steps)}", one.message, one.choices)
        for one in disagreements(arm, known)
    ]
    wrong = {one.field.rpartition(".")[0] for one in found}
    for place, change in enumerate(arm.edges):
        link, at = f"{change.sender} > {change.receiver}", f"{field}.edges[{place}]"
        if link not in links and at not in wrong:
            found.append(Problem(file, 0, 0, at, f"no edge {link}", tuple(links)))
    return found


def _pool(name: str) -> str:
    return name if ":" in name else f"{name}:{_DEFAULT_ROLE}"


def _edge(edge: Edge, changes: tuple[EdgeChange, ...]) -> tuple[Edge, ...]:
    for change in changes:
        if (change.sender, change.receiver) != (edge.sender, edge.receiver):
            continue
        if change.cut:
            return ()
        fields = {name: getattr(edge, name) for name in Edge.model_fields}
        edge = Edge.model_validate(
            {
                **fields,
                "delay_days": edge.delay_days * change.delay_factor,
                "added_variance": edge.added_variance * change.variance_factor,
                "leak_per_message": min(1.0, edge.leak_per_message * change.leak_factor),
            }
        )
    return (edge,)


def _agent(name: str, agent: Agent, staff: dict[str, float]) -> Agent:
    added = {_pool(pool): fte for pool, fte in staff.items()}
    roles = {
        role: Role(staff_fte=pool.staff_fte + added.get(f"{name}:{role}", 0.0), skill=pool.skill)
        for role, pool in agent.roles.items()
    }
    return Agent(roles=roles, authority_money=agent.authority_money, outside=agent.outside)
