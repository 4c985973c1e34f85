"""`mktsim robust`: does the choice hold when the market is another, and where does it fail."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.effort import Limits, Quick, Seconds, Share, Sizing
from mktsim.cli.options import Debug, Fresh, Jobs, Json, Mixed, OnCluster, Out, Seed, Study, Where
from mktsim.cli.run_procedure import Procedure, carry_out_sized, given_call
from mktsim.cli.terminal import reported

if TYPE_CHECKING:
    from mktsim.study.question.resolve import ResolvedStudy

EXAMPLES = (
    "mktsim robust us_color_tv_1963 --draws 32 --replications 20",
    "mktsim robust packaged_hi_lo --draws 64 --design sobol --break-even supply.unit_cost_money",
    "mktsim robust my_study.yaml --json",
)
STAGES = {
    "robust": "running the worlds",
    "turning": "looking for what turns the verdict",
    "placebo": "running what cannot matter",
}
"""What the stages do."""


class Design(StrEnum):
    """Ways to spread drawn worlds; names only, so that the command line starts at once."""

    LATIN = "lhs"
    SOBOL = "sobol"


def robust_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    study: Study,
    *,
    draws: Annotated[
        int | None, typer.Option(min=0, max=4096, help="Worlds drawn from the assumptions' ranges. [0 with worlds, 32]")
    ] = None,
    design: Annotated[Design, typer.Option(help="How draws are spread.")] = Design.LATIN,
    replications: Annotated[int, typer.Option(min=2, max=100_000, help="Of each arm in each world.")] = 4,
    satisfied_with: Annotated[float, typer.Option(help="Metric that is good enough.")] = 0.0,
    tolerance: Annotated[float, typer.Option(min=0, help="Regret up to which the leader does not fail.")] = 0.0,
    turning_replications: Annotated[
        int, typer.Option(min=2, max=100_000, help="Of the leader and the two nearest arms, at each value tried.")
    ] = 8,
    break_even: Annotated[
        list[str] | None,
        typer.Option(
            "--break-even", help="Assumption whose value that turns the verdict is found; `none` for none. [all]"
        ),
    ] = None,
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
    """Run all arms in many worlds: regret, who is safest, where the winner fails and what would turn the verdict."""
    with reported(debug=debug):
        from mktsim.present.robust import robust_json, robust_text, write_robust
        from mktsim.study.question.library import Overrides, resolved_study
        from mktsim.study.robust.plan import RobustnessOptions
        from mktsim.study.robust.run import cells_of, openings_of, robust, scaled
        from mktsim.study.runs.sampling import Design as Spread

        resolved = resolved_study(study, Overrides(seed=seed))
        asked = RobustnessOptions(
            draws=draws_of(resolved, draws),
            design=Spread(design.value),
            replications=replications,
            satisfied_with=satisfied_with,
            tolerance=tolerance,
            break_even=tuple(break_even or ()),
            turning_replications=turning_replications,
        )
        procedure = lambda asked: Procedure(  # noqa: E731
            stages=STAGES,
            run=lambda given, directory, options: robust(given, directory, asked, options),
            write=write_robust,
            json=robust_json,
            text=robust_text,
            seconds=lambda found: found.seconds,
            failed=lambda found: found.failed,
        )
        where = Where(jobs, cluster, mixed, out, fresh, given_call(context))
        sizing = Sizing(asked, cells_of, scaled, openings=openings_of)
        carry_out_sized(sizing, procedure, resolved, where, Limits(seconds, quick, share), as_json=as_json)


def draws_of(resolved: ResolvedStudy, draws: int | None) -> int:
    """Return how many worlds are drawn: as many as were asked for, else none beside named ones and 32 otherwise."""
    return draws if draws is not None else 0 if resolved.study.worlds else 32
