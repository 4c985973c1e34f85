"""`mktsim sensitivity`: what an answer rests on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mktsim.cli.terminal import Debug, Json, Out, Seed, cores, progress_shown, reported, show, show_json
from mktsim.cli.workers import Jobs, Mixed, OnCluster, cluster_of

EXAMPLES = (
    "mktsim sensitivity packaged_hi_lo",
    "mktsim sensitivity packaged_hi_lo --over duties --over edges --trajectories 0",
    "mktsim sensitivity us_color_tv_1963 --arm skimming --base-points 32 --keep 4 --json",
)
STAGES = {
    "as it is": "running the arms",
    "one at a time": "moving one thing at a time",
    "all together": "moving all together (Morris)",
    "shares": "sharing out the variance (Sobol)",
}
"""What the stages do."""


class Over(StrEnum):
    """Kinds of things that are moved."""

    ASSUMPTIONS = "assumptions"
    DUTIES = "duties"
    EDGES = "edges"


def sensitivity_command(  # noqa: PLR0913 - one parameter an option
    study: Annotated[str, typer.Argument(help="Study file, or the name of a study found here or shipped.")],
    *,
    over: Annotated[
        list[Over] | None, typer.Option(help="What is moved; may be given several times. [assumptions]")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="Part of the names of what is moved; several times.")] = None,
    arm: Annotated[str, typer.Option(help="Look at this arm alone; else at the first arm's lead.")] = "",
    replications: Annotated[int, typer.Option(min=2, max=100_000, help="Of every arm at every point.")] = 4,
    trajectories: Annotated[int, typer.Option(min=0, max=10_000, help="Of Morris; 0 for none.")] = 8,
    base_points: Annotated[int, typer.Option(min=0, max=65_536, help="Rows of Sobol's design; 0 for none.")] = 0,
    keep: Annotated[int, typer.Option(min=1, max=8, help="Factors that Sobol takes, the strongest.")] = 4,
    slow_times: Annotated[float, typer.Option(min=1, max=100, help="Delay of a slow link, in times.")] = 4.0,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    seed: Seed = None,
    out: Out = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw away what the directory's store holds.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Move assumptions, duties and links, one at a time and together, and say what the answer rests on."""
    with reported(debug=debug):
        where = cluster_of(cluster, mixed=mixed)
        from mktsim.cli.sensitivity_view import sensitivity_json, write_sensitivity
        from mktsim.present.decisions.sensitivity_text import sensitivity_text
        from mktsim.study.compare.run import Looking
        from mktsim.study.question.library import Overrides, resolved_study
        from mktsim.study.runs.call import Call, remember
        from mktsim.study.runs.factor import FactorKind
        from mktsim.study.runs.results_directory import claim
        from mktsim.study.sensitivity.run import Probing, sensitivity

        resolved = resolved_study(study, Overrides(seed=seed))
        directory = out or Path("results") / resolved.study.name
        claim(directory, f"study {resolved.study.name}", fresh=fresh)
        moved = [Over(each).value for each in over or [Over.ASSUMPTIONS]]
        asked = {
            "over": moved, "only": only, "arm": arm or None, "replications": replications,
            "trajectories": trajectories, "base_points": base_points, "keep": keep, "slow_times": slow_times,
            "seed": seed,
        }  # fmt: skip
        remember(directory, Call("sensitivity", study, asked))
        kinds = tuple(FactorKind(name.removesuffix("s")) for name in dict.fromkeys(moved) if name != "duties")
        kinds += (FactorKind.DUTY,) if "duties" in moved else ()
        probing = Probing(
            kinds, tuple(only or ()), arm, replications, trajectories, base_points, keep, slow_times
        )  # fmt: skip
        with progress_shown(STAGES) as update:
            look = Looking(jobs=jobs or cores(), on_progress=update, cluster=where)
            found = sensitivity(resolved, directory, probing, look)
        files = write_sensitivity(found, directory)
        places = "".join(f"\nfigure   {path.as_posix()}" for path in files if path.suffix == ".png")
        text = f"{sensitivity_text(found)}{places}\n{found.seconds:.0f} seconds"
        show_json(sensitivity_json(found)) if as_json else show(text)
