"""Whether an organisation can do the work of the catalogue: who has to be there, and who has to reach whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mktsim.errors import Problem
from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import Organisation
from mktsim.model.organisation.graph import Graph


def reach_problems(organisation: Organisation, duties: Sequence[Duty]) -> tuple[Problem, ...]:
    """Return agents that duties name and the organisation lacks, and agents that no path of edges leads to.

    The problems name their field and no file. An instant organisation needs neither agents nor edges.
    """
    if organisation.instant:
        return ()
    present = organisation.agents
    graph = Graph(organisation)
    missing: dict[str, str] = {}
    unreached: dict[tuple[str, str], str] = {}
    for duty in duties:
        for agent in (duty.owner, *_partners(organisation, duty)):
            if agent not in present:
                missing.setdefault(agent, duty.id)
            elif duty.owner in present and not graph.reaches(duty.owner, agent):
                unreached.setdefault((duty.owner, agent), duty.id)
    known = tuple(present)
    return (
        *(Problem("", 0, 0, "agents", f"{name} is missing, {duty} needs it", known) for name, duty in missing.items()),
        *(
            Problem("", 0, 0, "edges", f"no path of edges leads from {ends[0]} to {ends[1]}, {duty} needs one")
            for ends, duty in unreached.items()
        ),
    )


def _partners(organisation: Organisation, duty: Duty) -> Iterator[str]:
    """Yield the agents that a duty's owner works with: approver, receivers, who joins in."""
    approver = organisation.approvers.get(duty.id, duty.approver)
    if approver:
        yield approver
    yield from duty.informs
    for name in duty.joint:
        yield name.partition(":")[0]
