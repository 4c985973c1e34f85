"""Check one file: its text, its values, and then what it names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mktsim.errors import InputError, Problem
from mktsim.inputs.extends import load
from mktsim.inputs.paths import get_path
from mktsim.inputs.read import check, read
from mktsim.inputs.scenario import Scenario
from mktsim.study.found import path_of
from mktsim.study.kinds import Kind, kind_of, model_of
from mktsim.study.library import placed, read_organisation, resolved_run, resolved_study
from mktsim.study.run import Asked


@dataclass(frozen=True)
class Checked:
    """What was found about a file."""

    file: str
    kind: str
    """Kind of file; empty when it is none."""
    problems: tuple[Problem, ...]


def checked(name: str) -> Checked:
    """Return everything that is wrong with a file, by path or by the name of a study or scenario."""
    path = path_of(name)
    try:
        tree, noted = load(path)
    except InputError as error:
        return Checked(str(path), "", error.problems)
    if tree is None:
        return Checked(str(path), "", noted)
    kind = kind_of(tree.items)
    if kind is None:
        message = "is no scenario, study, policy or organisation: no key of theirs is in it"
        return Checked(str(path), "", (*noted, Problem(str(path), 1, 1, "", message, tuple(tree.items))))
    if kind is Kind.ORGANISATION:  # its names are checked along with its figures
        return Checked(str(path), kind.value, named(path, kind))
    problems = check(path, model_of(kind))
    return Checked(str(path), kind.value, problems or named(path, kind))


def named(path: Path, kind: Kind) -> tuple[Problem, ...]:
    """Return what is wrong with what a file of right form names."""
    try:
        if kind is Kind.STUDY:
            resolved_study(str(path))
        elif kind is Kind.SCENARIO:
            resolved_run(Asked(str(path)))
            _check_assumptions(path)
        elif kind is Kind.ORGANISATION:
            read_organisation(path)
    except InputError as error:
        return error.problems
    return ()


def _check_assumptions(path: Path) -> None:
    """Check that every assumption named is a parameter. Errors: InputError with all that are not."""
    scenario = read(path, model_of(Kind.SCENARIO))
    problems: list[Problem] = []
    for name in scenario.assumptions if isinstance(scenario, Scenario) else ():
        try:
            get_path(scenario, name, str(path))
        except InputError as error:
            problems += [Problem(p.file, 0, 0, f"assumptions.{name}", p.message, p.choices) for p in error.problems]
    if problems:
        with placed(path):
            raise InputError(tuple(problems))
