"""`mktsim optimise`: tune a policy's rules, and see what other budgets would buy."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.effort import Limits, Quick, Seconds, Share, Sizing
from mktsim.cli.options import Debug, Fresh, Jobs, Json, Mixed, OnCluster, Out, Seed, Study, Where
from mktsim.cli.run_procedure import Procedure, carry_out_sized, given_call
from mktsim.cli.terminal import reported, tell
from mktsim.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from mktsim.study.optimise.plan import OptimiseOptions
    from mktsim.study.optimise.result import Optimisation
    from mktsim.study.question.resolve import ResolvedStudy
    from mktsim.study.runs.options import RunOptions

EXAMPLES = (
    "mktsim optimise packaged_hi_lo --arm hi_lo --vary promotion.depth=0.1:0.35 --vary promotion.every_weeks=3:10",
    "mktsim optimise packaged_hi_lo --frontier 0.5,0.75,1.25 --target 125000000",
    "mktsim optimise us_color_tv_1963 --arm skimming --budget 9000000 --trials 80 --json",
)
STAGES = {
    "search": "running trials",
    "frontier": "running the best of each budget on hold-out replications",
    "select": "selecting among the finalists on hold-out replications",
}
"""What the stages do."""
_FORM = re.compile(r"\s*([A-Za-z_][\w.]*)\s*(?:=\s*([-+0-9.eE]+)\s*:\s*([-+0-9.eE]+)\s*)?")
_EXAMPLE = "PATH or PATH=LOW:HIGH, such as promotion.depth=0.1:0.3"

Range = tuple[str, float | None, float | None]


def optimise_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    study: Study,
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
    """Tune a policy's rules under a budget, confirm on hold-out replications, and say what other budgets would buy."""
    with reported(debug=debug):
        from mktsim.present.optimise import optimise_json, optimise_text, write_optimisation
        from mktsim.study.optimise.plan import OptimiseOptions, checked
        from mktsim.study.optimise.run import cells_of, scaled, surely_of, trials_of
        from mktsim.study.question.library import Overrides, resolved_study
        from mktsim.study.runs.third_party import library

        asked = OptimiseOptions(
            arm=arm,
            vary=tuple(range_of(text) for text in vary or ()),
            budget=budget,
            frontier=numbers_of(frontier, "frontier"),
            target=target,
            delta=delta or 0.0,
            trials=trials or 0,
            replications=replications,
            confirm=confirm,
            most=most,
        )

        procedure = lambda asked: Procedure(  # noqa: E731
            stages=STAGES,
            run=partial(_tuned, asked),
            write=write_optimisation,
            json=optimise_json,
            text=optimise_text,
            seconds=lambda found: found.seconds,
            failed=lambda found: found.failed,
        )
        resolved = resolved_study(study, Overrides(seed=seed))
        checked(resolved, asked)  # before the directory is taken and anything is run
        library("optuna", "opt")
        where = Where(jobs, cluster, mixed, out, fresh, given_call(context))
        sizing = Sizing(
            asked, cells_of, partial(scaled, trials=trials_of(resolved, asked)), at_most=True, surely=surely_of
        )
        carry_out_sized(sizing, procedure, resolved, where, Limits(seconds, quick, share), as_json=as_json)


def _tuned(asked: OptimiseOptions, given: ResolvedStudy, directory: Path, options: RunOptions) -> Optimisation:
    """Tune, and say at once where the search was too short."""
    from mktsim.study.optimise.run import optimise

    found = optimise(given, directory, asked, options)
    if not all(one.converged for one in found.searches):
        tell("not converged: what was found is a lower bound; give more --trials")
    return found


def range_of(text: str) -> Range:
    """Return path, low and high. Errors: InputError for a text of another form.

    >>> range_of("promotion.depth=0.1:0.3"), range_of("pricing.premium")
    (('promotion.depth', 0.1, 0.3), ('pricing.premium', None, None))
    """
    found = _FORM.fullmatch(text)
    path, low, high = found.groups() if found else ("", "", "")
    try:
        return path, None if low is None else float(low), None if high is None else float(high)
    except ValueError as error:
        raise InputError((Problem("optimise", 0, 0, "vary", f"{text!r} is not of the form {_EXAMPLE}"),)) from error


def numbers_of(text: str, option: str) -> tuple[float, ...]:
    """Return numbers separated by commas. Errors: InputError for anything else.

    >>> numbers_of("0.5, 2", "frontier")
    (0.5, 2.0)
    """
    try:
        return tuple(float(part) for part in text.split(",") if part.strip())
    except ValueError as error:
        message = f"{text!r} is no list of numbers such as 0.5,0.75,1.25"
        raise InputError((Problem("optimise", 0, 0, option, message),)) from error
