"""`mktsim status`, `resume`, `rerun`, `gather`, `export`: what can be done with a directory of results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Directory, Jobs, Json, Mixed, OnCluster
from mktsim.cli.terminal import reported, show, show_json, tell
from mktsim.errors import ExitCode, StoreError
from mktsim.present.directory import gathered_json, gathered_text, rerun_json, rerun_text, status_json, status_text
from mktsim.present.export.formats import Format

if TYPE_CHECKING:
    from mktsim.study.runs.results_directory import Call

STATUS_EXAMPLES = ("mktsim status results/us_color_tv_1963", "mktsim status results/us_color_tv_1963 --json")


def status_command(directory: Directory, *, as_json: Json = False, debug: Debug = False) -> None:
    """Show what a directory of results holds, also while it is being written."""
    with reported(debug=debug):
        from mktsim.study.directory.status import status_of

        found = status_of(directory)
        show_json(status_json(found, directory)) if as_json else show(status_text(found, directory))


RESUME_EXAMPLES = ("mktsim resume results/us_color_tv_1963", "mktsim resume results/us_color_tv_1963 --failed --json")

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
    if call.command not in RESUMABLE:
        told = f"was made by mktsim {call.command}, which cannot be gone on with by its directory alone; call it again"
        raise StoreError(str(directory), told)


def _out(directory: Path, shard: object) -> Path:
    """Return what a command takes as its directory: of a shard, that of the study.

    Errors: StoreError where a shard lies in a directory of another name, which would be begun anew.
    """
    from mktsim.study.runs.shard import shard_of

    if not isinstance(shard, str):
        return directory
    folder = shard_of(shard).folder
    place = directory.absolute()
    if place.name != folder:
        raise StoreError(str(directory), f"holds shard {shard}, so the directory must be called {folder}; rename it")
    return place.parent


RERUN_EXAMPLES = (
    "mktsim rerun results/us_color_tv_1963 --arm historical --replication 99",
    "mktsim rerun results/us_color_tv_1963 --arm historical --replication 99 --json",
)


def rerun_command(  # noqa: PLR0913 - one parameter an option
    directory: Directory,
    *,
    arm: Annotated[str, typer.Option("--arm", help="Arm of the cell.")],
    replication: Annotated[int, typer.Option("--replication", min=0, help="Number of the replication.")],
    world: Annotated[str, typer.Option("--world", help="World of the cell; not needed where there is one only.")] = "",
    variant: Annotated[str, typer.Option("--variant", help="What was otherwise in the cell, as status tells it.")] = "",
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Run one cell again, store it, and say whether it came out the same to the bit; a failure shows its traceback."""
    with reported(debug=debug):
        from mktsim.study.directory.rerun import rerun
        from mktsim.study.runs.cell import CellName

        found = rerun(directory, CellName(arm, world, variant), replication)
        show_json(rerun_json(found)) if as_json else show(rerun_text(found))
        if found.finished.error:
            tell(found.finished.error)
            raise typer.Exit(int(ExitCode.CELLS_FAILED))
        if found.same is False:
            raise typer.Exit(int(ExitCode.DIFFERENCES))


GATHER_EXAMPLES = (
    "mktsim gather results/us_color_tv_1963",
    "mktsim gather results/us_color_tv_1963 /mnt/a/shard-1-of-2 /mnt/b/shard-2-of-2 --json",
)


def gather_command(
    directory: Directory,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(help="Directories of shards; those inside DIRECTORY if not given.", show_default=False),
    ] = None,
    *,
    mixed: Annotated[bool, typer.Option("--mixed", help="Take shards of other platforms; last digits may differ.")] = (
        False
    ),
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Copy the cells of all shards (compare --shard) into one directory; `mktsim resume` then tells the verdict."""
    with reported(debug=debug):
        from mktsim.study.directory.shards import gather_shards
        from mktsim.study.directory.status import status_of

        found = gather_shards(directory, tuple(sources or ()), mixed=mixed)
        status = status_of(directory)
        show_json(gathered_json(found, status.missing)) if as_json else show(gathered_text(found, status.missing))


EXPORT_EXAMPLES = (
    "mktsim export results/us_color_tv_1963 --to csv",
    "mktsim export results/us_color_tv_1963 --to parquet --weekly",
    "mktsim export results/us_color_tv_1963 --to xlsx --into shared/tv",
)


def export_command(  # noqa: PLR0913 - one parameter an option
    directory: Directory,
    *,
    to: Annotated[Format, typer.Option("--to", help="Format of the tables.")],
    into: Annotated[Path | None, typer.Option("--into", help="Directory for them; DIR/export if not given.")] = None,
    weekly: Annotated[bool, typer.Option("--weekly", help="With a row for every week of every cell.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Write one row a cell with all metrics, the failures, and what every column means and in which unit."""
    with reported(debug=debug):
        from mktsim.present.documents import check_writable
        from mktsim.present.export.tables import export_tables
        from mktsim.present.export.write import write_export
        from mktsim.present.json import view_of
        from mktsim.study.runs.results_directory import STORE_NAME
        from mktsim.study.runs.store import open_to_read

        place = into or directory / "export"
        check_writable(place / "outcomes.csv")
        with open_to_read(directory / STORE_NAME) as store:
            files = write_export(export_tables(store, weekly=weekly), place, to)
        if as_json:
            show_json(view_of("export", {"format": to.value, "files": [path.as_posix() for path in files]}))
        else:
            show("\n".join(path.as_posix() for path in files))
