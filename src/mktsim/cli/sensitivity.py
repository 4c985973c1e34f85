"""`mktsim sensitivity`: what an answer rests on."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from mktsim.cli.effort import Limits, Quick, Seconds, Share, Sizing
from mktsim.cli.options import Debug, Fresh, Jobs, Json, Mixed, OnCluster, Out, Seed, Study, Where
from mktsim.cli.run_procedure import Procedure, carry_out_sized, given_call
from mktsim.cli.terminal import reported

EXAMPLES = (
    "mktsim sensitivity packaged_hi_lo",
    "mktsim sensitivity packaged_hi_lo --over duties --over edges --trajectories 0",
    "mktsim sensitivity us_color_tv_1963 --arm skimming --base-points 32 --keep 4 --json",
)
STAGES = {
    "as it is": "running the arms",
    "choosing": "seeing what to move alone",
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
    context: typer.Context,
    study: Study,
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
    seconds: Seconds = None,
    quick: Quick = False,
    share: Share = None,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    seed: Seed = None,
    out: Out = None,
    fresh: Fresh = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Move assumptions, duties and links, one at a time and together, and say what the answer rests on."""
    with reported(debug=debug):
        from mktsim.present.sensitivity import sensitivity_json, sensitivity_text, write_sensitivity
        from mktsim.study.question.factor import FactorKind
        from mktsim.study.question.library import Overrides, resolved_study
        from mktsim.study.sensitivity.plan import SensitivityOptions
        from mktsim.study.sensitivity.run import cells_of, scaled, sensitivity

        moved = dict.fromkeys(over or [Over.ASSUMPTIONS])
        asked = SensitivityOptions(
            kinds=tuple(FactorKind[_KINDS[one]] for one in sorted(moved, key=lambda one: one is Over.DUTIES)),
            only=tuple(only or ()),
            arm=arm,
            replications=replications,
            trajectories=trajectories,
            base_points=base_points,
            keep=keep,
            slow_times=slow_times,
        )
        procedure = lambda asked: Procedure(  # noqa: E731
            stages=STAGES,
            run=lambda given, directory, options: sensitivity(given, directory, asked, options),
            write=write_sensitivity,
            json=sensitivity_json,
            text=sensitivity_text,
            seconds=lambda found: found.seconds,
            failed=lambda found: found.failed,
        )
        resolved = resolved_study(study, Overrides(seed=seed))
        where = Where(jobs, cluster, mixed, out, fresh, given_call(context))
        sizing = Sizing(asked, cells_of, scaled)
        carry_out_sized(sizing, procedure, resolved, where, Limits(seconds, quick, share), as_json=as_json)


_KINDS = {Over.ASSUMPTIONS: "ASSUMPTION", Over.DUTIES: "DUTY", Over.EDGES: "EDGE"}
"""Kinds of factors by name; the study's own are imported when they are needed."""
