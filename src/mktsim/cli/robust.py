"""`mktsim robust`: does the choice hold when the market is another, and where does it fail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.designs import Design
from mktsim.cli.terminal import Debug, Json, Out, Seed, cores, progress_shown, reported, show, show_json, tell
from mktsim.cli.workers import Jobs, Mixed, OnCluster, cluster_of
from mktsim.errors import ExitCode

if TYPE_CHECKING:
    from mktsim.study.question.resolve import ResolvedStudy

EXAMPLES = (
    "mktsim robust us_color_tv_1963 --draws 32 --replications 20",
    "mktsim robust packaged_hi_lo --draws 64 --design sobol --break-even supply.unit_cost_money",
    "mktsim robust my_study.yaml --json",
)
STAGES = {"robust": "running the worlds", "turning": "looking for what turns the verdict"}
"""What the stages do."""


def robust_command(  # noqa: PLR0913 - one parameter an option
    study: Annotated[str, typer.Argument(help="Study file, or the name of a study found here or shipped.")],
    *,
    draws: Annotated[
        int | None, typer.Option(min=0, max=4096, help="Worlds drawn from the assumptions' ranges. [0 with worlds, 32]")
    ] = None,
    design: Annotated[Design, typer.Option(help="How draws are spread.")] = Design.LATIN,
    replications: Annotated[int, typer.Option(min=2, max=100_000, help="Of each arm in each world.")] = 20,
    satisfied_with: Annotated[float, typer.Option(help="Metric that is good enough.")] = 0.0,
    tolerance: Annotated[float, typer.Option(min=0, help="Regret up to which the leader does not fail.")] = 0.0,
    break_even: Annotated[
        list[str] | None, typer.Option("--break-even", help="Assumption whose value that turns the verdict is found.")
    ] = None,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    seed: Seed = None,
    out: Out = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw away what the directory's store holds.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Run all arms in many worlds: regret, who is safest, where the winner fails and what would turn the verdict."""
    with reported(debug=debug):
        where = cluster_of(cluster, mixed=mixed)
        from mktsim.cli.robust_view import robust_json, write_robust
        from mktsim.present.decisions.robust_text import robust_text
        from mktsim.study.compare.run import Looking
        from mktsim.study.question.library import Overrides, resolved_study
        from mktsim.study.robust.run import Doubt, robust
        from mktsim.study.runs.call import Call, remember
        from mktsim.study.runs.results_directory import claim
        from mktsim.study.runs.sampling import Design as Spread

        resolved = resolved_study(study, Overrides(seed=seed))
        directory = out or Path("results") / resolved.study.name
        claim(directory, f"study {resolved.study.name}", fresh=fresh)
        asked = {
            "draws": draws, "design": design.value, "replications": replications, "satisfied_with": satisfied_with,
            "tolerance": tolerance, "break_even": break_even, "seed": seed,
        }  # fmt: skip
        remember(directory, Call("robust", study, asked))
        count = draws_of(resolved, draws)
        doubt = Doubt(count, Spread(design.value), replications, satisfied_with, tolerance, tuple(break_even or ()))
        with progress_shown(STAGES) as update:
            found = robust(resolved, directory, doubt, Looking(jobs=jobs or cores(), on_progress=update, cluster=where))
        files = write_robust(found, directory)
        places = "".join(f"\nfigure   {path.as_posix()}" for path in files if path.suffix == ".png")
        show_json(robust_json(found)) if as_json else show(f"{robust_text(found)}{places}\n{found.seconds:.0f} seconds")
        if found.failed:
            tell(f"{found.failed} cells failed; mktsim status {directory.as_posix()} shows them")
            raise typer.Exit(int(ExitCode.CELLS_FAILED))


def draws_of(resolved: ResolvedStudy, draws: int | None) -> int:
    """Return how many worlds are drawn: as many as were asked for, else none beside named ones and 32 otherwise."""
    return draws if draws is not None else 0 if resolved.study.worlds else 32
