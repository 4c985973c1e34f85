"""`mktsim resume`: go on with what a directory of results was made for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.compare import compare_command
from mktsim.cli.designs import Design
from mktsim.cli.information import information_command
from mktsim.cli.optimise import optimise_command
from mktsim.cli.robust import robust_command
from mktsim.cli.run import run_command
from mktsim.cli.select import select_command
from mktsim.cli.sensitivity import sensitivity_command
from mktsim.cli.status import Place
from mktsim.cli.terminal import Debug, Json, reported, tell

if TYPE_CHECKING:
    from mktsim.study.call import Value

EXAMPLES = ("mktsim resume results/us_color_tv_1963", "mktsim resume results/us_color_tv_1963 --failed --json")

RESUMABLE: dict[str, Callable[..., None]] = {
    "compare": compare_command,
    "select": select_command,
    "robust": robust_command,
    "run": run_command,
    "information": information_command,
    "optimise": optimise_command,
    "sensitivity": sensitivity_command,
}
"""Commands that can be gone on with by their directory alone."""


def resume_command(
    directory: Place,
    *,
    failed: Annotated[bool, typer.Option("--failed", help="Run the cells that failed again, too.")] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes; one a core if not given.")] = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Call the command again that made a directory of results: stored cells are used, missing ones run."""
    with reported(debug=debug):
        from mktsim.study.call import recalled
        from mktsim.study.rerunning import forget

        call = recalled(directory)
        command = RESUMABLE[call.command]
        if failed:
            tell(f"{forget(directory)} failed cells are run again")
        options = {name: _given(name, value) for name, value in call.options.items() if value is not None}
    command(call.study, **options, jobs=jobs, out=directory, as_json=as_json, debug=debug)


def _given(name: str, value: Value) -> Value | Design:
    """Return an option as its command takes it: the store keeps names."""
    return Design(str(value)) if name == "design" else value
