"""`mktsim run`: one cell in every detail, or many replications with intervals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.terminal import Debug, Json, Out, Seed, cores, progress_shown, reported, show, show_json, tell
from mktsim.cli.workers import Jobs, Mixed, OnCluster, cluster_of
from mktsim.errors import ExitCode, InputError, Problem

if TYPE_CHECKING:
    from mktsim.outcomes.history import History
    from mktsim.study.call import Call
    from mktsim.study.drive import Driving
    from mktsim.study.resolve import ResolvedStudy
    from mktsim.study.run import RunResult

EXAMPLES = (
    "mktsim run scenarios/packaged_food.yaml --observed --out results/food",
    "mktsim run packaged_food --policy my_policy.yaml --organisation matrix --replication 7",
    "mktsim run packaged_food --replications 50 --jobs 2 --json",
)
STAGES = {"run": "running"}


def run_command(  # noqa: PLR0913 - one parameter an option
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
    out: Out = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Replace what an earlier run left in the directory.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Run one policy under one organisation: weekly series, events, ledger and decisions as CSV, and the metrics."""
    with reported(debug=debug):
        from mktsim.cli.results import RUN_NAME, refuse_other_run
        from mktsim.present.files import check_writable
        from mktsim.study.call import Call
        from mktsim.study.drive import Driving

        if replication is not None and replications is not None:
            refuse("--replication", "names one replication, --replications says how many; give one of them")
        if observed and replications is not None:
            refuse("--observed", "is of one replication; give --replication in place of --replications")
        if arm and (policy or organisation):
            refuse("--arm", "stands for policy and organisation; give it alone")
        resolved = resolved_words(scenario, arm, (policy, organisation), seed)
        directory = out or _place(resolved, replication)
        check_writable(directory / RUN_NAME)
        if replications is None and not fresh:
            refuse_other_run(directory, resolved, replication or 0)
        if replications is None:
            result = _one(resolved, replication or 0)
            _write(result, directory, replace=fresh)
        else:
            asked = {"arm": arm, "policy": policy, "organisation": organisation, "seed": seed}
            call = Call("run", scenario, {**asked, "replications": replications})
            how = Driving(jobs=jobs or cores(), cluster=cluster_of(cluster, mixed=mixed))
            result = _many(resolved, call, how, directory, fresh=fresh)
        files = _write_observed(resolved, result, directory, replace=fresh) if observed else ()
        show_json(_view(result, files)) if as_json else show(_words(result, directory, files))
        if result.failures:
            tell(f"{len(result.failures)} replications failed; the first: {result.failures[0].error.splitlines()[-1]}")
            raise typer.Exit(int(ExitCode.CELLS_FAILED))


def refuse(field: str, message: str) -> None:
    """Refuse an argument. Errors: InputError, always."""
    raise InputError((Problem("command line", 0, 0, field, message),))


def resolved_words(name: str, arm: str, names: tuple[str, str], seed: int | None) -> ResolvedStudy:
    """Return the run as a study of one arm."""
    from dataclasses import replace

    from mktsim.study.library import Overrides, resolved_run, resolved_study
    from mktsim.study.run import Asked

    if not arm:
        policy, organisation = names
        return resolved_run(Asked(name, policy, organisation, seed if seed is not None else 1))
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


def _one(resolved: ResolvedStudy, replication: int) -> RunResult:
    from mktsim.study.run import run_one

    return run_one(resolved, replication)


def _many(resolved: ResolvedStudy, call: Call, how: Driving, directory: Path, *, fresh: bool) -> RunResult:
    from dataclasses import replace as replaced

    from mktsim.study.call import remember
    from mktsim.study.claim import claim
    from mktsim.study.run import run_many

    arm = resolved.arms[0]
    owner = f"runs of {resolved.scenario.name}, {arm.policy}, {arm.organisation}"
    replace = claim(directory, owner, fresh=fresh)
    remember(directory, call)
    with progress_shown(STAGES) as update:
        watched = replaced(how, on_progress=lambda progress: update("run", progress))
        result = run_many(resolved, int(str(call.options["replications"])), directory, watched)
    _write(result, directory, replace=replace or fresh)
    return result


def _write(result: RunResult, directory: Path, *, replace: bool) -> None:
    from mktsim.cli.results import write_run

    write_run(result, directory, replace=replace)


def _write_observed(resolved: ResolvedStudy, result: RunResult, directory: Path, *, replace: bool) -> tuple[Path, ...]:
    from mktsim.cli.results import write_sheets
    from mktsim.evidence.observed.tables import observed_tables
    from mktsim.study.plan import Planner

    cell = Planner(resolved, resolved.study.seed).cell(resolved.arms[0], 0, result.replications[0]).cell
    return write_sheets(observed_tables(cell), directory / "observed", replace=replace)


def _view(result: RunResult, files: tuple[Path, ...]) -> dict[str, object]:
    from mktsim.cli.json_view import run_json

    return {**run_json(result), "observed": [file.as_posix() for file in files]}


def _words(result: RunResult, directory: Path, files: tuple[Path, ...]) -> str:
    """Return the metrics as a table and where the files are."""
    from mktsim.present.numbers import scale_for
    from mktsim.present.text import grid

    several = len(result.replications) > 1
    rows = []
    for metric in result.metrics:
        i = metric.interval
        scale = scale_for([i.mean], metric.unit, (i.high - i.low) / 2 if several else 0.0)
        interval = (f"{scale.bare(i.low)} … {scale.bare(i.high)}",) if several else ()
        rows.append((metric.name, scale.bare(i.mean), *interval, scale.label))
    header = ("metric", "mean", "95% interval", "unit") if several else ("metric", "value", "unit")
    count = f"{len(result.replications)} replications" if several else f"replication {result.replications[0]}"
    title = (
        f"{result.scenario}: policy {result.policy}, organisation {result.organisation}, {count}, seed {result.seed}"
    )
    place = f"series, events, ledger and decisions of replication {result.replications[0]} in {directory.as_posix()}"
    seen = (f"what a firm would have in its files, and the answer key: {', '.join(map(Path.as_posix, files))}",)
    told = (*_development(result.history), f"digest {result.digest}", place, *(seen if files else ()))
    return "\n".join((title, grid(header, rows), "", *told))


def _development(history: History) -> tuple[str, ...]:
    """Return a line on the project that led to the launch; nothing where the product was finished."""
    from mktsim.model.organisation.project import PREFIX, READY

    steps = [event for event in history.log if event.duty.startswith(PREFIX)]
    if not steps:
        return ()
    done = [event for event in steps if event.kind == "done"]
    if done and done[-1].duty == READY:
        return (
            f"the product was developed in {len(done)} steps; its launch was decided in week {done[-1].day / 7:.0f}",
        )
    last = f"the last step done was {done[-1].duty} in week {done[-1].day / 7:.0f}" if done else "no step was done"
    return (f"the product was not through its development within {history.horizon} weeks: {last}",)
