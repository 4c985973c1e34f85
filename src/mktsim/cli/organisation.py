"""`mktsim organisation`: an organisation on paper, or at work: load, latency, relays, who waits for whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Json, Out, Seed
from mktsim.cli.terminal import reported, show, show_json, tell
from mktsim.errors import ExitCode

if TYPE_CHECKING:
    from mktsim.study.directory.organisation_report import OrganisationReport

EXAMPLES = (
    "mktsim organisation my_company.yaml",
    "mktsim organisation planning_hub",
    "mktsim organisation packaged_food --organisation functional_silos",
)


def organisation_command(  # noqa: PLR0913 - one parameter an option
    subject: Annotated[str, typer.Argument(help="Organisation file or archetype to draw; or a scenario to run it in.")],
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
    """Draw an organisation and say which duties nobody does; or run a scenario's once.

    A file of an organisation, or an archetype, is drawn as it stands: who plays what, who reports to whom, what nobody
    does. With a scenario it is run once: load, latency of each duty, relays, approvals, rework, who waits for whom.
    """
    with reported(debug=debug):
        if (file := _organisation_file(subject)) is not None:
            _draw(file, out, fresh=fresh, as_json=as_json)
            return
        from mktsim.present.organisation import organisation_json, organisation_text, write_organisation
        from mktsim.study.directory.organisation_report import organisation_report
        from mktsim.study.question.library import resolved_run
        from mktsim.study.question.run_request import RunRequest

        resolved = resolved_run(RunRequest(subject, policy, organisation, 1 if seed is None else seed))
        found = organisation_report(resolved, replication)
        directory = out or _place(found)
        files = write_organisation(found, directory, replace=fresh)
        places = "".join(f"figure   {path.as_posix()}\n" for path in files if path.suffix == ".png")
        show_json(organisation_json(found)) if as_json else show(f"{organisation_text(found)}\n{places}")


def _organisation_file(name: str) -> Path | None:
    """Return the file of an organisation that a path or the name of an archetype stands for; None for anything else."""
    from mktsim.inputs.extends import load
    from mktsim.inputs.named_files import ARCHETYPES, shipped
    from mktsim.study.question.file_kinds import Kind, kind_of

    path = Path(name)
    if not path.is_file():
        shipped_one = shipped(ARCHETYPES) / f"{name}.yaml"
        return shipped_one if shipped_one.is_file() else None
    tree, _ = load(path)
    return path if tree is not None and kind_of(tree.items) is Kind.ORGANISATION else None


def _draw(file: Path, out: Path | None, *, fresh: bool, as_json: bool) -> None:
    """Show an organisation on paper, and write its chart."""
    from mktsim.present.organisation_plan import plan_json, plan_text, write_plan
    from mktsim.study.question.organisation_plan import organisation_plan

    plan = organisation_plan(file)
    files = write_plan(plan, out or Path("results") / "organisation" / plan.name, replace=fresh or out is None)
    places = "".join(f"figure   {path.as_posix()}\n" for path in files if path.suffix == ".png")
    show_json(plan_json(plan)) if as_json else show(f"{plan_text(plan)}\n\n{places}")
    if plan.problems:
        tell("no run can be made with it yet:")
        for problem in plan.problems:
            tell(str(problem))
        raise typer.Exit(int(ExitCode.WRONG_INPUT))


def _place(found: OrganisationReport) -> Path:
    name = f"{found.policy}-{found.organisation.name}-seed{found.heading.seed}-r{found.replication}"
    return Path("results") / "organisation" / found.scenario / name
