"""The calls from Python: one for each question.

Names and files may be given, and objects: a scenario or a study changed in memory runs as it is. Procedures keep their
cells in ``results/<study>``, or in `out`, and a second call continues from there.

Everywhere `seed` is the root seed, the study's own where none is given, and `jobs` the number of worker processes,
which moves no bit. Amounts are in units of the study's metric, money in the scenario's currency.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from mktsim.facade import pages
from mktsim.facade.answer import Answer, Page
from mktsim.present.context import Context
from mktsim.study.compare.plan import CompareOptions
from mktsim.study.compare.run import compare as compare_resolved
from mktsim.study.compare.single_arm import run_one
from mktsim.study.decide.plan import DecideOptions, check
from mktsim.study.decide.run import decide as find_decision
from mktsim.study.information.plan import InformationOptions
from mktsim.study.information.run import information as find_information
from mktsim.study.optimise.plan import OptimiseOptions
from mktsim.study.optimise.run import optimise as find_best
from mktsim.study.question.library import Overrides, library_of, resolved_run, resolved_study
from mktsim.study.question.run_request import RunRequest, resolve_run
from mktsim.study.robust.plan import RobustnessOptions
from mktsim.study.robust.run import robust as find_robust
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.results_directory import Call, Value, claim, remember
from mktsim.study.runs.worth import Worth, worth_of
from mktsim.study.select.plan import SelectionOptions
from mktsim.study.select.run import select as find_selected
from mktsim.study.sensitivity.plan import SensitivityOptions
from mktsim.study.sensitivity.run import sensitivity as find_sensitivity
from mktsim.study.value.duties import value_duties
from mktsim.study.value.links import value_links
from mktsim.study.value.options import ValueOptions
from mktsim.study.value.staff import value_staff
from mktsim.study.what_if.plan import HowHard
from mktsim.study.what_if.question import Basis
from mktsim.study.what_if.run import How
from mktsim.study.what_if.run import what_if as answer

if TYPE_CHECKING:
    from mktsim.evidence.backtest import OriginResult
    from mktsim.evidence.calibration.history_file import Calibrated
    from mktsim.inputs.scenario import Scenario
    from mktsim.inputs.study import Study
    from mktsim.study.compare.result import Comparison
    from mktsim.study.compare.single_arm import RunResult
    from mktsim.study.decide.result import Decision
    from mktsim.study.information.result import Information
    from mktsim.study.optimise.result import Optimisation
    from mktsim.study.question.resolve import ResolvedStudy
    from mktsim.study.robust.result import Robustness
    from mktsim.study.select.result import Selection
    from mktsim.study.sensitivity.result import Sensitivity
    from mktsim.study.value.result import DutyValues, LinkValues, StaffValues
    from mktsim.study.what_if.change import Change
    from mktsim.study.what_if.result import WhatIf

R = TypeVar("R")
Out = str | Path | None
USUAL_WORTH = str(Worth())
"""Difference that is worth acting on where nothing else is asked for."""


def run(
    scenario: str | Scenario, *, policy: str = "", organisation: str = "", replication: int = 0, seed: int = 1
) -> Answer[RunResult]:
    """Run one cell: its metrics and its history; scenario by name, file or as an object.

    `policy` and `organisation` go by name or file, the scenario's own where none is given; `replication` counts from 0.

    Errors: InputError; whatever the model raises goes up.
    """
    if isinstance(scenario, str):
        resolved = resolved_run(RunRequest(scenario, policy, organisation, seed))
    else:
        library, _, place = library_of(scenario)
        resolved = resolve_run(RunRequest(place, policy, organisation, seed), library)
    return Answer(run_one(resolved, replication), pages.RUN, Context)


def compare(  # noqa: PLR0913 - one keyword a choice
    study: str | Study,
    *,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int = 1,
    why_seconds: float = 40.0,
    seconds: float | None = None,
    out: Out = None,
    all_replications: bool = False,
    worth: str = USUAL_WORTH,
) -> Answer[Comparison]:
    """Compare the arms of a study by name, file or object; a second call continues.

    It stops as soon as the best arm is sure, or differs by less than is worth acting on (`worth`, an amount or a share
    of the baseline's mean); with `all_replications` all are run, and intervals are those of one look at the end.

    `replications` are the study's own where none are given. For `why_seconds` it looks into why the arms differ; what
    it does not reach is named in the answer with the time that it would need. `seconds` limit all of it: it stops at
    the last look that fits, with intervals that hold there.
    Errors: InputError; StoreError; Interrupted, resumable; CellFailed when too many cells fail.
    """
    resolved = resolved_study(study, Overrides(replications=replications, seed=seed))
    asked = CompareOptions(why_seconds, worth=None if all_replications else worth_of(worth), seconds=seconds)
    directory = _place(resolved, out)
    claim(directory, f"study {resolved.study.name}", fresh=False)
    said: dict[str, Value] = {"replications": replications, "seed": seed, "why_seconds": why_seconds, "worth": worth}
    said |= {} if seconds is None else {"seconds": seconds}
    if isinstance(study, str):  # one made in memory is nowhere to be read again
        remember(directory, Call("compare", study, {**said, "all_replications": all_replications or None}))
    found = compare_resolved(resolved, directory, asked, RunOptions(jobs=jobs))

    def context() -> Context:
        from mktsim.present.compare.context import context_of

        return context_of(resolved, found, directory, "")

    return Answer(found, pages.COMPARISON, context)


def select(  # noqa: PLR0913 - one keyword a choice
    study: str | Study,
    *,
    delta: float,
    budget: int | None = None,
    seed: int | None = None,
    jobs: int = 1,
    out: Out = None,
) -> Answer[Selection]:
    """Select the best arm with a guarantee: differences below `delta`, in units of the metric, do not matter.

    It replicates what is still close, and stops when no other arm can be better by `delta`. With a `budget`, a number
    of cells, these are allocated where they tell most instead (OCBA), and nothing is guaranteed.

    Errors: InputError; StoreError; Interrupted, resumable.
    """
    asked = SelectionOptions(delta, budget)
    return _asked(study, seed, out, pages.SELECTION, lambda r, where: find_selected(r, where, asked, RunOptions(jobs)))


def robust(  # noqa: PLR0913 - one keyword a choice
    study: str | Study,
    *,
    draws: int | None = None,
    replications: int = 4,
    break_even: Sequence[str] = (),
    seed: int | None = None,
    jobs: int = 1,
    out: Out = None,
) -> Answer[Robustness]:
    """Run all arms in many worlds: those of the study, and `draws` from the ranges of assumptions (32 without worlds).

    `replications` are those of each arm in each world. `break_even` names parameters by dotted path: the
    value is sought at which the best two arms are equal.

    Errors: InputError; StoreError; Interrupted, resumable.
    """

    def found(resolved: ResolvedStudy, where: Path) -> Robustness:
        count = draws if draws is not None else 0 if resolved.study.worlds else 32
        asked = RobustnessOptions(draws=count, replications=replications, break_even=tuple(break_even))
        return find_robust(resolved, where, asked, RunOptions(jobs))

    return _asked(study, seed, out, pages.ROBUSTNESS, found)


def sensitivity(  # noqa: PLR0913 - one keyword a choice
    study: str | Study,
    *,
    arm: str = "",
    replications: int = 4,
    trajectories: int = 8,
    seed: int | None = None,
    jobs: int = 1,
    out: Out = None,
) -> Answer[Sensitivity]:
    """Say which assumptions an answer rests on: each at the ends of its range, then all together (Morris).

    It is asked of one `arm`, the baseline where none is named; `replications` are those of every value, `trajectories`
    the ways through the ranges. Errors: InputError; StoreError; Interrupted, resumable.
    """
    asked = SensitivityOptions(arm=arm, replications=replications, trajectories=trajectories)
    return _asked(study, seed, out, pages.SENSITIVITY, lambda r, p: find_sensitivity(r, p, asked, RunOptions(jobs)))


def optimise(  # noqa: PLR0913 - one keyword a choice
    study: str | Study,
    *,
    arm: str = "",
    vary: Sequence[tuple[str, float | None, float | None]] = (),
    budget: float | None = None,
    target: float | None = None,
    trials: int = 0,
    seed: int | None = None,
    jobs: int = 1,
    out: Out = None,
) -> Answer[Optimisation]:
    """Tune the policy of an arm; `vary` holds (path, low, high) of what may be moved, none of the ends its own range.

    `arm` is the baseline where none is named. `budget` is money a year, the policy's own where none is given;
    `target` a value of the metric, for the budget that reaches it; `trials` the sets of values tried, where it is 0
    forty, or eight a variable.

    Errors: InputError; StoreError; Interrupted, resumable.
    """
    asked = OptimiseOptions(arm=arm, vary=tuple(vary), budget=budget, target=target, trials=trials)
    return _asked(study, seed, out, pages.OPTIMISATION, lambda r, where: find_best(r, where, asked, RunOptions(jobs)))


def information(  # noqa: PLR0913 - one keyword a choice
    study: str | Study,
    *,
    replications: int = 10,
    draws: int = 32,
    seed: int | None = None,
    jobs: int = 1,
    out: Out = None,
) -> Answer[Information]:
    """Say what better knowledge is worth: of research, approval, forecasts and the world itself.

    `replications` are those of each change of the organisation's knowledge; `draws` the worlds over which the worth of
    knowing an assumption is estimated. Errors: InputError; StoreError; Interrupted, resumable.
    """
    asked = InformationOptions(replications=replications, draws=draws)
    return _asked(study, seed, out, pages.INFORMATION, lambda r, p: find_information(r, p, asked, RunOptions(jobs)))


def decide(  # noqa: PLR0913 - one keyword a choice
    study: str | Study,
    *,
    delta: float = 0.0,
    draws: int = 32,
    replications: int = 4,
    optimise: bool = False,
    seed: int | None = None,
    jobs: int = 1,
    out: Out = None,
) -> Answer[Decision]:
    """Decide a study: which option, how sure, what turns it, what to find out first, what to commit now.

    It joins select, robust, break-evens, information and, where asked, optimise on shared cells. `delta` is the
    smallest difference worth acting on, in units of the metric, 0 for a hundredth of what the baseline earns; `draws`
    the worlds from the ranges of the assumptions, `replications` those of each arm in each world.

    Errors: InputError, also for a study with one arm or without assumptions; StoreError; Interrupted, resumable.
    """
    asked = DecideOptions(delta=delta, draws=draws, replications=replications, optimise=optimise)

    def found(resolved: ResolvedStudy, where: Path) -> Decision:
        check(resolved)
        return find_decision(resolved, where, asked, RunOptions(jobs))

    return _asked(study, seed, out, pages.DECISION, found)


def value(  # noqa: PLR0913 - one keyword a choice
    study: str | Study,
    of: Literal["duties", "links", "staff"] = "duties",
    *,
    most: int = 32,
    seed: int | None = None,
    jobs: int = 1,
    out: Out = None,
) -> Answer[DutyValues | LinkValues | StaffValues]:
    """Say what duties, links or people are worth, each by taking it away or adding it under common random numbers.

    `most` are the replications after which one that is not yet told from nothing is left as it is.

    Errors: InputError; StoreError; Interrupted, resumable.
    """
    asked, options = ValueOptions(most=most, first=min(4, most)), RunOptions(jobs)

    def found(resolved: ResolvedStudy, where: Path) -> DutyValues | LinkValues | StaffValues:
        if of == "links":
            return value_links(resolved, where, asked, options)
        if of == "staff":
            return value_staff(resolved, where, asked, options)
        return value_duties(resolved, where, asked, options=options)

    return _asked(study, seed, out, pages.VALUES, found)


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
    fresh: bool = False,
) -> Answer[WhatIf]:
    """Say what changes of the status quo do, each compared with it under common random numbers.

    It looks again and again until the difference of `metric` is clear, below `worth`, or `seconds` are over;
    `replications` asks for so many instead, which gives the same numbers on every machine. `watch` is told of each
    look, and ends it with false; `given` are events that happen in every arm's world, a line of text each. Cells that
    earlier questions have run are not run again, unless `fresh`.

    `policy` and `organisation` are those of the status quo, the scenario's own where none is named.
    Errors: InputError for what cannot be asked.
    """
    basis = Basis(scenario, policy, organisation, metric, seed, given=given)
    how = How(jobs, fresh=fresh) if watch is None else How(jobs, watch, fresh=fresh)
    found = answer(basis, changes, HowHard(seconds, worth, replications), how)
    return Answer(found, pages.WHAT_IF, Context)


def calibrate(history: str | Path, *, columns: Sequence[str] = (), seed: int = 1) -> Answer[Calibrated]:
    """Fit parameters to a history; `columns` are ``role=NAME`` where the file leaves a choice.

    A series of sales, a panel of stores or choices of households, told apart by their columns. The answer holds
    estimates with standard errors, what they rest on, and what becomes of a scenario with them.

    Errors: InputError, with file, line and column.
    """
    from mktsim.evidence.calibration.history_file import calibrated
    from mktsim.evidence.history.asked import Asked, asked_columns

    found = calibrated(Path(history), Asked(columns=asked_columns(list(columns))), seed)
    return Answer(found, pages.CALIBRATION, Context)


def backtest(history: str | Path, *, sales: str | None = None, seed: int = 1) -> Answer[tuple[OriginResult, ...]]:
    """Forecast a sales series from several origins and score the rest. Errors: InputError, with file and line."""
    from mktsim.evidence.backtest import backtest as scored
    from mktsim.evidence.history.series import read_series

    return Answer(scored(read_series(history, sales), seed), pages.BACKTEST, Context)


def _asked(
    study: str | Study, seed: int | None, out: Out, page: Page[R], found: Callable[[ResolvedStudy, Path], R]
) -> Answer[R]:
    """Carry a procedure out in its directory."""
    resolved = resolved_study(study, Overrides(seed=seed))
    directory = _place(resolved, out)
    claim(directory, f"study {resolved.study.name}", fresh=False)
    return Answer(found(resolved, directory), page, Context)


def _place(resolved: ResolvedStudy, out: Out) -> Path:
    return Path("results") / resolved.study.name if out is None else Path(out)
