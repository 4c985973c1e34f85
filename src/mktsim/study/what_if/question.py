"""The study that a what-if question is: the status quo and one arm a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import yaml

from mktsim.errors import InputError
from mktsim.inputs.parts import study_type
from mktsim.inputs.read import read_text
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.study import Study
from mktsim.inputs.write import plain_data
from mktsim.study.question.library import library_of
from mktsim.study.question.resolve import ResolvedStudy, resolve
from mktsim.study.question.user_rules import model_parts
from mktsim.study.what_if.change import ASKED, Change, changed_policy, named, refuse
from mktsim.study.what_if.event import event_data

if TYPE_CHECKING:
    from mktsim.inputs.policy import Policy

BEFORE = "status_quo"
"""Name of the arm that nothing is changed in."""
_MANY = 1_000


@dataclass(frozen=True)
class Basis:
    """Basis that the changes are made to."""

    scenario: str | Scenario
    """By name or file, or as a value."""
    policy: str = ""
    """Policy of the status quo, by name; empty for the scenario's."""
    organisation: str = ""
    """Organisation by name or file; empty for the scenario's."""
    metric: str = "npv"
    """Metric that decides."""
    seed: int = 1
    confidence: float = 0.95
    given: tuple[str | Mapping[str, Any], ...] = ()
    """Events that happen in every arm's world, the status quo's too."""


def study_data(basis: Basis, changes: Sequence[Change], scenario: Scenario, place: str) -> dict[str, Any]:
    """Return the study as a file writes it, with the scenario at `place`. Errors: InputError."""
    policy = basis.policy or scenario.status_quo
    if policy not in scenario.policies:
        refuse("policy", f"no policy is called {policy!r}", tuple(scenario.policies))
    arms: dict[str, Any] = {BEFORE: _arm({"policy": policy, "organisation": basis.organisation})}
    policies: dict[str, Any] = {}
    for name, change in named(tuple(changes)).items():
        base = scenario.policies.get(change.policy or policy)
        if base is None:
            refuse("policy", f"no policy is called {change.policy!r}", tuple(scenario.policies))
        written = written_policy(base)
        wanted = changed_policy(written, change)
        is_new = wanted != written
        if is_new:
            policies[name] = {**wanted, "title": change.title[:200]}
        arm = {
            "policy": name if is_new else change.policy or policy,
            "organisation": change.organisation or basis.organisation,
            "neglect": [_neglect(one) for one in change.neglect],
            "staff": dict(change.staff),
            "events": [_event(one, scenario) for one in change.events],
        }
        arms[name] = _arm(arm)
    return {
        "name": f"{scenario.name}_what_if",
        "title": "; ".join(change.title for change in changes)[:400],
        "question": f"What if {' or '.join(change.title for change in changes)}?"[:800],
        "scenario": place,
        "policies": policies,
        "arms": arms,
        "baseline": BEFORE,
        **_worlds(basis, scenario),
        "metric": basis.metric,
        "equal_budget": False,
        "replications": _MANY,
        "seed": basis.seed,
        "confidence": basis.confidence,
    }


def written_policy(policy: Policy) -> dict[str, Any]:
    """Return a policy as a file writes it, without what is nothing."""
    found = plain_data(policy)
    return {**found, "phases": [_written_phase(phase) for phase in found.get("phases", ())]}


def _written_phase(phase: Mapping[str, Any]) -> dict[str, Any]:
    kept = {("from" if key == "start" else key): _bare(value) for key, value in phase.items()}
    return {key: value for key, value in kept.items() if value not in (None, [], {}, False)}


def _bare(value: Any) -> Any:  # noqa: ANN401 - any node of a file
    if isinstance(value, Mapping):
        return {key: _bare(one) for key, one in value.items() if one is not None}
    return value


def _worlds(basis: Basis, scenario: Scenario) -> dict[str, Any]:
    """Return the one world in which what is given happens; nothing where nothing is."""
    events = [_event(one, scenario) for one in basis.given]
    return {"worlds": [{"name": "given", "events": events}]} if events else {}


def _arm(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def _event(given: str | Mapping[str, Any], scenario: Scenario) -> dict[str, Any]:
    return event_data(given, scenario) if isinstance(given, str) else dict(given)


def _neglect(text: str) -> dict[str, str]:
    """Return a neglected duty; ``marketing.06:freed`` leaves its time for other work."""
    duty, _, mode = text.partition(":")
    return {"duty": duty, "mode": mode} if mode else {"duty": duty}


def question(basis: Basis, changes: Sequence[Change]) -> tuple[ResolvedStudy, dict[str, Any]]:
    """Return the resolved study of a question and its data. Errors: InputError for everything that cannot be asked."""
    library, scenario, place = library_of(basis.scenario)
    if not changes or Change() in changes:
        refuse("changes", "nothing is changed; name at least one change")
    data = study_data(basis, changes, scenario, place)
    study = _read(data)
    try:
        return resolve(study, library), data
    except InputError as error:
        raise InputError(tuple(replace(one, file=one.file or ASKED) for one in error.problems)) from error


def _read(data: Mapping[str, Any]) -> Study:
    """Read the study as if it were a file. Errors: InputError, with the fields and no lines."""
    try:
        return read_text(yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True), study_type(model_parts()))
    except InputError as error:
        found = (replace(one, file=ASKED, line=0, column=0) for one in error.problems)
        raise InputError(tuple(found)) from error
