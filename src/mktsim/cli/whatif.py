"""`mktsim whatif`: a change of the status quo, answered in seconds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from mktsim.cli.options import Debug, Jobs, Json
from mktsim.cli.terminal import cores, reported, show, show_json, tell

if TYPE_CHECKING:
    from mktsim.study.what_if.change import Change
    from mktsim.study.what_if.result import WhatIf

EXAMPLES = (
    "mktsim whatif packaged_food --set advertising.scale=0.8 --from 2024-06-01",
    "mktsim whatif packaged_food --set pricing.change=+5% --regions north --weeks 30-34 --or --staff planning=+2",
    "mktsim whatif packaged_food --event 'leader price -10% from 2024-06-01' --seconds 60 --save my_study.yaml",
)
OR = "--or"
_CHANGE = (
    "set",
    "since",
    "until",
    "weeks",
    "when",
    "for_weeks",
    "regions",
    "channels",
    "media",
    "end",
    "staff",
    "neglect",
    "organisation",
    "policy",
    "event",
)
"""Options that say what is changed; all others are of the question as a whole."""


class Alternatives(TyperCommand):
    """A command whose options of a change may be given again after --or, for another change."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Take every change after the first apart by itself; what is of the whole question may stand anywhere."""
        groups: list[list[str]] = [[]]
        for word in args:
            if word == OR:
                groups.append([])
            else:
                groups[-1].append(word)
        rest = super().parse_args(ctx, groups[0])
        first = {name: ctx.params[name] for name in _CHANGE}
        changes = [first]
        for group in groups[1:]:
            other = self.make_context(ctx.info_name or "whatif", ["_", *group], parent=ctx.parent)
            changes.append({name: other.params[name] for name in _CHANGE})
            for name, value in other.params.items():
                given = other.get_parameter_source(name)
                if name not in {*_CHANGE, "subject"} and given is not None and given.name == "COMMANDLINE":
                    ctx.params[name] = value
        ctx.meta["changes"] = changes
        return rest


def whatif_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="SCENARIO", help="Scenario by file or name.")],
    *,
    set: Annotated[  # noqa: A002 - the name of the option
        list[str] | None,
        typer.Option(
            "--set",
            metavar="LEVER.WHAT=VALUE",
            help="pricing, promotion, advertising or channel; scale, change, hold, rule or a parameter of its rule. "
            "Several make one change.",
        ),
    ] = None,
    since: Annotated[str, typer.Option("--from", help="First day, first week, or a stage as it is believed.")] = "",
    until: Annotated[str, typer.Option(help="Day or week from which it no longer holds.")] = "",
    weeks: Annotated[str, typer.Option(help="First and last week of the run, counted from 0, such as 30-34.")] = "",
    when: Annotated[
        list[str] | None, typer.Option(help="What must be believed: 'market_share below 0.18 for 8 weeks'.")
    ] = None,
    for_weeks: Annotated[int | None, typer.Option("--for", min=1, help="Weeks for which it holds.")] = None,
    regions: Annotated[list[str] | None, typer.Option(help="Region where it holds; everywhere if not given.")] = None,
    channels: Annotated[list[str] | None, typer.Option(help="Channel where it holds.")] = None,
    media: Annotated[list[str] | None, typer.Option(help="Medium in which it holds.")] = None,
    end: Annotated[bool, typer.Option("--end", help="The product is given up then.")] = False,
    staff: Annotated[list[str] | None, typer.Option(metavar="AGENT=+N", help="Staff added, full-time.")] = None,
    neglect: Annotated[list[str] | None, typer.Option(metavar="DUTY", help="A duty that nobody does.")] = None,
    organisation: Annotated[str, typer.Option(help="Another organisation: an archetype or a file.")] = "",
    policy: Annotated[str, typer.Option(help="Another policy of the scenario.")] = "",
    event: Annotated[
        list[str] | None, typer.Option(help="What happens: 'leader price -10% from 2024-06-01', 'cost +8% from 30'.")
    ] = None,
    given: Annotated[
        list[str] | None, typer.Option(help="What happens in every case, with the status quo too; as --event.")
    ] = None,
    alternative: Annotated[bool, typer.Option(OR, help="What follows is another change of the status quo.")] = False,
    metric: Annotated[str, typer.Option(help="Metric that decides.")] = "npv",
    worth: Annotated[float, typer.Option(min=0.0, help="Differences below this are not worth acting on.")] = 0.0,
    seconds: Annotated[float, typer.Option(min=1.0, help="Time for the answer.")] = 20.0,
    replications: Annotated[
        int | None, typer.Option(min=3, help="So many replications, in place of a time; the same on every machine.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Root seed.")] = 1,
    save: Annotated[Path | None, typer.Option(help="Write the study that gives the same numbers.")] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Run everything anew; keep nothing of it for later questions.")
    ] = False,
    jobs: Jobs = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Change something of the status quo and see what becomes of it, with an interval that may be watched."""
    del set, since, until, weeks, when, for_weeks, regions, channels, media, end, staff, neglect, organisation, policy
    del alternative, event
    with reported(debug=debug):
        from mktsim.present.documents import check_writable
        from mktsim.present.what_if import answer_json, answer_text, look_text, save_study
        from mktsim.study.what_if.plan import HowHard
        from mktsim.study.what_if.question import Basis
        from mktsim.study.what_if.run import How, what_if

        changes = tuple(_change(options) for options in context.meta["changes"])

        if save is not None:
            check_writable(save)

        def watch(look: WhatIf) -> bool:
            tell(look_text(look))
            return True

        found = what_if(
            Basis(subject, metric=metric, seed=seed, given=tuple(given or ())),
            changes,
            HowHard(seconds, worth, replications),
            How(jobs or cores(), watch, fresh=fresh),
        )
        show_json(answer_json(found)) if as_json else show(answer_text(found))
        if save is not None:
            save_study(found, subject, save)
            tell(f"written: {save}; mktsim compare {save} gives the same numbers")


def _change(options: dict[str, Any]) -> Change:
    """Return the change that options stand for. Errors: InputError."""
    from mktsim.study.what_if.change import Change, number

    def table(name: str) -> dict[str, str]:
        return dict(_pair(name, text) for text in options[name] or ())

    def several(name: str) -> tuple[str, ...]:
        return tuple(one.strip() for text in options[name] or () for one in text.split(",") if one.strip())

    return Change(
        set=table("set"),
        since=options["since"],
        until=options["until"],
        weeks=options["weeks"],
        when=tuple(options["when"] or ()),
        for_weeks=options["for_weeks"],
        regions=several("regions"),
        channels=several("channels"),
        media=several("media"),
        end=options["end"],
        staff={pool: float(number(fte, f"--staff {pool}")) for pool, fte in table("staff").items()},
        neglect=several("neglect"),
        organisation=options["organisation"],
        policy=options["policy"],
        events=tuple(options["event"] or ()),
    )


def _pair(name: str, text: str) -> tuple[str, str]:
    from mktsim.study.what_if.change import refuse

    key, sign, value = text.partition("=")
    if not sign or not key.strip() or not value.strip():
        refuse(f"--{name}", f"expected NAME=VALUE, found {text!r}")
    return key.strip(), value.strip()
