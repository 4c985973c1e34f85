"""Times what a study costs beside its model: planning, handing out, storing and digesting cells of a trivial model.

    python benchmarks/store.py [--cells 100000] [--jobs 1]

Cells cost nothing, so what is seen is overhead. Processor time of this process; memory is the largest resident size so
far. Targets: 1 ms a cell in the parent, and neither time a cell nor memory that grow with the number of cells.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import fake_market
import trivial_market

from mktsim.study.question.resolve import resolve
from mktsim.study.runs.digest import digest
from mktsim.study.runs.driver import drive
from mktsim.study.runs.options import Progress, RunOptions
from mktsim.study.runs.planner import Grid, Planner
from mktsim.study.runs.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = 10
TARGET_SECONDS = 1e-3
MOST_GROWTH = 1.25
"""Largest ratio of the last part of the cells to the first, in time and in memory."""


@dataclass
class Watched:
    """Processor time and memory at every tenth of the cells."""

    total: int
    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    def __call__(self, stage: str, progress: Progress) -> None:
        """Take a reading when another tenth is done."""
        del stage
        if progress.done * PARTS >= len(self.seconds) * self.total:
            self.seconds.append(time.process_time())
            self.megabytes.append(resident())


@dataclass(frozen=True)
class Measured:
    """What was measured."""

    cells: int
    seconds_a_cell: float
    """Processor time of the parent once the first tenth is done, the model's own included when it runs there."""
    growth_of_time: float
    """Time a cell in the last half over the first half."""
    growth_of_memory: float
    """Memory at the end over that after the first tenth."""
    megabytes: float
    digest_seconds_a_cell: float
    bytes_a_cell: float


def resident() -> float:
    """Return the resident memory of this process now, megabytes."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6


def grid(cells: int) -> Grid:
    """Return a plan of about so many cells."""
    resolved = resolve(fake_market.study(), fake_market.library())
    return Planner(resolved, 1).grid(max(PARTS, cells // len(resolved.arms)))


def measured(cells: int, jobs: int, within: Path) -> Measured:
    """Run cells of the trivial model into a store inside a directory, and measure it."""
    plan = grid(cells)
    watched = Watched(len(plan))
    path = within / "results.sqlite"
    with open_store(path, "benchmark", "benchmark") as store:
        drive(plan, store, RunOptions(jobs=jobs, on_progress=watched, simulate=trivial_market.simulate))
        digesting = seconds(lambda: digested(store, plan))
    marks = watched.seconds
    half = len(marks) // 2
    return Measured(
        cells=len(plan),
        seconds_a_cell=(marks[-1] - marks[1]) / (len(plan) * (PARTS - 1) / PARTS),
        growth_of_time=(marks[-1] - marks[half]) / (marks[half] - marks[0]),
        growth_of_memory=watched.megabytes[-1] / watched.megabytes[1],
        megabytes=watched.megabytes[-1],
        digest_seconds_a_cell=digesting / len(plan),
        bytes_a_cell=path.stat().st_size / len(plan),
    )


def bare_seconds(cells: int, size: int, within: Path) -> float:
    """Return the processor time a row of as many transactions of one row of `size` bytes, with nothing else."""
    with closing(sqlite3.connect(within / "bare.sqlite", isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE rows (key, value)")
        row = bytes(size)

        def write() -> None:
            for key in range(cells):
                db.execute("BEGIN IMMEDIATE")
                db.execute("INSERT INTO rows VALUES (?, ?)", (key, row))
                db.execute("COMMIT")

        return seconds(write) / cells


def digested(store: Store, plan: Grid) -> str:
    """Return the digest of all cells."""
    return digest(store, plan.keys)


def seconds(call: Callable[[], object]) -> float:
    """Return the processor time of a call."""
    begun = time.process_time()
    call()
    return time.process_time() - begun


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found = measured(asked.cells, asked.jobs, Path(place))
        bare = bare_seconds(min(asked.cells, 10_000), int(found.bytes_a_cell), Path(place))
    print(f"cells                  {found.cells:12,d}")
    print(f"parent, a cell         {1e3 * found.seconds_a_cell:12.3f} ms (target {1e3 * TARGET_SECONDS:.0f})")
    print(f"bare row               {1e3 * bare:12.3f} ms (ratio {found.seconds_a_cell / bare:.1f})")
    print(f"digest, a cell         {1e3 * found.digest_seconds_a_cell:12.3f} ms")
    print(f"time, last to first    {found.growth_of_time:12.2f}    (target {MOST_GROWTH})")
    print(f"memory, last to first  {found.growth_of_memory:12.2f}    (target {MOST_GROWTH})")
    print(f"memory                 {found.megabytes:12.0f} MB")
    print(f"store, a cell          {found.bytes_a_cell:12.0f} bytes")


if __name__ == "__main__":
    main()
