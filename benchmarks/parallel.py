"""What workers cost beside their cells: idle time, overhead a cell, memory; processes of this machine and Dask.

    python benchmarks/parallel.py [SCENARIO] [CELLS]

Runs the same cells serially, on two worker processes, and on a Dask cluster of two local workers, each into an empty
store, after a run that compiles. `busy` is the time that workers spent in cells over workers times the clock, start of
workers included; `overhead` is the clock that is not cells, a cell. On a machine that others use too, times of workers
hold waiting for a processor: only `busy` and memory may be compared with other machines. Written to
benchmarks/measured/parallel.json. Reads /proc, so Linux only.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep

from mktsim.study.question.library import resolved_run
from mktsim.study.question.run_request import RunRequest
from mktsim.study.runs.backend import stop_processes
from mktsim.study.runs.cluster import LOCAL, Cluster
from mktsim.study.runs.driver import drive
from mktsim.study.runs.identity import model_hash
from mktsim.study.runs.options import RunOptions
from mktsim.study.runs.planner import Planner
from mktsim.study.runs.results_directory import open_results

OUT = Path(__file__).parent / "measured" / "parallel.json"
_EVERY_SECONDS = 0.2


@contextmanager
def watched_memory() -> Iterator[dict[str, list[float]]]:
    """Give the resident memory of the largest worker over time, megabytes, filled when the block ends."""
    seen: dict[str, list[float]] = {"largest": []}
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            sizes = [_resident(place) for place in Path("/proc").glob("[0-9]*") if _is_worker(place)]
            seen["largest"].append(max(sizes, default=0.0))
            sleep(_EVERY_SECONDS)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()


def _is_worker(place: Path) -> bool:
    """Tell whether a process was started by this one, or by one that it started."""
    try:
        parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        return parent == os.getpid() or (parent > 1 and _is_worker(Path("/proc") / str(parent)))
    except (OSError, ValueError):
        return False


def _resident(place: Path) -> float:
    try:
        lines = (place / "status").read_text().splitlines()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    return float(found[0]) / 1024.0 if found else 0.0


def measured(scenario: str, cells: int, options: RunOptions) -> dict[str, object]:
    """Run the cells and say what it cost."""
    resolved = resolved_run(RunRequest(scenario, "", "", 1))
    grid = Planner(resolved, 1).grid(cells)
    with tempfile.TemporaryDirectory() as folder, watched_memory() as memory:
        begun = perf_counter()
        with open_results(Path(folder)) as store:
            drive(grid, store, options)
            clock = perf_counter() - begun
            spent = store.seconds(grid.keys)
    busy = spent / (options.jobs * clock)
    sizes = memory["largest"]
    return {
        "how": "Dask, local" if options.cluster else f"{options.jobs} processes" if options.jobs > 1 else "serial",
        "cells": cells,
        "clock_seconds": clock,
        "cell_seconds": spent / cells,
        "busy": busy,
        "overhead_seconds_a_cell": (clock - spent / options.jobs) / cells,
        "largest_worker_megabytes": max(sizes, default=0.0),
        "megabytes_half_way": sizes[len(sizes) // 2] if sizes else 0.0,
    }


def main(scenario: str, cells: int) -> None:
    """Measure three ways, print and write."""
    measured(scenario, 1, RunOptions())
    rows = [measured(scenario, cells, RunOptions(jobs=2))]
    stop_processes()
    rows.append(measured(scenario, cells, RunOptions(jobs=2, cluster=Cluster(LOCAL))))
    rows.append(measured(scenario, max(2, cells // 4), RunOptions()))
    told = {"scenario": scenario, "model": model_hash(), "processors": len(os.sched_getaffinity(0))}
    OUT.write_text(json.dumps({**told, "load": os.getloadavg()[0], "rows": rows}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "packaged_food", int(sys.argv[2]) if len(sys.argv) > 2 else 24)
