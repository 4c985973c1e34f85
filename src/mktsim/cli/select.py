"""`mktsim select`: run until the question is answered, and no longer."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.effort import Limits, Quick, Seconds, Share, Sizing
from mktsim.cli.options import Debug, Fresh, Jobs, Json, Mixed, OnCluster, Out, Seed, Study, Where
from mktsim.cli.run_procedure import Procedure, carry_out_sized, given_call
from mktsim.cli.terminal import reported
from mktsim.errors import InputError, Problem

if TYPE_CHECKING:
    from mktsim.inputs.study import ChanceLimit
    from mktsim.study.question.resolve import ResolvedStudy

EXAMPLES = (
    "mktsim select us_color_tv_1963 --delta 250000",
    'mktsim select us_color_tv_1963 --delta 250000 --require "cash_low<-2000000:0.05"',
    "mktsim select us_color_tv_1963 --delta 250000 --budget 400 --json",
)
STAGES = {"select": "selecting the best arm"}
"""What the stage of a selection does."""

_FORM = re.compile(r"\s*([a-z_.0-9]+)\s*([<>])\s*([-+0-9.eE]+)\s*:\s*([0-9.eE-]+)\s*")
_EXAMPLE = "METRIC<VALUE:PROBABILITY, such as cash_low<-2000000:0.05"


def select_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    study: Study,
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
    """Select the best arm of a study: runs until no other arm can be better by delta; a second call continues."""
    with reported(debug=debug):
        from mktsim.present.select import selection_json, selection_text, write_selection
        from mktsim.study.question.library import Overrides, resolved_study
        from mktsim.study.select.plan import SelectionOptions
        from mktsim.study.select.run import cells_of, scaled, select

        resolved = with_limits(resolved_study(study, Overrides(seed=seed)), require or [])
        asked = SelectionOptions(delta, budget, batch=batch, most=most)
        procedure = lambda asked: Procedure(  # noqa: E731
            stages=STAGES,
            run=lambda given, directory, options: select(given, directory, asked, options),
            write=write_selection,
            json=selection_json,
            text=selection_text,
            seconds=lambda found: found.cost.seconds,
            failed=lambda found: found.failed,
        )
        where = Where(jobs, cluster, mixed, out, fresh, given_call(context))
        sizing = Sizing(asked, cells_of, scaled, at_most=True)
        carry_out_sized(sizing, procedure, resolved, where, Limits(seconds, quick, share), as_json=as_json)


def limit_of(text: str) -> ChanceLimit:
    """Return the constraint that a text stands for. Errors: InputError for a text of another form.

    >>> limit = limit_of("cash_low<-2000000:0.05")
    >>> limit.metric, limit.below, limit.at_most
    ('cash_low', -2000000.0, 0.05)
    """
    from mktsim.inputs.study import ChanceLimit

    found = _FORM.fullmatch(text)
    metric, side, value, chance = found.groups() if found else ("", "<", "", "")
    try:
        name = "below" if side == "<" else "above"
        return ChanceLimit.model_validate({"metric": metric, name: float(value), "at_most": float(chance)})
    except ValueError as error:
        message = f"{text!r} is no limit of the form {_EXAMPLE}, with a probability between 0 and 1"
        raise InputError((Problem("select", 0, 0, "require", message),)) from error


def with_limits(resolved: ResolvedStudy, texts: list[str]) -> ResolvedStudy:
    """Return the study with further limits. Errors: InputError for a metric that there is not."""
    from mktsim.outcomes.metrics.table import metrics_in_use

    limits, known = tuple(limit_of(text) for text in texts), metrics_in_use()
    unknown = [limit.metric for limit in limits if limit.metric not in known and "." not in limit.metric]
    if unknown:
        message = f"no metric is called {unknown[0]!r}; mktsim list metrics shows all"
        raise InputError((Problem("select", 0, 0, "require", message, tuple(known)),))
    study = resolved.study.model_copy(update={"require": (*resolved.study.require, *limits)})
    return replace(resolved, study=study)
