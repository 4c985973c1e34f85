"""`mktsim select`: run until the question is answered, and no longer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.terminal import Debug, Json, Out, Seed, cores, progress_shown, reported, show, show_json, tell
from mktsim.cli.workers import Jobs, Mixed, OnCluster, cluster_of
from mktsim.errors import ExitCode

if TYPE_CHECKING:
    from mktsim.study.select.result import Selection

EXAMPLES = (
    "mktsim select us_color_tv_1963 --delta 250000",
    'mktsim select us_color_tv_1963 --delta 250000 --require "cash_low<-2000000:0.05"',
    "mktsim select us_color_tv_1963 --delta 250000 --budget 400 --json",
)
STAGES = {"select": "selecting the best arm"}
"""What the stage of a selection does."""


def select_command(  # noqa: PLR0913 - one parameter an option
    study: Annotated[str, typer.Argument(help="Study file, or the name of a study found here or shipped.")],
    *,
    delta: Annotated[
        float, typer.Option("--delta", help="Smallest difference worth acting on, in units of the metric.")
    ],
    budget: Annotated[
        int | None, typer.Option(min=1, help="Spend this many cells where they tell most; without guarantee.")
    ] = None,
    require: Annotated[
        list[str] | None,
        typer.Option("--require", help="Chance constraint, as cash_low<-2000000:0.05; beside those of the study."),
    ] = None,
    most: Annotated[int, typer.Option(min=20, max=1_000_000, help="Replications of an arm to give up after.")] = 2000,
    batch: Annotated[int, typer.Option(min=1, max=1000, help="Replications between looks.")] = 8,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    seed: Seed = None,
    out: Out = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw away what the directory's store holds.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Select the best arm of a study: runs until no other arm can be better by delta; a second call continues."""
    with reported(debug=debug):
        where = cluster_of(cluster, mixed=mixed)
        from mktsim.cli.limits import with_limits
        from mktsim.cli.select_view import selection_json
        from mktsim.cli.selection_files import write_selection
        from mktsim.present.decisions.selection_text import selection_text
        from mktsim.study.compare.run import Looking
        from mktsim.study.question.library import Overrides, resolved_study
        from mktsim.study.runs.call import Call, remember
        from mktsim.study.runs.results_directory import claim
        from mktsim.study.select.run import Search, select

        resolved = with_limits(resolved_study(study, Overrides(seed=seed)), require or [])
        directory = out or Path("results") / resolved.study.name
        claim(directory, f"study {resolved.study.name}", fresh=fresh)
        asked = {"delta": delta, "budget": budget, "require": require, "most": most, "batch": batch, "seed": seed}
        remember(directory, Call("select", study, asked))
        search = Search(delta, budget, batch=batch, most=most)
        with progress_shown(STAGES) as update:
            found = select(
                resolved, directory, search, Looking(jobs=jobs or cores(), on_progress=update, cluster=where)
            )
        files = write_selection(found, directory)
        show_json(selection_json(found)) if as_json else show(selection_text(found) + _places(files, found))
        if found.failed:
            tell(f"{found.failed} cells failed; mktsim status {directory.as_posix()} shows them")
            raise typer.Exit(int(ExitCode.CELLS_FAILED))


def _places(files: tuple[Path, ...], found: Selection) -> str:
    figure = next(path for path in files if path.suffix == ".png")
    return f"\nfigure   {figure.as_posix()}\n{found.effort.seconds:.0f} seconds"
