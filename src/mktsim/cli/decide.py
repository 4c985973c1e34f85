"""`mktsim decide`: one answer for the decision, with what it rests on and what to do first."""

from __future__ import annotations

from typing import Annotated

import typer

from mktsim.cli.effort import Limits, Quick, Share, Sizing
from mktsim.cli.options import Debug, Fresh, Jobs, Json, Mixed, OnCluster, Out, Seed, Study, Where
from mktsim.cli.run_procedure import Procedure, carry_out_sized, given_call
from mktsim.cli.terminal import reported

EXAMPLES = (
    "mktsim decide packaged_hi_lo",
    "mktsim decide us_color_tv_1963 --seconds 600 --optimise",
    "mktsim decide my_study.yaml --quick --json",
)
STAGES = {
    "as it is": "running the options as things are",
    "select": "telling them apart",
    "robust": "running other worlds",
    "turning": "looking for what turns the choice",
    "placebo": "running what cannot matter",
    "work": "reading the options as things are",
    "worlds": "reading the worlds",
    "search": "tuning the choice",
    "frontier": "running the tuned choice on fresh luck",
}
"""What the stages do."""
ABOUT = 150.0
"""Seconds that a decision takes where nothing else is asked for."""
FIXED = 8.0
"""Seconds for the figures and documents of all procedures, measured on a machine of 2025."""


def decide_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    study: Study,
    *,
    delta: Annotated[
        float | None,
        typer.Option(min=0, help="Smallest difference worth acting on. [1% of the baseline]", show_default=False),
    ] = None,
    draws: Annotated[int, typer.Option(min=8, max=4096, help="Worlds drawn from the assumptions' ranges.")] = 32,
    replications: Annotated[int, typer.Option(min=2, max=100_000, help="Of each arm in each world.")] = 4,
    optimise: Annotated[bool, typer.Option("--optimise", help="Tune the policy of choice, too.")] = False,
    seconds: Annotated[
        float, typer.Option(min=0, help="Time for all of it: less is asked where it is short; 0 for all.")
    ] = ABOUT,
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
    """Decide a study: which option, how sure, what it rests on, what turns it, what to find out first; in two pages.

    Joins select, robust, break-evens, information and, where asked, optimise on shared cells, and writes a memo.
    """
    with reported(debug=debug):
        from mktsim.present.decide import decision_json, decision_text, write_decision
        from mktsim.study.decide.plan import DecideOptions, check, scaled
        from mktsim.study.decide.run import cells_of, decide, openings_of
        from mktsim.study.question.library import Overrides, resolved_study

        asked = DecideOptions(delta=delta or 0.0, draws=draws, replications=replications, optimise=optimise)
        resolved = resolved_study(study, Overrides(seed=seed))
        check(resolved)
        procedure = lambda asked: Procedure(  # noqa: E731
            stages=STAGES,
            run=lambda given, directory, options: decide(given, directory, asked, options),
            write=write_decision,
            json=decision_json,
            text=decision_text,
            seconds=lambda found: found.seconds,
            failed=lambda found: found.failed,
        )
        where = Where(jobs, cluster, mixed, out, fresh, given_call(context))
        limits = Limits(seconds or None, quick, share)
        sizing = Sizing(asked, cells_of, scaled, openings=openings_of, fixed=FIXED)
        carry_out_sized(sizing, procedure, resolved, where, limits, as_json=as_json)
