"""`mktsim rerun`: one cell of a directory of results again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mktsim.cli.options import Debug, Directory, Json
from mktsim.cli.terminal import reported, show, show_json, tell
from mktsim.errors import ExitCode

if TYPE_CHECKING:
    from mktsim.present.json import View
    from mktsim.study.directory.rerun import Rerun

EXAMPLES = (
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
        show_json(_view(found)) if as_json else show(_words(found))
        if found.finished.error:
            tell(found.finished.error)
            raise typer.Exit(int(ExitCode.CELLS_FAILED))
        if found.same is False:
            raise typer.Exit(int(ExitCode.DIFFERENCES))


def _view(found: Rerun) -> View:
    from mktsim.present.json import number, view_of

    done = found.finished
    return view_of(
        "rerun",
        {
            "cell": done.named.title(done.planned.replication),
            "status": done.status.value,
            "before": None if found.before is None else found.before.value,
            "same": found.same,
            "error": done.error or None,
            "metrics": {name: number(value) for name, value in sorted(done.metrics.items())},
            "rerun": found.again,
        },
    )


def _words(found: Rerun) -> str:
    done = found.finished
    before = "nothing was stored" if found.before is None else f"it was {found.before.value}"
    same = {None: "", True: ", and every metric is the same to the bit", False: ", and metrics differ"}[found.same]
    told = [f"{done.named.title(done.planned.replication)}: {done.status.value}; before, {before}{same}"]
    if "npv" in done.metrics:
        told.append(f"net present value {done.metrics['npv']:,.2f}; all metrics: --json")
    return "\n".join(told)
