"""Options that several commands share, and where results go and cells are run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mktsim.study.runs.cluster import Cluster
    from mktsim.study.runs.results_directory import Call

Study = Annotated[str, typer.Argument(help="Study file, or the name of a study found here or shipped.")]
Directory = Annotated[Path, typer.Argument(help="Directory of results.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output and nothing else.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
Out = Annotated[Path | None, typer.Option("--out", help="Directory for the results.", show_default=False)]
Seed = Annotated[int | None, typer.Option("--seed", min=0, max=2**32 - 1, help="Root seed.", show_default=False)]
Fresh = Annotated[bool, typer.Option("--fresh", help="Throw away what the directory's store holds.")]
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

HERE = frozenset({"jobs", "cluster", "mixed", "out", "fresh", "as_json", "debug", "lang"})
"""Options that say where and how something is run, not what: a directory does not keep them."""


@dataclass(frozen=True)
class Where:
    """Where cells are run and results are written."""

    jobs: int | None = None
    cluster: str | None = None
    mixed: bool = False
    out: Path | None = None
    fresh: bool = False
    call: Call | None = None
    """The command that is carried out, for the directory to keep."""

    @property
    def directory(self) -> Path:
        """Directory of the results; the present one where none was named."""
        return self.out or Path()

    def cluster_asked(self) -> Cluster | None:
        """Return the cluster that was asked for. Errors: InputError for --mixed without one."""
        from mktsim.errors import InputError, Problem
        from mktsim.study.runs.cluster import Cluster

        if self.cluster is not None:
            return Cluster(self.cluster, self.mixed)
        if self.mixed:
            raise InputError((Problem("command line", 0, 0, "--mixed", "belongs to --cluster"),))
        return None


def epilog_of(examples: Sequence[str]) -> str:
    """Return what ends a command's help: its examples, each in one line whatever the terminal's width."""
    return "\n\n".join(("Examples:", *(f"\b\n{example}" for example in examples)))
