"""`mktsim organisation`: how an organisation works: load, latency, relays, who waits for whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.terminal import Debug, Json, Out, Seed, reported, show, show_json

if TYPE_CHECKING:
    from mktsim.cli.json_view import View
    from mktsim.study.directory.organisation_report import Task, Workings

EXAMPLES = (
    "mktsim organisation us_color_tv_1963 --organisation functional_silos",
    "mktsim organisation packaged_food --out results/organisation --json",
)


def organisation_command(  # noqa: PLR0913 - one parameter an option
    scenario: Annotated[str, typer.Argument(help="Scenario file, or the name of a scenario found here or shipped.")],
    *,
    organisation: Annotated[str, typer.Option(help="Organisation by name or file; the scenario's if not given.")] = "",
    policy: Annotated[str, typer.Option(help="Policy by name or file; the status quo if not given.")] = "",
    replication: Annotated[int, typer.Option(min=0, help="The replication to run.")] = 0,
    seed: Seed = None,
    out: Out = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Replace what an earlier call left in the directory.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Run an organisation once: load, latency of each duty, relays, approvals, rework, who waits for whom, a launch."""
    with reported(debug=debug):
        from mktsim.present.organisation.text import workings_text
        from mktsim.study.compare.single_arm import Asked
        from mktsim.study.directory.organisation_report import workings
        from mktsim.study.question.library import resolved_run

        resolved = resolved_run(Asked(scenario, policy, organisation, 1 if seed is None else seed))
        found = workings(resolved, replication)
        directory = out or _place(found)
        files = _write(found, directory, replace=fresh)
        places = "".join(f"figure   {path.as_posix()}\n" for path in files if path.suffix == ".png")
        show_json(workings_json(found)) if as_json else show(f"{workings_text(found)}\n{places}")


def workings_json(found: Workings) -> View:
    """Return all that is said of an organisation at work."""
    from mktsim.cli.json_view import number, view_of

    return view_of(
        "organisation",
        {
            "scenario": found.scenario,
            "policy": found.policy,
            "organisation": found.organisation.name,
            "seed": found.seed,
            "replication": found.replication,
            "version": found.version,
            "weeks": found.history.horizon,
            "launch_day": number(found.launch_day),
            "pools": _table(found.history.roles.rows, found.history.roles.columns, found.history.roles.values.tolist()),
            "links": _table(found.history.edges.rows, found.history.edges.columns, found.history.edges.values.tolist()),
            "duties": _duties(found),
            "relays": [
                {"id": one.agent, "messages": one.messages, "attention_days": number(one.attention_days)}
                for one in found.relays
            ],
            "waits": [
                {
                    "waiter": wait.waiter,
                    "waited_for": wait.waited_for,
                    "for": wait.kind.value,
                    "times": wait.times,
                    "days": number(wait.days),
                }
                for wait in found.waits
            ],
        },
    )


def _duties(found: Workings) -> list[View]:
    from mktsim.present.organisation.latency import rows_of

    tasks: dict[str, list[Task]] = {}
    for task in found.tasks:
        tasks.setdefault(task.duty, []).append(task)
    return [
        {
            "id": row.duty,
            "owner": row.owner,
            "done": row.tasks,
            "latency_days": row.total,
            "queue_days": row.days[0],
            "work_days": row.days[1],
            "approval_days": row.days[2],
            "late_share": row.late,
            "returned": sum(task.returned for task in tasks[row.duty]),
        }
        for row in rows_of(found.tasks)
    ]


def _table(rows: tuple[str, ...], columns: tuple[str, ...], values: list[list[float]]) -> list[View]:
    from mktsim.cli.json_view import number

    return [
        {"id": row, **{name: number(x) for name, x in zip(columns, line, strict=True)}}
        for row, line in zip(rows, values, strict=True)
    ]


def _place(found: Workings) -> Path:
    name = f"{found.policy}-{found.organisation.name}-seed{found.seed}-r{found.replication}"
    return Path("results") / "organisation" / found.scenario / name


def _write(found: Workings, directory: Path, *, replace: bool) -> tuple[Path, ...]:
    import json

    from mktsim.present.context import Context
    from mktsim.present.files import write_bytes
    from mktsim.present.organisation.figures import ORGANISATION_FIGURES
    from mktsim.present.organisation.shown import ShownWorkings
    from mktsim.present.plots.save import drawings_of, figure_files

    text = json.dumps(workings_json(found), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    drawn = drawings_of(ShownWorkings(found), Context(), ORGANISATION_FIGURES)
    files = ((directory / "organisation.json", text.encode()), *figure_files(drawn, directory))
    return write_bytes(files, replace=replace)
