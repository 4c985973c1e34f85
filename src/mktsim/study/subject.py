"""What one arm is looked at in: a study, or a scenario as the study of its status quo alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktsim.errors import InputError
from mktsim.inputs.extends import load
from mktsim.study.found import path_of
from mktsim.study.kinds import Kind, kind_of
from mktsim.study.library import Overrides, resolved_run, resolved_study
from mktsim.study.run import Asked

if TYPE_CHECKING:
    from mktsim.study.resolve import ResolvedStudy


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
