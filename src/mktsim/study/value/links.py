"""Value of coordination: links slowed, with added noise, leaking or cut, approvals dropped, relays bypassed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from time import perf_counter

from mktsim.errors import InputError, Problem
from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import Edge, Organisation
from mktsim.model.organisation.graph import Graph
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.digest import digest
from mktsim.study.runs.heading import heading_of
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.results_directory import open_results
from mktsim.study.value.experiment import Change, Experiment, named_arm
from mktsim.study.value.options import ValueOptions, prepared, questions
from mktsim.study.value.plan import Group
from mktsim.study.value.reshape import Blurred, Bypassed, Cut, Leaking, Reshape, Slowed, WithoutApproval, path, reshaped
from mktsim.study.value.result import Cells, LinkValue, LinkValues
from mktsim.study.value.run import Trial, investigate
from mktsim.study.value.traffic import traffic_of


def value_links(
    resolved: ResolvedStudy, out: Path, asked: ValueOptions, options: RunOptions | None = None
) -> LinkValues:
    """Change every link, approval and relay, with its store in directory `out`; a second call continues.

    Errors: InputError, also for an instant organisation; StoreError; Interrupted, resumable; CellFailed when more
    than one in twenty cells fail.
    """
    how = options or RunOptions()
    begun = perf_counter()
    with open_results(out, fresh=how.fresh) as store:
        experiment = Experiment(resolved, asked.place, store, how)
        refuse_instant(experiment)
        organisation = experiment.arm.arm.organisation
        found, roots = changes(organisation, experiment.arm.arm.duties)
        baseline = prepared(experiment, asked)
        traffic = traffic_of(organisation, experiment.arm.arm.duties, found)
        trial = trial_of(organisation, found, asked.most)
        findings = investigate(experiment, trial, roots, *questions(baseline, len(found)))
        return LinkValues(
            heading=heading_of(resolved),
            baseline=baseline,
            links=tuple(map(LinkValue, found, findings, traffic)),
            cells=Cells(len(experiment.keys), asked.most * (1 + len(found))),
            failed=experiment.failed,
            digest=digest(store, experiment.keys),
            seconds=perf_counter() - begun,
        )


def number_of_changes(resolved: ResolvedStudy, asked: ValueOptions) -> int:
    """Return how many changes of links, approvals and relays there are to make."""
    arm = named_arm(resolved, asked.place.arm).arm
    return len(changes(arm.organisation, arm.duties)[0])


def refuse_instant(experiment: Experiment) -> None:
    """Refuse an organisation in which nothing takes time. Errors: InputError."""
    if experiment.arm.arm.organisation.instant:
        message = "has an instant organisation, which has no links and no staff; name another arm with --arm"
        raise InputError((Problem(experiment.resolved.file, 0, 0, f"arms.{experiment.arm.name}", message),))


def trial_of(organisation: Organisation, found: tuple[Reshape, ...], replications: int, sign: float = -1.0) -> Trial:
    """Return the family of changes of an organisation."""

    @cache
    def made(group: Group) -> Change:
        chosen = tuple(found[place] for place in group)
        return Change("; ".join(one.title for one in chosen), organisation=reshaped(organisation, chosen))

    def change(group: Group, replication: int) -> Change:
        del replication
        return made(tuple(sorted(group)))

    return Trial(len(found), tuple(range(replications)), change, sign)


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
