"""`mktsim run`: one cell in every detail, or many replications with intervals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Jobs, Json, Mixed, OnCluster, Out, Seed, Where
from mktsim.cli.run_procedure import given_call, run_options, taken, tell_of_wait
from mktsim.cli.terminal import progress_shown, reported, show, show_json, tell
from mktsim.errors import ExitCode, InputError, Problem

if TYPE_CHECKING:
    from mktsim.study.compare.single_arm import RunResult
    from mktsim.study.question.resolve import ResolvedStudy

EXAMPLES = (
    "mktsim run scenarios/packaged_food.yaml --observed --out results/food",
    "mktsim run packaged_food --policy my_policy.yaml --organisation matrix --replication 7",
    "mktsim run packaged_food --replications 50 --jobs 2 --json",
)
STAGES = {"run": "running"}


def run_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    scenario: Annotated[str, typer.Argument(help="Scenario by file or name; a study with --arm.")],
    *,
    policy: Annotated[str, typer.Option(help="Policy: a name in the scenario, or a file. Default: status quo.")] = "",
    organisation: Annotated[str, typer.Option(help="Organisation: an archetype or a file. Default: its own.")] = "",
    arm: Annotated[str, typer.Option(help="Arm of a study, in place of policy and organisation.")] = "",
    replication: Annotated[int | None, typer.Option(min=0, help="The one replication to run. Default: 0.")] = None,
    replications: Annotated[int | None, typer.Option(min=2, help="Run so many, for intervals.")] = None,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    seed: Seed = None,
    observed: Annotated[
        bool, typer.Option(help="Write a firm's files and a panel too, with their answer key.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="Show all metrics, not only the ten that matter most.")] = False,
    out: Out = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Replace what an earlier run left in the directory.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Run one policy under one organisation: weekly series, events, ledger and decisions as CSV, and the metrics."""
    with reported(debug=debug):
        from mktsim.present.compare.documents import RUN_NAME, refuse_other_run
        from mktsim.present.documents import check_writable
        from mktsim.present.run import run_text

        if replication is not None and replications is not None:
            refuse("--replication", "names one replication, --replications says how many; give one of them")
        if observed and replications is not None:
            refuse("--observed", "is of one replication; give --replication in place of --replications")
        if arm and (policy or organisation):
            refuse("--arm", "stands for policy and organisation; give it alone")
        resolved = resolved_arm(scenario, arm, (policy, organisation), seed)
        if observed and resolved.scenario.market_mechanisms:
            refuse("--observed", "true effects are found by replays, which know no market mechanisms of your own")
        where = Where(jobs, cluster, mixed, out or _place(resolved, replication), fresh, given_call(context))
        check_writable(where.directory / RUN_NAME)
        if replications is None and not fresh:
            refuse_other_run(where.directory, resolved, replication or 0)
        tell_of_wait(resolved)
        if replications is None:
            result = _one(resolved, replication or 0, where)
        else:
            result = _many(resolved, replications, where)
        directory = where.directory
        files = _write_observed(resolved, result, directory, replace=fresh) if observed else ()
        show_json(_view(result, files)) if as_json else show(run_text(result, directory, files, every=every))
        if result.failures:
            tell(f"{len(result.failures)} replications failed; the first: {result.failures[0].error.splitlines()[-1]}")
            raise typer.Exit(int(ExitCode.CELLS_FAILED))


def refuse(field: str, message: str) -> None:
    """Refuse an argument. Errors: InputError, always."""
    raise InputError((Problem("command line", 0, 0, field, message),))


def resolved_arm(name: str, arm: str, names: tuple[str, str], seed: int | None) -> ResolvedStudy:
    """Return the run as a study of one arm."""
    from dataclasses import replace

    from mktsim.study.question.library import Overrides, resolved_run, resolved_study
    from mktsim.study.question.run_request import RunRequest

    if not arm:
        policy, organisation = names
        return resolved_run(RunRequest(name, policy, organisation, seed if seed is not None else 1))
    study = resolved_study(name, Overrides(seed=seed))
    arms = {one.name: one for one in study.arms}
    if arm not in arms:
        raise InputError((Problem(study.file, 0, 0, "arms", f"no arm is called {arm!r}", tuple(arms)),))
    return replace(study, arms=(arms[arm],))


def _place(resolved: ResolvedStudy, replication: int | None) -> Path:
    """Return where results go unless the user says so: a directory for each different question."""
    arm = resolved.arms[0]
    name = f"{arm.policy}-{arm.organisation}-seed{resolved.study.seed}".replace("*", "-changed")
    number = "" if replication is None else f"-r{replication}"
    return Path("results") / "runs" / resolved.scenario.name / f"{name}{number}"


def _one(resolved: ResolvedStudy, replication: int, where: Where) -> RunResult:
    """Run one cell and write its files."""
    from mktsim.present.compare.documents import write_run
    from mktsim.study.compare.single_arm import run_one

    result = run_one(resolved, replication)
    write_run(result, where.directory, replace=where.fresh)
    return result


def _many(resolved: ResolvedStudy, replications: int, where: Where) -> RunResult:
    """Run several replications into the store of a directory, and write the files of the first."""
    from mktsim.present.compare.documents import write_run
    from mktsim.study.compare.single_arm import run_many

    arm = resolved.arms[0]
    owner = f"runs of {resolved.scenario.name}, {arm.policy}, {arm.organisation}"
    known = taken(where.directory, owner, where)
    with progress_shown(STAGES) as update:
        result = run_many(resolved, replications, where.directory, run_options(where, update))
    write_run(result, where.directory, replace=known or where.fresh)
    return result


def _write_observed(resolved: ResolvedStudy, result: RunResult, directory: Path, *, replace: bool) -> tuple[Path, ...]:
    from mktsim.evidence.synthetic_data.tables import observed_tables
    from mktsim.present.compare.documents import write_sheets
    from mktsim.study.runs.planner import Planner

    cell = Planner(resolved, resolved.study.seed).cell(resolved.arms[0], 0, result.replications[0]).cell
    return write_sheets(observed_tables(cell), directory / "observed", replace=replace)


def _view(result: RunResult, files: tuple[Path, ...]) -> dict[str, object]:
    from mktsim.present.compare.json import run_json

    return {**run_json(result), "observed": [file.as_posix() for file in files]}
