"""Options that say where cells are run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mktsim.study.runs.cluster import Cluster

Jobs = Annotated[int | None, typer.Option(min=1, help="Worker processes; one a core if not given.")]
OnCluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        help="Run on a Dask cluster instead: tcp://host:8786, or `local` to try one on this machine.",
        show_default=False,
    ),
]
Mixed = Annotated[
    bool, typer.Option("--mixed", help="Let workers of other platforms take part; last digits may then differ.")
]


def cluster_of(address: str | None, *, mixed: bool) -> Cluster | None:
    """Return the cluster that was asked for. Errors: InputError for --mixed without one."""
    from mktsim.errors import InputError, Problem
    from mktsim.study.runs.cluster import Cluster

    if address is not None:
        return Cluster(address, mixed)
    if mixed:
        raise InputError((Problem("command line", 0, 0, "--mixed", "belongs to --cluster"),))
    return None
