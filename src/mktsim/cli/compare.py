"""`mktsim compare`: which arm of a study deserves the money, how sure that is, and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.effort import Limits, Quick, Seconds
from mktsim.cli.options import Debug, Fresh, Jobs, Json, Mixed, OnCluster, Out, Seed, Study, Where
from mktsim.cli.run_procedure import begun, given_call, run_options, stop_if_failed
from mktsim.cli.terminal import progress_shown, reported, show, show_json, tell
from mktsim.errors import InputError, Problem
from mktsim.present.directory import shard_json, shard_text
from mktsim.study.runs.worth import Worth, worth_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mktsim.cli.terminal import Shown
    from mktsim.present.context import Context
    from mktsim.study.compare.plan import CompareOptions
    from mktsim.study.compare.result import Comparison, Design, Part
    from mktsim.study.question.resolve import ResolvedStudy
    from mktsim.study.runs.options import Progress
    from mktsim.study.runs.results_directory import Call

EXAMPLES = (
    "mktsim compare experiments/us_color_tv_1963.yaml",
    "mktsim compare us_color_tv_1963 --worth 250000 --why-seconds 0",
    "mktsim compare us_color_tv_1963 --all --replications 200 --jobs 2 --seed 7 --out results/tv",
)
STAGES = {
    "arms": "comparing the arms",
    "shard": "running a shard",
    "why": "finding out why",
    "assumptions": "trying the assumptions",
}
"""What the stages of a comparison do."""
_LOOKS_TOLD = 3


def compare_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    study: Study,
    *,
    replications: Annotated[
        int | None, typer.Option(min=2, max=100_000, help="Most replications of each arm; the study's if not given.")
    ] = None,
    all_replications: Annotated[
        bool, typer.Option("--all", "--all-replications", help="Run all of them, however soon the answer is sure.")
    ] = False,
    worth: Annotated[
        str,
        typer.Option(help="Difference from which it is worth acting: an amount, or a share of the baseline's mean."),
    ] = str(Worth()),
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    shard: Annotated[
        str | None,
        typer.Option("--shard", help="Run only a shard, as 2/4, into OUT/shard-2-of-4; then: mktsim gather OUT."),
    ] = None,
    seed: Seed = None,
    out: Out = None,
    fresh: Fresh = False,
    why_seconds: Annotated[
        float, typer.Option(min=0, help="Time for losses, sources of luck and assumptions; 0 for none.")
    ] = 40.0,
    seconds: Seconds = None,
    quick: Quick = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Compare the arms of a study: verdict, table, why, figures and a report; a second call continues.

    Stops as soon as the best arm is sure, or differs by less than is worth acting on, or when --seconds are over; --all
    runs every replication.
    """
    with reported(debug=debug):
        from mktsim.study.compare.plan import CompareOptions
        from mktsim.study.question.library import Overrides, resolved_study
        from mktsim.study.runs.shard import shard_of

        where = Where(jobs, cluster, mixed, out, fresh, given_call(context))
        resolved = resolved_study(study, Overrides(replications=replications, seed=seed))
        limit = Limits(seconds, quick).allowed
        if shard is None:
            asked = CompareOptions(
                why_seconds,
                worth=None if all_replications else worth_of(worth),
                seconds=limit,
            )
            _compare(resolved, asked, where, as_json=as_json)
        elif limit is not None:
            message = "a shard runs all of its replications: --seconds and --quick are for a comparison as a whole"
            raise InputError((Problem("compare", 0, 0, "seconds", message),))
        else:
            part = shard_of(shard)
            place = (out or Path("results") / resolved.study.name) / part.folder
            _run_shard(resolved, str(part), replace(where, out=place), as_json=as_json)


def _compare(resolved: ResolvedStudy, asked: CompareOptions, where: Where, *, as_json: bool) -> None:
    """Compare and print each part as it comes; write report, figures and numbers."""
    from mktsim.present.compare.context import context_of
    from mktsim.present.compare.documents import write_comparison
    from mktsim.present.compare.json import comparison_json
    from mktsim.present.compare.text import PARTS
    from mktsim.study.compare.run import compare

    directory, known = begun(resolved, where)
    with progress_shown(STAGES) as update:

        def told(part: Part, so_far: Comparison) -> None:
            if not as_json:
                update.aside(PARTS[part](so_far))

        first = _saying_first(_cost(resolved, asked), update)
        comparison = compare(resolved, directory, asked, run_options(where, first), told)
    context = context_of(resolved, comparison, directory, _again(where.call, resolved, directory))
    files = write_comparison(comparison, context, directory, replace=known)
    show_json(comparison_json(comparison)) if as_json else show(_places(comparison, context, files))
    stop_if_failed(comparison.failed, directory)


def _saying_first(words: str, update: Shown) -> Callable[[str, Progress], None]:
    """Return what reports progress, and says something before the first of it: nothing where nothing begins."""
    waiting = [words]

    def reported_on(stage: str, progress: Progress) -> None:
        if waiting:
            tell(waiting.pop())
        update(stage, progress)

    return reported_on


def _cost(resolved: ResolvedStudy, asked: CompareOptions) -> str:
    """Say how many cells a comparison takes at most, and what ends it earlier."""
    from mktsim.study.compare.stopping import looks_at

    arms, most = len(resolved.arms) * len(resolved.worlds), resolved.study.replications
    told = f"at most {most * arms:,} cells ({most} replications)"
    looks = None if asked.worth is None else looks_at(len(resolved.arms), most, resolved.study.confidence)
    if looks is None:
        return told
    first, later = looks.sizes[:_LOOKS_TOLD], looks.sizes[_LOOKS_TOLD:]
    sizes, more = ", ".join(f"{size * arms:,}" for size in first), " …" if later else ""
    return f"{told}; looks after {sizes}{more} of them, and stops when it is sure"


def _run_shard(resolved: ResolvedStudy, shard: str, where: Where, *, as_json: bool) -> None:
    """Run one shard of a study into a directory of its own."""
    from mktsim.study.directory.shards import run_shard
    from mktsim.study.runs.shard import shard_of

    directory, _ = begun(resolved, where)
    with progress_shown(STAGES) as update:
        found = run_shard(resolved, directory, shard_of(shard), run_options(where, update))
    show_json(shard_json(found)) if as_json else show(shard_text(found))
    stop_if_failed(found.failed, directory)


def _again(call: Call | None, resolved: ResolvedStudy, directory: Path) -> str:
    """Return the command that makes the same comparison, with what a study's file might say otherwise later."""
    if call is None:
        return ""
    said = {"replications": resolved.study.replications, "seed": resolved.study.seed}
    return replace(call, options={**call.options, **said}).line(directory)


def _out_of_time(design: Design) -> tuple[str, ...]:
    """Say that time ended a comparison, if it did."""
    if not design.in_looks or design.sure or design.stopped >= design.planned:
        return ()
    done = f"time for {design.stopped} of up to {design.planned} replications"
    return (f"{done}; the same call with more --seconds goes on from there",)


def _places(comparison: Comparison, context: Context, files: tuple[Path, ...]) -> str:
    """Return what a person reads at the end: how well the past is met, and where the documents are."""
    from mktsim.present.layout import paragraph

    reports = [path for path in files if path.suffix == ".html"]
    figures = sum(path.suffix == ".png" for path in files)
    places = [f"report   {path.as_posix()}" for path in reports]
    if files:
        places.append(f"figures  {figures} in {files[0].parent.as_posix()}, with the outcomes as CSV and JSON")
    places += _out_of_time(comparison.design)
    fit = () if context.observed is None else (paragraph(f"{context.observed.title}: {context.observed.note}") + "\n",)
    return "\n".join((*fit, *places, f"{comparison.seconds:.0f} seconds"))
