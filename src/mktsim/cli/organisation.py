"""`mktsim organisation`: how an organisation works: load, latency, relays, who waits for whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Json, Out, Seed
from mktsim.cli.terminal import reported, show, show_json

if TYPE_CHECKING:
    from mktsim.study.directory.organisation_report import OrganisationReport

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
        from mktsim.present.organisation import organisation_json, organisation_text, write_organisation
        from mktsim.study.directory.organisation_report import organisation_report
        from mktsim.study.question.library import resolved_run
        from mktsim.study.question.run_request import RunRequest

        resolved = resolved_run(RunRequest(scenario, policy, organisation, 1 if seed is None else seed))
        found = organisation_report(resolved, replication)
        directory = out or _place(found)
        files = write_organisation(found, directory, replace=fresh)
        places = "".join(f"figure   {path.as_posix()}\n" for path in files if path.suffix == ".png")
        show_json(organisation_json(found)) if as_json else show(f"{organisation_text(found)}\n{places}")


def _place(found: OrganisationReport) -> Path:
    name = f"{found.policy}-{found.organisation.name}-seed{found.heading.seed}-r{found.replication}"
    return Path("results") / "organisation" / found.scenario / name
