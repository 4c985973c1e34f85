"""From a study and what its names stand for to arms and worlds that can run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from mktsim.errors import InputError, Problem
from mktsim.inputs.agreement import Among, defined_in, disagreements
from mktsim.inputs.casting import cast
from mktsim.inputs.cell import ResolvedArm
from mktsim.inputs.duty import Duty
from mktsim.inputs.events import EventKind
from mktsim.inputs.explain import in_words
from mktsim.inputs.hashes import content_hash
from mktsim.inputs.organisation import Agent, Edge, Organisation, Role
from mktsim.inputs.paths import Parameters, set_paths
from mktsim.inputs.phases import BELIEFS, Phase
from mktsim.inputs.policy import Policy
from mktsim.inputs.scenario import Launch, Scenario
from mktsim.inputs.study import Arm, EdgeChange, Study, WorldChange
from mktsim.inputs.tree import dotted
from mktsim.model.organisation.project import steps
from mktsim.outcomes.metrics.metric import Metric
from mktsim.outcomes.metrics.table import metric_named, metric_names
from mktsim.relations import Finding
from mktsim.study.question.calibration_draws import check_calibration, settled
from mktsim.study.question.feasibility import reach_problems
from mktsim.study.question.skeleton import skeleton_of
from mktsim.study.question.user_rules import arm_sources, world_sources

_CENT = 0.01
_OF_ARMS = {
    "organisation": "name the organisation in an arm",
    "status_quo": "it is the policy before the opening, the same for all worlds",
    "name": "it is the name of the scenario's random inputs, the same for all worlds",
}
"""Fields of a scenario that a world cannot set, and why."""


@dataclass(frozen=True)
class Library:
    """Library that the names in a study are looked up in; the readers come from the caller."""

    scenario: Callable[[str], Scenario]
    """Read a scenario by the path that the study gives. Errors: InputError."""
    organisation: Callable[[str], Organisation]
    """Find an organisation by archetype name or path. Errors: InputError."""
    duties: tuple[Duty, ...]
    """The catalogue."""


@dataclass(frozen=True)
class NamedArm:
    """An arm with the names that tables use."""

    name: str
    policy: str
    organisation: str
    arm: ResolvedArm
    events: tuple[EventKind, ...] = ()
    """What happens in its world beside."""


@dataclass(frozen=True)
class NamedWorld:
    """A world with its weight in means over worlds."""

    name: str
    weight: float
    scenario: Scenario


@dataclass(frozen=True)
class ResolvedStudy:
    """A study with every name looked up."""

    file: str
    """The study's file as the user named it."""
    study: Study
    metric: Metric
    scenario: Scenario
    """The scenario as it is."""
    incumbent: ResolvedArm
    """Status quo policy under the scenario's organisation."""
    arms: tuple[NamedArm, ...]
    worlds: tuple[NamedWorld, ...]
    label: str
    """Luck label, shared by all worlds."""
    study_hash: str
    """Hash of question, arms, worlds, metric and seed; stamps documents, beside the hash of the model."""

    @property
    def unit(self) -> str:
        """Unit of the metric, with the currency for money."""
        return self.metric.unit_in(self.scenario.money.currency)

    @property
    def weights(self) -> NDArray[np.float64]:
        """Weights of the worlds in means over worlds, sum one, shape (worlds,)."""
        weights = np.array([world.weight for world in self.worlds])
        return np.asarray(weights / weights.sum())

    @property
    def are_weighted(self) -> bool:
        """Tell whether the study gives its worlds weights; otherwise means over worlds count them alike."""
        return any("weight" in world.model_fields_set for world in self.study.worlds)

    @property
    def baseline(self) -> int:
        """Place of the baseline among the arms."""
        return [arm.name for arm in self.arms].index(self.study.baseline)


def resolve(study: Study, library: Library, file: str = "") -> ResolvedStudy:
    """Look up every name of a study and check that its arms may be compared.

    Errors: InputError for unknown names (with the nearest), for arms of unequal budget in a study that claims
    equal ones, for a path of a world that no parameter has.
    """
    scenario = plain_scenario(library.scenario(study.scenario))
    _check_names(study, scenario, library, file)
    check_calibration(scenario, file)
    scenario = scenario if study.draw_worlds else settled(scenario)
    incumbent = incumbent_of(scenario, library)
    arms = tuple(_arm(name, study, scenario, library, file) for name in study.arms)
    for arm in arms:
        _check_project(scenario, arm.arm, f"arms.{arm.name}.organisation", file)
    if study.equal_budget:
        _check_budgets(arms, scenario.horizon_weeks, file)
    worlds = _worlds(study, scenario, file)
    own = (*(arm_sources(arm.arm.policy, arm.arm.duties) for arm in arms), world_sources(scenario))
    parts = (study.question, study.metric, study.seed, study.baseline, arms, worlds, incumbent)
    return ResolvedStudy(
        file=file,
        study=study,
        metric=metric_named(study.metric),
        scenario=scenario,
        incumbent=incumbent,
        arms=arms,
        worlds=worlds,
        label=luck_label(scenario),
        study_hash=content_hash((*parts, own) if any(own) else parts),
    )


def luck_label(scenario: Scenario) -> str:
    """Name of a world's random inputs: its scenario's id or name and draw number, never its content."""
    return f"{scenario.stream_id}/0"


def incumbent_of(scenario: Scenario, library: Library) -> ResolvedArm:
    """Status quo policy under the organisation in being."""
    organisation = library.organisation(scenario.organisation)
    return ResolvedArm(
        policy=plain_policy(scenario.policies[scenario.status_quo]),
        organisation=organisation,
        duties=duties_in(organisation, library),
    )


def duties_in(organisation: Organisation, library: Library) -> tuple[Duty, ...]:
    """Return the catalogue as an organisation does it."""
    return cast(plain_duties(library.duties), organisation.plays, organisation.duties)


def plain_policy(policy: Policy) -> Policy:
    """Return the policy as the declared class: what a reader narrows to its tables cannot be sent to workers."""
    fields = {name: getattr(policy, name) for name in Policy.model_fields}
    return Policy.model_construct(**{**fields, "phases": tuple(_plain_phase(phase) for phase in policy.phases)})


def _plain_phase(phase: Phase) -> Phase:
    return Phase.model_construct(**{name: getattr(phase, name) for name in Phase.model_fields})


def plain_scenario(scenario: Scenario) -> Scenario:
    """Return the scenario as the declared class, its policies too."""
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields}
    policies = {name: plain_policy(policy) for name, policy in scenario.policies.items()}
    return Scenario.model_construct(**{**fields, "policies": policies})


def plain_duties(duties: Sequence[Duty]) -> tuple[Duty, ...]:
    """Return the duties as the declared class."""
    return tuple(Duty.model_construct(**{name: getattr(duty, name) for name in Duty.model_fields}) for duty in duties)


def _arm(name: str, study: Study, scenario: Scenario, library: Library, file: str) -> NamedArm:
    arm = study.arms[name]
    policies = {**scenario.policies, **study.policies}
    wanted = arm.organisation or scenario.organisation
    organisation = changed_organisation(library.organisation(wanted), arm, f"arms.{name}", file)
    return NamedArm(
        name=name,
        policy=arm.policy,
        organisation=_title(organisation, arm),
        arm=ResolvedArm(
            policy=plain_policy(policies[arm.policy]),
            organisation=organisation,
            duties=duties_in(organisation, library),
            neglect=arm.neglect,
        ),
        events=arm.events,
    )


def _title(organisation: Organisation, arm: Arm) -> str:
    """Name of an organisation, with a star where the arm changes it."""
    return organisation.name + ("*" if arm.edges or arm.staff else "")


def _worlds(study: Study, scenario: Scenario, file: str) -> tuple[NamedWorld, ...]:
    if not study.worlds:
        return (NamedWorld(scenario.name, 1.0, scenario),)
    return tuple(
        NamedWorld(world.name, world.weight, _world(world, scenario, f"worlds[{place}]", file))
        for place, world in enumerate(study.worlds)
    )


def _world(world: WorldChange, scenario: Scenario, field: str, file: str) -> Scenario:
    """Return the scenario with a world's parameters set. Errors: InputError at the field of the world."""
    try:
        return with_events(set_paths(scenario, world.set, file) if world.set else scenario, world.events)
    except InputError as error:
        found = [replace(one, field=f"{field}.set.{one.field}") for one in error.problems]
        raise InputError(tuple(found)) from error


def with_events(scenario: Scenario, events: tuple[EventKind, ...]) -> Scenario:
    """Return a scenario in which more happens."""
    return scenario.model_copy(update={"events": (*scenario.events, *events)}) if events else scenario


def approved_budget(policy: Policy, horizon_weeks: int) -> float:
    """Marketing money that a policy is approved over the horizon, years pro rata."""
    years = horizon_weeks / 52.0
    growth = 1.0 + policy.budget.growth_per_year
    whole = int(years)
    total = sum(growth**year for year in range(whole)) + (years - whole) * growth**whole
    return policy.budget.per_year_money * total


def _check_project(scenario: Scenario, arm: ResolvedArm, field: str, file: str) -> None:
    """Check that an organisation can carry the scenario's project from step to step. Errors: InputError."""
    project = scenario.opening.project if isinstance(scenario.opening, Launch) else None
    if project is None:
        return
    organisation = arm.organisation
    own = cast(steps(project), organisation.plays, organisation.duties)
    found = reach_problems(skeleton_of(organisation), (*arm.duties, *own))
    if found:
        raise InputError(tuple(Problem(file, 0, 0, field, problem.message) for problem in found))


def _check_budgets(arms: Sequence[NamedArm], horizon_weeks: int, file: str) -> None:
    budgets = {arm.name: approved_budget(arm.arm.policy, horizon_weeks) for arm in arms}
    low, high = min(budgets.values()), max(budgets.values())
    if high - low > _CENT + 1e-9 * high:
        listed = ", ".join(f"{name} {money:,.2f}" for name, money in budgets.items())
        message = f"arms have unequal approved budgets over the horizon ({listed}); equal_budget: false allows it"
        raise InputError((Problem(file, 0, 0, "equal_budget", message),))


def _check_names(study: Study, scenario: Scenario, library: Library, file: str) -> None:
    """Check all that a study refers to outside itself. Errors: InputError for everything that is unknown, at once."""
    known = {
        **defined_in(scenario),
        "policy": Among("policy", (*scenario.policies, *study.policies)),
        "metric": Among("metric", metric_names()),
        "duty": Among("duty", tuple(duty.id for duty in library.duties)),
        "belief": Among("belief", tuple(BELIEFS)),
        "parameter": Parameters(scenario),
    }
    found = [*disagreements(study, known), *_what_no_world_changes(study)]
    if found:
        raise InputError(tuple(Problem(file, 0, 0, dotted(one.steps), one.message, one.choices) for one in found))


def _what_no_world_changes(study: Study) -> Iterator[Finding]:
    """Yield what a world sets without effect, because arms or the scenario as it is decide it."""
    for place, world in enumerate(study.worlds):
        for path in world.set:
            if path in _OF_ARMS:
                yield Finding(("worlds", place, "set", path), f"a world does not change it: {_OF_ARMS[path]}")


_DEFAULT_ROLE = "staff"


def changed_organisation(organisation: Organisation, arm: Arm, field: str, file: str) -> Organisation:
    """Return the organisation with edges changed and staff added.

    Errors: InputError naming `file` and `field` for an edge or pool that is not there, or for a result out of
    range.
    """
    if not (arm.edges or arm.staff):
        return organisation
    problems = _without_place(organisation, arm, field, file)
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
        found = tuple(Problem(file, 0, 0, field, in_words(problem)) for problem in error.errors())
        raise InputError(found) from error


def _without_place(organisation: Organisation, arm: Arm, field: str, file: str) -> list[Problem]:
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
