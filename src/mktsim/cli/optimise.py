"""`mktsim optimise`: the best parameters of a policy's rules under a budget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mktsim.cli.ranges import numbers_of, range_of
from mktsim.cli.terminal import Debug, Json, Out, Seed, cores, progress_shown, reported, show, show_json, tell
from mktsim.cli.workers import Jobs, Mixed, OnCluster, cluster_of
from mktsim.errors import ExitCode

EXAMPLES = (
    "mktsim optimise packaged_hi_lo --arm hi_lo --vary promotion.depth=0.1:0.35 --vary promotion.every_weeks=3:10",
    "mktsim optimise packaged_hi_lo --frontier 0.5,0.75,1.25 --target 125000000",
    "mktsim optimise us_color_tv_1963 --arm skimming --budget 9000000 --trials 80 --json",
)
STAGES = {
    "search": "running trials",
    "frontier": "running the best of each budget on fresh luck",
    "select": "selecting among the finalists on fresh luck",
}
"""What the stages do."""


def optimise_command(  # noqa: PLR0913 - one parameter an option
    study: Annotated[str, typer.Argument(help="Study file, or the name of a study found here or shipped.")],
    *,
    arm: Annotated[str, typer.Option(help="Arm whose policy is tuned. [the baseline]", show_default=False)] = "",
    vary: Annotated[
        list[str] | None,
        typer.Option(help="PATH=LOW:HIGH, such as promotion.depth=0.1:0.3; several. [what the policy states]"),
    ] = None,
    budget: Annotated[float | None, typer.Option(help="Money a year. [the policy's]", show_default=False)] = None,
    frontier: Annotated[str, typer.Option(help="Further budgets, as multiples: 0.5,0.75,1.25")] = "",
    target: Annotated[float | None, typer.Option(help="Metric to be reached.", show_default=False)] = None,
    delta: Annotated[
        float | None,
        typer.Option(min=0, help="Smallest difference worth acting on. [1% of the value]", show_default=False),
    ] = None,
    trials: Annotated[
        int | None,
        typer.Option(min=1, max=10_000, help="Sets of values tried. [40, or 8 a parameter]", show_default=False),
    ] = None,
    replications: Annotated[int, typer.Option(min=2, max=100_000, help="Of each trial.")] = 4,
    confirm: Annotated[int, typer.Option(min=3, max=100_000, help="Fresh ones for each budget's best.")] = 20,
    most: Annotated[int, typer.Option(min=20, max=100_000, help="Fresh ones of a finalist at most.")] = 200,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    seed: Seed = None,
    out: Out = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw away what the directory's store holds.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Tune a policy's rules under a budget, confirm on fresh luck, and say what other budgets would buy."""
    with reported(debug=debug):
        where = cluster_of(cluster, mixed=mixed)
        from mktsim.cli.optimise_view import optimise_json, write_optimisation
        from mktsim.present.decisions.optimise_text import optimise_text
        from mktsim.study.call import Call, remember
        from mktsim.study.claim import claim
        from mktsim.study.comparing import Looking
        from mktsim.study.library import Overrides, resolved_study
        from mktsim.study.optimise import checked, optimise
        from mktsim.study.tuning import Tuning

        ranges = tuple(range_of(text) for text in vary or ())
        tuning = Tuning(
            arm, ranges, budget, numbers_of(frontier, "frontier"), target, delta or 0.0, trials or 0, replications,
            confirm, most,
        )  # fmt: skip
        resolved = resolved_study(study, Overrides(seed=seed))
        checked(resolved, tuning)
        directory = out or Path("results") / resolved.study.name
        claim(directory, f"study {resolved.study.name}", fresh=fresh)
        asked = {
            "arm": arm or None, "vary": vary, "budget": budget, "frontier": frontier or None, "target": target,
            "delta": delta, "trials": trials, "replications": replications, "confirm": confirm, "most": most,
            "seed": seed,
        }  # fmt: skip
        remember(directory, Call("optimise", study, asked))
        with progress_shown(STAGES) as update:
            look = Looking(jobs=jobs or cores(), on_progress=update, cluster=where)
            found = optimise(resolved, directory, tuning, look)
        files = write_optimisation(found, directory)
        places = "".join(f"\nfigure   {path.as_posix()}" for path in files if path.suffix == ".png")
        text = f"{optimise_text(found)}\npolicy   {(directory / 'best_policy.yaml').as_posix()}{places}"
        show_json(optimise_json(found)) if as_json else show(f"{text}\n{found.seconds:.0f} seconds")
        if not all(one.converged for one in found.searches):
            tell("not converged: what was found is a lower bound; give more --trials")
        if found.failed:
            tell(f"{found.failed} cells failed; mktsim status {directory.as_posix()} shows them")
            raise typer.Exit(int(ExitCode.CELLS_FAILED))
