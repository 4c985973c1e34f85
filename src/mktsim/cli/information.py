"""`mktsim information`: what better knowledge would be worth before the decision."""

from __future__ import annotations

from typing import Annotated

import typer

from mktsim.cli.effort import Limits, Quick, Seconds, Share, Sizing
from mktsim.cli.options import Debug, Fresh, Jobs, Json, Mixed, OnCluster, Out, Seed, Study, Where
from mktsim.cli.run_procedure import Procedure, carry_out_sized, given_call
from mktsim.cli.terminal import reported

EXAMPLES = (
    "mktsim information packaged_hi_lo",
    "mktsim information packaged_hi_lo --research survey --research rival.price --draws 0",
    "mktsim information us_color_tv_1963 --draws 64 --reliability 0.8 --json",
)
STAGES = {"work": "running the arms with better knowledge", "worlds": "running other worlds"}
"""What the stages do."""


def information_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    study: Study,
    *,
    research: Annotated[
        list[str] | None, typer.Option(help="Instrument or topic seen better; several times. [each instrument]")
    ] = None,
    times: Annotated[float, typer.Option(help="Times the sample, the speed of approval, the finer figures.")] = 4.0,
    replications: Annotated[int, typer.Option(min=2, max=100_000, help="Of each arm with each improvement.")] = 10,
    draws: Annotated[int, typer.Option(min=0, max=4096, help="Worlds drawn from the assumptions' ranges.")] = 32,
    world_replications: Annotated[int, typer.Option(min=2, max=100_000, help="Of each arm in each world.")] = 4,
    reliability: Annotated[
        float, typer.Option(min=0.01, max=1, help="Share of a parameter's variance that research explains.")
    ] = 0.5,
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
    """Say in money what better research, faster approval, a better forecast and a known world are worth."""
    with reported(debug=debug):
        from mktsim.present.information import information_json, information_text, write_information
        from mktsim.study.information.plan import InformationOptions
        from mktsim.study.information.run import cells_of, information, scaled
        from mktsim.study.question.library import Overrides, resolved_study

        resolved = resolved_study(study, Overrides(seed=seed))
        asked = InformationOptions(
            research=tuple(research or ()),
            times=times,
            replications=replications,
            draws=draws if resolved.scenario.assumptions else 0,
            world_replications=world_replications,
            reliability=reliability,
        )
        procedure = lambda asked: Procedure(  # noqa: E731
            stages=STAGES,
            run=lambda given, directory, options: information(given, directory, asked, options),
            write=write_information,
            json=information_json,
            text=information_text,
            seconds=lambda found: found.seconds,
            failed=lambda found: found.failed,
        )
        where = Where(jobs, cluster, mixed, out, fresh, given_call(context))
        sizing = Sizing(asked, cells_of, scaled)
        carry_out_sized(sizing, procedure, resolved, where, Limits(seconds, quick, share), as_json=as_json)
