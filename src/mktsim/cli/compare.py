"""`mktsim compare`: which arm of a study deserves the money, how sure that is, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.terminal import Debug, Json, Out, Seed, cores, progress_shown, reported, show, show_json, tell
from mktsim.cli.workers import Jobs, Mixed, OnCluster, cluster_of
from mktsim.errors import ExitCode

if TYPE_CHECKING:
    from mktsim.present.context import Context
    from mktsim.study.compare.result import Comparison

EXAMPLES = (
    "mktsim compare experiments/us_color_tv_1963.yaml",
    "mktsim compare us_color_tv_1963 --replications 200 --jobs 2 --seed 7 --out results/tv",
    "mktsim compare us_color_tv_1963 --json > tv.json",
)
STAGES = {"arms": "comparing the arms", "shard": "running a share", "why": "finding out why"}
"""What the stages of a comparison do."""


def compare_command(  # noqa: PLR0913 - one parameter an option
    study: Annotated[str, typer.Argument(help="Study file, or the name of a study found here or shipped.")],
    *,
    replications: Annotated[
        int | None, typer.Option(min=2, max=100_000, help="Replications of each arm; the study's if not given.")
    ] = None,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    shard: Annotated[
        str | None,
        typer.Option("--shard", help="Run only a share, as 2/4, into OUT/shard-2-of-4; then: mktsim gather OUT."),
    ] = None,
    seed: Seed = None,
    out: Out = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw away what the directory's store holds.")] = False,
    why_seconds: Annotated[
        float, typer.Option(min=0, help="Time for the loss split, sources of luck and assumptions; 0 for none.")
    ] = 60.0,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Compare the arms of a study: verdict, table, why, figures and a report; a second call continues."""
    with reported(debug=debug):
        where = cluster_of(cluster, mixed=mixed)
        from dataclasses import replace as looking_with

        from mktsim.cli.context import context_of
        from mktsim.cli.json_view import comparison_json
        from mktsim.cli.results import write_comparison
        from mktsim.cli.shard import tell_share
        from mktsim.study.compare.run import Looking, compare
        from mktsim.study.directory.shards import run_share
        from mktsim.study.question.library import Overrides, resolved_study
        from mktsim.study.runs.call import Call, remember
        from mktsim.study.runs.results_directory import claim
        from mktsim.study.runs.shard import share_of

        resolved = resolved_study(study, Overrides(replications=replications, seed=seed))
        share = None if shard is None else share_of(shard)
        directory = (out or Path("results") / resolved.study.name) / (share.folder if share else "")
        replace = claim(directory, f"study {resolved.study.name}", fresh=fresh)
        asked = {"replications": replications, "seed": seed, "why_seconds": why_seconds, "shard": shard}
        remember(directory, Call("compare", study, asked))
        looking = Looking(jobs=jobs or cores(), why_seconds=why_seconds, cluster=where)
        if share is not None:
            with progress_shown(STAGES) as update:
                part = run_share(resolved, directory, share, looking_with(looking, on_progress=update))
            tell_share(part, as_json=as_json)
            return
        with progress_shown(STAGES) as update:
            comparison = compare(resolved, directory, looking_with(looking, on_progress=update))
        again = f"mktsim compare {study} --replications {resolved.study.replications} --seed {resolved.study.seed}"
        context = context_of(resolved, comparison, directory, f"{again} --out {directory.as_posix()}")
        files = write_comparison(comparison, context, directory, replace=replace)
        if as_json:
            show_json(comparison_json(comparison))
        else:
            show(_words(comparison, context, files))
        _stop_if_failed(comparison, directory)


def _words(comparison: Comparison, context: Context, files: tuple[Path, ...]) -> str:
    """Return what a person reads at the end."""
    from mktsim.cli.words import lines, why_text
    from mktsim.present.text import verdict_table

    reports = [path for path in files if path.suffix == ".html"]
    figures = sum(path.suffix == ".png" for path in files)
    places = [f"report   {path.as_posix()}" for path in reports]
    if files:
        places.append(f"figures  {figures} in {files[0].parent.as_posix()}, with the outcomes as CSV and JSON")
    fit = () if context.observed is None else (lines(f"{context.observed.title}: {context.observed.note}") + "\n",)
    return "\n".join(
        (verdict_table(comparison), why_text(comparison), *fit, *places, f"{comparison.seconds:.0f} seconds")
    )


def _stop_if_failed(comparison: Comparison, directory: Path) -> None:
    if comparison.failed:
        tell(f"{comparison.failed} cells failed; their errors are in the store in {directory.as_posix()}")
        raise typer.Exit(int(ExitCode.CELLS_FAILED))
