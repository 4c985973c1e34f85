"""What one arm is looked at in: a study, or a scenario as the study of its status quo alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.errors import InputError
from mktsim.inputs.extends import load
from mktsim.study.compare.single_arm import Asked
from mktsim.study.question.file_kinds import Kind, kind_of
from mktsim.study.question.find_file import path_of
from mktsim.study.question.library import Overrides, resolved_run, resolved_study

if TYPE_CHECKING:
    from mktsim.study.question.resolve import ResolvedStudy


def resolved_subject(name: str, seed: int | None = None) -> ResolvedStudy:
    """Read a study or a scenario by name or path; a study comes first where both are called so.

    Errors: InputError, with file and line; for a name that neither has, the studies to choose from.
    """
    if _is_scenario(name):
        return resolved_run(Asked(name) if seed is None else Asked(name, seed=seed))
    return resolved_study(name, Overrides(seed=seed))


def _is_scenario(name: str) -> bool:
    try:
        tree, _ = load(path_of(name))
    except InputError:  # whoever reads it says what is wrong
        return False
    return tree is not None and kind_of(tree.items) is Kind.SCENARIO
