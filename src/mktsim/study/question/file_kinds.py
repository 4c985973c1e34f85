"""Kinds of files, told apart by what they say, and read accordingly."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.errors import InputError, Problem
from mktsim.study.question.find_file import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mktsim.quantities import Part


class Kind(StrEnum):
    """Kinds of files."""

    SCENARIO = "scenario"
    STUDY = "study"
    POLICY = "policy"
    ORGANISATION = "organisation"


TELLING: dict[Kind, frozenset[str]] = {
    Kind.SCENARIO: frozenset(
        {"market", "channels", "media", "brands", "horizon_weeks", "status_quo", "supply", "money", "start", "opening"}
    ),
    Kind.STUDY: frozenset({"arms", "question", "baseline", "scenario", "metric", "worlds", "replications"}),
    Kind.POLICY: frozenset({"pricing", "promotion", "advertising", "channel", "budget"}),
    Kind.ORGANISATION: frozenset(
        {"agents", "edges", "approvers", "approvals", "reporting", "everybody", "levels", "work", "instant"}
    ),
}
"""Top-level keys that only one kind of file has."""
USED_BY: dict[Kind, str] = {
    Kind.SCENARIO: "`mktsim run` runs it",
    Kind.STUDY: "`mktsim compare` compares its arms",
    Kind.POLICY: "`mktsim run SCENARIO --policy` runs it",
    Kind.ORGANISATION: "`mktsim run SCENARIO --organisation` runs it",
}
"""What a user would do with a file of each kind."""


def kind_of(keys: Iterable[str]) -> Kind | None:
    """Return the kind that the top-level keys of a file tell most of; None when they tell none.

    >>> kind_of(["name", "pricing", "budget"])
    <Kind.POLICY: 'policy'>
    """
    found = set(keys)
    scores = {kind: len(found & telling) for kind, telling in TELLING.items()}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] > 0 else None


def model_of(kind: Kind) -> type[Part]:
    """Return the model that files of a kind are read as, with the rules of the product."""
    from mktsim.inputs.organisation_file import OrganisationFile
    from mktsim.inputs.parts import policy_type, scenario_type, study_type
    from mktsim.study.question.user_rules import model_parts

    if kind is Kind.SCENARIO:
        return scenario_type(model_parts())
    if kind is Kind.STUDY:
        return study_type(model_parts())
    if kind is Kind.POLICY:
        return policy_type(model_parts())
    return OrganisationFile


def load(name: str) -> Part:
    """Return a scenario, study, policy or organisation by path, or a scenario or study by name.

    Paths of other files in it become absolute, so that it is understood from any directory.
    Errors: InputError with every problem of the file.
    """
    from mktsim.inputs.extends import load as load_tree
    from mktsim.inputs.read import read

    path = path_of(name)
    tree, problems = load_tree(path)
    if tree is None:
        raise InputError(problems)
    kind = kind_of(tree.items)
    if kind is None:
        raise InputError((Problem(str(path), 1, 1, "", "is no scenario, study, policy or organisation"),))
    return _anchored(read(path, model_of(kind)), path.resolve().parent)


def _anchored(found: Part, folder: Path) -> Part:
    """Return what was read with the paths in it made absolute."""
    from mktsim.inputs.scenario import Scenario
    from mktsim.inputs.study import Study

    if isinstance(found, Scenario):
        return found.model_copy(update={"organisation": _absolute(found.organisation, folder)})
    if not isinstance(found, Study):
        return found
    arms = {
        name: arm.model_copy(update={"organisation": _absolute(arm.organisation, folder)})
        for name, arm in found.arms.items()
    }
    return found.model_copy(update={"scenario": _absolute(found.scenario, folder), "arms": arms})


def _absolute(name: str, folder: Path) -> str:
    """Return a path as one from the root; a name, which has no suffix, as it is."""
    return str((folder / name).resolve()) if Path(name).suffix else name
