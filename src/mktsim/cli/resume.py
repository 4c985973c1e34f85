"""`mktsim resume`: go on with what a directory of results was made for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
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
from mktsim.cli.value import VALUE_COMMANDS, Mode, Scope
from mktsim.cli.workers import Jobs, Mixed, OnCluster

if TYPE_CHECKING:
    from mktsim.study.runs.call import Value

EXAMPLES = ("mktsim resume results/us_color_tv_1963", "mktsim resume results/us_color_tv_1963 --failed --json")

RESUMABLE: dict[str, Callable[..., None]] = {
    "compare": compare_command,
    "select": select_command,
    "robust": robust_command,
    "run": run_command,
    "information": information_command,
    "optimise": optimise_command,
    "sensitivity": sensitivity_command,
    **{f"value {name}": command for name, (command, _) in VALUE_COMMANDS.items() if name != "stages"},
}
"""Commands that can be gone on with by their directory alone."""


def resume_command(  # noqa: PLR0913 - one parameter an option
    directory: Place,
    *,
    failed: Annotated[bool, typer.Option("--failed", help="Run the cells that failed again, too.")] = False,
    jobs: Jobs = None,
    cluster: OnCluster = None,
    mixed: Mixed = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Call the command again that made a directory of results: stored cells are used, missing ones run."""
    with reported(debug=debug):
        from mktsim.study.directory.rerun import forget
        from mktsim.study.runs.call import recalled

        call = recalled(directory)
        command = _command(call.command, directory)
        if failed:
            tell(f"{forget(directory)} failed cells are run again")
        options = {name: _given(name, value) for name, value in call.options.items() if value is not None}
        out = _out(directory, options.get("shard"))
    here = {"jobs": jobs, "cluster": cluster, "mixed": mixed, "out": out}
    command(call.study, **options, **here, as_json=as_json, debug=debug)


def _command(name: str, directory: Path) -> Callable[..., None]:
    """Return a command by its name. Errors: StoreError for one that cannot be gone on with."""
    from mktsim.errors import StoreError

    if name not in RESUMABLE:
        told = f"was made by mktsim {name}, which cannot be gone on with by its directory alone; call it again"
        raise StoreError(str(directory), told)
    return RESUMABLE[name]


def _out(directory: Path, shard: object) -> Path:
    """Return what a command takes as its directory: of a share, that of the study.

    Errors: StoreError where a share lies in a directory of another name, which would be begun anew.
    """
    from mktsim.errors import StoreError
    from mktsim.study.runs.shard import share_of

    if not isinstance(shard, str):
        return directory
    folder = share_of(shard).folder
    place = directory.absolute()
    if place.name != folder:
        raise StoreError(str(directory), f"holds share {shard}, so the directory must be called {folder}; rename it")
    return place.parent


def _given(name: str, value: Value) -> Value | Design | Mode | Scope:
    """Return an option as its command takes it: the store keeps names."""
    kinds: dict[str, type[Mode | Scope | Design]] = {"mode": Mode, "scope": Scope, "design": Design}
    return kinds[name](str(value)) if name in kinds else value
