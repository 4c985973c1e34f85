"""A run of one policy under one organisation, as a study of one arm."""

from __future__ import annotations

from dataclasses import dataclass

from mktsim.inputs.study import Arm, Study
from mktsim.study.question.resolve import Library, ResolvedStudy, resolve

ARM = "run"
"""Name of the only arm."""


@dataclass(frozen=True)
class RunRequest:
    """One policy under one organisation in a scenario."""

    scenario: str
    """Scenario by path, as the library reads it."""
    policy: str = ""
    """Policy by name; empty for the scenario's status quo."""
    organisation: str = ""
    """Organisation by name or path; empty for the scenario's."""
    seed: int = 1
    confidence: float = 0.95
    """Confidence of intervals over replications."""


def resolve_run(request: RunRequest, library: Library) -> ResolvedStudy:
    """Resolve a run as a study of one arm. Errors: InputError for unknown names."""
    scenario = library.scenario(request.scenario)
    policy = request.policy or scenario.status_quo
    study = Study(
        name=scenario.name,
        title=scenario.title,
        question="",
        scenario=request.scenario,
        arms={ARM: Arm(policy=policy, organisation=request.organisation)},
        baseline=ARM,
        seed=request.seed,
        confidence=request.confidence,
    )
    return resolve(study, library, request.scenario)
