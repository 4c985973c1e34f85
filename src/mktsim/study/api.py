"""The calls that people make from Python: load, run, compare, what if."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mktsim.errors import InputError, Problem
from mktsim.inputs.extends import load as load_tree
from mktsim.inputs.read import read
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.run import compare as compare_resolved
from mktsim.study.compare.single_arm import run_one
from mktsim.study.question.file_kinds import kind_of, model_of
from mktsim.study.question.find_file import path_of
from mktsim.study.question.library import Overrides, resolved_run, resolved_study
from mktsim.study.question.run_request import RunRequest
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.results_directory import Call, Value, claim, remember
from mktsim.study.runs.worth import Worth, worth_of
from mktsim.study.what_if.change import Change
from mktsim.study.what_if.plan import HowHard
from mktsim.study.what_if.question import Basis
from mktsim.study.what_if.run import How
from mktsim.study.what_if.run import what_if as answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from mktsim.inputs.scenario import Scenario
    from mktsim.inputs.study import Study
    from mktsim.quantities import Part
    from mktsim.study.compare.result import Comparison
    from mktsim.study.compare.single_arm import RunResult
    from mktsim.study.what_if.result import WhatIf

USUAL_WORTH = str(Worth())
"""Difference that is worth acting on where nothing else is asked for."""


def load(name: str) -> Part:
    """Return a scenario, study, policy or organisation by path, or a scenario or study by name.

    Errors: InputError with every problem of the file.
    """
    path = path_of(name)
    tree, problems = load_tree(path)
    if tree is None:
        raise InputError(problems)
    kind = kind_of(tree.items)
    if kind is None:
        raise InputError((Problem(str(path), 1, 1, "", "is no scenario, study, policy or organisation"),))
    return read(path, model_of(kind))


def run(scenario: str, *, policy: str = "", organisation: str = "", replication: int = 0, seed: int = 1) -> RunResult:
    """Run one cell and return its metrics and its history; policy and organisation by name or file.

    Errors: InputError; whatever the model raises goes up.
    """
    return run_one(resolved_run(RunRequest(scenario, policy, organisation, seed)), replication)


def compare(  # noqa: PLR0913 - one keyword a choice
    study: str | Study,
    *,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int = 1,
    why_seconds: float = 40.0,
    out: str | Path | None = None,
    all_replications: bool = False,
    worth: str = USUAL_WORTH,
) -> Comparison:
    """Compare the arms of a study by name or file; results are stored in `out`, and a second call continues.

    It stops as soon as the best arm is sure, or differs by less than is worth acting on (`worth`, an amount or a share
    of the baseline's mean); with `all_replications` all are run, and intervals are those of one look at the end.
    Without `out` they are stored in ``results/<study>``. Errors: InputError; StoreError; Interrupted, resumable;
    CellFailed when too many cells fail.
    """
    resolved = resolved_study(study, Overrides(replications=replications, seed=seed))
    directory = Path("results") / resolved.study.name if out is None else Path(out)
    claim(directory, f"study {resolved.study.name}", fresh=False)
    asked = CompareOptions(why_seconds, worth=None if all_replications else worth_of(worth))
    said: dict[str, Value] = {"replications": replications, "seed": seed, "why_seconds": why_seconds, "worth": worth}
    if isinstance(study, str):  # one made in memory is nowhere to be read again
        remember(directory, Call("compare", study, {**said, "all_replications": all_replications or None}))
    return compare_resolved(resolved, directory, asked, RunOptions(jobs=jobs))


def what_if(  # noqa: PLR0913 - one keyword a choice
    scenario: str | Scenario,
    *changes: Change,
    policy: str = "",
    organisation: str = "",
    metric: str = "npv",
    worth: float = 0.0,
    seconds: float = 20.0,
    replications: int | None = None,
    seed: int = 1,
    jobs: int = 1,
    given: tuple[str, ...] = (),
    watch: Callable[[WhatIf], bool] | None = None,
) -> WhatIf:
    """Return what changes of the status quo do, each compared with it under common random numbers.

    It looks again and again until the difference of `metric` is clear, below `worth`, or `seconds` are over;
    `replications` asks for so many instead, which gives the same numbers on every machine. `watch` is told of each
    look, and ends it with false; `given` are events that happen in every arm's world. Errors: InputError for what
    cannot be asked.
    """
    basis = Basis(scenario, policy, organisation, metric, seed, given=given)
    how = How(jobs) if watch is None else How(jobs, watch)
    return answer(basis, changes, HowHard(seconds, worth, replications), how)
