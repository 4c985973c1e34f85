"""Check one file: its text, its values, and then what it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mktsim.errors import InputError, Problem
from mktsim.inputs.agreement import Many, disagreements
from mktsim.inputs.extends import inherited, load
from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.plausibility import doubts
from mktsim.inputs.read import check
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.tree import dotted
from mktsim.relations import RUN_WEEK, Finding
from mktsim.study.question.file_kinds import Kind, kind_of, model_of
from mktsim.study.question.find_file import path_of
from mktsim.study.question.library import placed, read_organisation, resolved_run, resolved_study
from mktsim.study.question.located import located
from mktsim.study.question.price_doubts import price_doubts
from mktsim.study.question.run_request import RunRequest


@dataclass(frozen=True)
class Checked:
    """Findings about a file."""

    file: str
    kind: str
    """Kind of file; empty when it is none."""
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    """What the file may hold and nobody is likely to mean; only of a file without problems."""


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
    # The names of an organisation are checked along with its figures.
    problems = () if kind is Kind.ORGANISATION else check(path, model_of(kind))
    try:
        unlikely = () if problems else _named(path, kind)
    except InputError as error:
        return Checked(str(path), kind.value, error.problems)
    return Checked(str(path), kind.value, problems, unlikely)


def _named(path: Path, kind: Kind) -> tuple[Problem, ...]:
    """Look up what a file of right form names; return what is unlikely in it. Errors: InputError."""
    if kind is Kind.STUDY:
        study = resolved_study(str(path))
        return _warnings(disagreements(study.study, {RUN_WEEK: Many(study.scenario.horizon_weeks)}), path)
    if kind is Kind.ORGANISATION:
        read_organisation(path)
    if kind is not Kind.SCENARIO:
        return ()
    world = resolved_run(RunRequest(str(path)))
    with placed(path):
        check_assumptions(world.scenario, str(path))
    unlikely = (*doubts(world.scenario, world.incumbent.organisation), *price_doubts(world.scenario))
    return (*inherited(path), *_warnings(unlikely, path))


def check_assumptions(scenario: Scenario, file: str) -> None:
    """Check that every assumption is a number that can take both ends of its range. Errors: InputError with all."""
    found: list[Problem] = []
    for path, ends in scenario.assumptions.items():
        value = get_path(scenario, path)
        if isinstance(value, bool) or not isinstance(value, int | float):
            found.append(Problem(file, 0, 0, f"assumptions.{path}", "is no number of the scenario"))
            continue
        for place, end in enumerate(ends):
            try:
                set_path(scenario, path, end)
            except InputError as error:
                field = f"assumptions.{path}[{place}]"
                found += [Problem(file, 0, 0, field, f"cannot be {path}: {one.message}") for one in error.problems]
    if found:
        raise InputError(tuple(found))


def _warnings(found: Iterable[Finding], path: Path) -> tuple[Problem, ...]:
    """Return findings as problems with their places in the file."""
    return tuple(_once(located((Problem(str(path), 0, 0, dotted(one.steps), one.message) for one in found), path)))


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield each problem once where one line of a file stands for several fields, as an anchor does."""
    alike: dict[tuple[str, int, int, str], list[Problem]] = {}
    for one in problems:
        alike.setdefault((one.file, one.line, one.column, one.message), []).append(one)
    for same in alike.values():
        more = f" (and so for {len(same) - 1} more)" if len(same) > 1 else ""
        yield replace(same[0], message=same[0].message + more)
