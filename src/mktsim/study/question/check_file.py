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
    if kind is Kind.ORGANISATION:  # its names are checked along with its figures
        return Checked(str(path), kind.value, named(path, kind))
    problems = check(path, model_of(kind)) or named(path, kind)
    return Checked(str(path), kind.value, problems, () if problems else warnings_of(path, kind))


def named(path: Path, kind: Kind) -> tuple[Problem, ...]:
    """Return what is wrong with what a file of right form names."""
    try:
        if kind is Kind.STUDY:
            resolved_study(str(path))
        elif kind is Kind.SCENARIO:
            resolved = resolved_run(RunRequest(str(path)))
            with placed(path):
                check_assumptions(resolved.scenario, str(path))
        elif kind is Kind.ORGANISATION:
            read_organisation(path)
    except InputError as error:
        return error.problems
    return ()


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


def warnings_of(path: Path, kind: Kind) -> tuple[Problem, ...]:
    """Return what a file without problems holds that is implausible, never met, or of another world."""
    found: list[Finding] = []
    taken: tuple[Problem, ...] = ()
    if kind is Kind.SCENARIO:
        resolved = resolved_run(RunRequest(str(path)))
        taken = inherited(path)
        found = [*doubts(resolved.scenario, resolved.incumbent.organisation), *price_doubts(resolved.scenario)]
    elif kind is Kind.STUDY:
        study = resolved_study(str(path))
        found = list(disagreements(study.study, {RUN_WEEK: Many(study.scenario.horizon_weeks)}))
    problems = (Problem(str(path), 0, 0, dotted(one.steps), one.message) for one in found)
    return (*taken, *_once(located(problems, path)))


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield each problem once where one line of a file stands for several fields, as an anchor does."""
    alike: dict[tuple[str, int, int, str], list[Problem]] = {}
    for one in problems:
        alike.setdefault((one.file, one.line, one.column, one.message), []).append(one)
    for same in alike.values():
        more = f" (and so for {len(same) - 1} more)" if len(same) > 1 else ""
        yield replace(same[0], message=same[0].message + more)
