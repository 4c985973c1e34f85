"""`mktsim resume`: go on with what a directory of results was made for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Directory, Jobs, Json, Mixed, OnCluster
from mktsim.cli.terminal import reported, tell

if TYPE_CHECKING:
    from mktsim.study.runs.results_directory import Call

EXAMPLES = ("mktsim resume results/us_color_tv_1963", "mktsim resume results/us_color_tv_1963 --failed --json")

RESUMABLE = (
    "compare",
    "select",
    "robust",
    "run",
    "information",
    "optimise",
    "sensitivity",
    "value duties",
    "value links",
    "value staff",
)
"""Commands that can be gone on with by their directory alone."""


def resume_command(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    directory: Directory,
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
        from mktsim.study.runs.results_directory import recalled

        call = recalled(directory)
        _refuse_others(call, directory)
        words = [*call.words(), "--out", str(_out(directory, call.options.get("shard")))]
        if failed:
            tell(f"{forget(directory)} failed cells are run again")
    here = {"--jobs": jobs, "--cluster": cluster}
    words += [word for name, value in here.items() if value is not None for word in (name, str(value))]
    words += [name for name, given in (("--mixed", mixed), ("--json", as_json), ("--debug", debug)) if given]
    root = context.find_root()
    code = root.command.main(words, root.info_name, standalone_mode=False)
    if code:
        raise typer.Exit(code)


def _refuse_others(call: Call, directory: Path) -> None:
    """Refuse a command that cannot be gone on with. Errors: StoreError."""
    from mktsim.errors import StoreError

    if call.command not in RESUMABLE:
        told = f"was made by mktsim {call.command}, which cannot be gone on with by its directory alone; call it again"
        raise StoreError(str(directory), told)


def _out(directory: Path, shard: object) -> Path:
    """Return what a command takes as its directory: of a share, that of the study.

    Errors: StoreError where a share lies in a directory of another name, which would be begun anew.
    """
    from mktsim.errors import StoreError
    from mktsim.study.runs.shard import shard_of

    if not isinstance(shard, str):
        return directory
    folder = shard_of(shard).folder
    place = directory.absolute()
    if place.name != folder:
        raise StoreError(str(directory), f"holds share {shard}, so the directory must be called {folder}; rename it")
    return place.parent
