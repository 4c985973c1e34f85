"""`mktsim information`: what better information is worth before the decision."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mktsim.cli.terminal import Debug, Json, Out, Seed, cores, progress_shown, reported, show, show_json
from mktsim.cli.workers import Jobs, Mixed, OnCluster, cluster_of

EXAMPLES = (
    "mktsim information packaged_hi_lo",
    "mktsim information packaged_hi_lo --research survey --research rival.price --draws 0",
    "mktsim information us_color_tv_1963 --draws 64 --reliability 0.8 --json",
)
STAGES = {"work": "running the arms with better knowledge", "worlds": "running other worlds"}
"""What the stages do."""


def information_command(  # noqa: PLR0913 - one parameter an option
    study: Annotated[str, typer.Argument(help="Study file, or the name of a study found here or shipped.")],
    *,
    research: Annotated[
        list[str] | None, typer.Option(help="Instrument or topic seen better; several times. [each instrument]")
    ] = None,
    times: Annotated[float, typer.Option(help="Times the sample, the speed of approval, the finer figures.")] = 4.0,
    replications: Annotated[int, typer.Option(min=2, max=100_000, help="Of each arm with each improvement.")] = 20,
    draws: Annotated[int, typer.Option(min=0, max=4096, help="Worlds drawn from the assumptions' ranges.")] = 32,
    world_replications: Annotated[int, typer.Option(min=2, max=100_000, help="Of each arm in each world.")] = 4,
    reliability: Annotated[
        float, typer.Option(min=0.01, max=1, help="Share of a parameter's variance that research explains.")
    ] = 0.5,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    seed: Seed = None,
    out: Out = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw away what the directory's store holds.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Say in money what better research, faster approval, a better forecast and a known world are worth."""
    with reported(debug=debug):
        where = cluster_of(cluster, mixed=mixed)
        from mktsim.cli.information_view import information_json, write_information
        from mktsim.present.decisions.information_text import information_text
        from mktsim.study.compare.run import Looking
        from mktsim.study.information.run import Worth, information
        from mktsim.study.question.library import Overrides, resolved_study
        from mktsim.study.runs.call import Call, remember
        from mktsim.study.runs.results_directory import claim

        resolved = resolved_study(study, Overrides(seed=seed))
        directory = out or Path("results") / resolved.study.name
        claim(directory, f"study {resolved.study.name}", fresh=fresh)
        asked = {
            "research": research, "times": times, "replications": replications, "draws": draws,
            "world_replications": world_replications, "reliability": reliability, "seed": seed,
        }  # fmt: skip
        remember(directory, Call("information", study, asked))
        worth = Worth(tuple(research or ()), times, replications, draws, world_replications, reliability)
        with progress_shown(STAGES) as update:
            look = Looking(jobs=jobs or cores(), on_progress=update, cluster=where)
            found = information(resolved, directory, worth, look)
        files = write_information(found, directory)
        places = "".join(f"\nfigure   {path.as_posix()}" for path in files if path.suffix == ".png")
        text = f"{information_text(found)}{places}\n{found.seconds:.0f} seconds"
        show_json(information_json(found)) if as_json else show(text)
