"""One way to carry out a decision procedure: claim its directory, keep the call, run, write, print, say what failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import typer

from mktsim.cli.effort import Limits, Sizing, kept, sized
from mktsim.cli.options import HERE
from mktsim.cli.terminal import cores, progress_shown, show, show_json, tell
from mktsim.errors import ExitCode

if TYPE_CHECKING:
    from mktsim.cli.options import Where
    from mktsim.present.json import View
    from mktsim.study.question.resolve import ResolvedStudy
    from mktsim.study.runs.options import RunOptions
    from mktsim.study.runs.results_directory import Call, Value

R = TypeVar("R")
A = TypeVar("A")
_SHOWN = {".png": "figure", ".yaml": "policy", ".html": "memo  "}
"""What a person is told of among the files written."""


@dataclass(frozen=True)
class Procedure(Generic[R]):
    """A decision procedure as the command line carries it out."""

    stages: Mapping[str, str]
    """What each stage of progress does, in words."""
    run: Callable[[ResolvedStudy, Path, RunOptions], R]
    write: Callable[[R, Path], tuple[Path, ...]]
    """Writes documents and returns their paths."""
    json: Callable[[R], View]
    text: Callable[[R], str]
    """What a person reads at the end, without the places of files."""
    seconds: Callable[[R], float]
    failed: Callable[[R], int]
    """Cells that failed."""


def carry_out(procedure: Procedure[R], resolved: ResolvedStudy, where: Where, *, as_json: bool, cells: int = 0) -> None:
    """Carry out a procedure in its directory, which keeps the call for `mktsim resume`.

    `cells` is about how many it takes, for its progress. Errors: as of the procedure; exits with a code of its own,
    after printing, when cells failed.
    """
    directory, _ = begun(resolved, where)
    with progress_shown(procedure.stages, cells) as update:
        result = procedure.run(resolved, directory, run_options(where, update))
    files = procedure.write(result, directory)
    if as_json:
        show_json(procedure.json(result))
    else:
        show(f"{procedure.text(result)}{places(files)}\n{procedure.seconds(result):.0f} seconds")
    stop_if_failed(procedure.failed(result), directory)


def carry_out_sized(  # noqa: PLR0913 - what is asked, of what, where and within what
    sizing: Sizing[A],
    procedure: Callable[[A], Procedure[R]],
    resolved: ResolvedStudy,
    where: Where,
    limits: Limits,
    *,
    as_json: bool,
) -> None:
    """Say what a procedure costs, make it as small as its time asks, and carry it out. Errors: as `carry_out`."""
    directory, _ = begun(resolved, where)
    with progress_shown(_PACE) as update:
        found = sized(sizing, resolved, directory, run_options(where, update), limits)
    again = replace(kept(where, found.share), fresh=False)
    carry_out(procedure(found.asked), resolved, again, as_json=as_json, cells=found.cells)


_PACE = {"pace": "seeing how long a cell takes"}


def begun(resolved: ResolvedStudy, where: Where) -> tuple[Path, bool]:
    """Take the directory of a study's results and write the call into its store.

    Returns the directory and whether its documents may be replaced. Errors: StoreError.
    """
    directory = where.out or Path("results") / resolved.study.name
    known = taken(directory, f"study {resolved.study.name}", where)
    tell_of_wait(resolved)
    return directory, known


def tell_of_wait(resolved: ResolvedStudy) -> None:
    """Say what the first cell has to wait for on this machine, if it has to."""
    from mktsim.model.market.kernel import wait_before

    wait = wait_before(resolved.scenario.market.is_durable)
    if wait:
        tell(wait.value)


def taken(directory: Path, owner: str, where: Where) -> bool:
    """Take a directory for `owner`, and write the call into its store. Errors: StoreError."""
    from mktsim.study.runs.results_directory import claim, remember

    known = claim(directory, owner, fresh=where.fresh)
    if where.call is not None:
        remember(directory, where.call)
    return known


def run_options(where: Where, update: Callable[..., None]) -> RunOptions:
    """Return how cells are run, with progress shown. Errors: InputError for --mixed without a cluster."""
    from mktsim.study.runs.options import RunOptions

    return RunOptions(jobs=where.jobs or cores(), on_progress=update, cluster=where.cluster_asked())


def given_call(context: typer.Context) -> Call:
    """Return the command that is being carried out, with every option that says what is asked."""
    from mktsim.study.runs.results_directory import Call

    parameters = context.command.params
    subject, *_ = (one.name or "" for one in parameters if one.param_type_name == "argument")
    asked = [one.name or "" for one in parameters if one.name not in {*HERE, subject}]
    options = {name: _plain(context.params.get(name)) for name in asked}
    program = context.find_root().command_path
    return Call(context.command_path.removeprefix(program).strip(), str(context.params[subject]), options)


def _plain(value: object) -> Value:
    """Return an option's value as the command line takes it; None for one that was left out."""
    if isinstance(value, list | tuple):
        return [str(_plain(one)) for one in value] or None
    if isinstance(value, Enum):
        return str(value.value)
    left_out = value is False or value == ""
    return value if isinstance(value, int | float | str) and not left_out else None


def places(files: tuple[Path, ...]) -> str:
    """Return a line per figure and policy written."""
    return "".join(f"\n{_SHOWN[path.suffix]}   {path.as_posix()}" for path in files if path.suffix in _SHOWN)


def stop_if_failed(failed: int, directory: Path) -> None:
    """Say how many cells failed and stop with an exit code, if any did."""
    if failed:
        tell(f"{failed} cells failed; mktsim status {directory.as_posix()} shows them")
        raise typer.Exit(int(ExitCode.CELLS_FAILED))
