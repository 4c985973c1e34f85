"""When a comparison gives its verdict and its report, in seconds of the clock and of processors.

    python benchmarks/first_verdict.py [STUDY] [--cold] [-- OPTIONS OF COMPARE]

Runs `mktsim compare STUDY` into a directory of its own, with an empty cache of compiled code where --cold is given, and
writes down the clock, the processor time of the command with its workers, the processes that wanted a processor on
average (load), and the largest memory of a worker, each when the first line of the verdict was printed and at the end.
Added to benchmarks/measured/first_verdict.json, one row a call. Reads /proc, so Linux only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from time import perf_counter, sleep

OUT = Path(__file__).parent / "measured" / "first_verdict.json"
_TICKS = os.sysconf("SC_CLK_TCK")
_EVERY_SECONDS = 0.25


class Family:
    """Processor time and memory of a process and all that it starts, those that have ended included."""

    def __init__(self, pid: int) -> None:
        self._root = pid
        self._seconds: dict[int, float] = {}
        self.worker_megabytes = 0.0

    def look(self) -> None:
        """Read what runs now."""
        parents, times = {}, {}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                fields = (place / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(place.name)] = int(fields[1])
            times[int(place.name)] = (int(fields[11]) + int(fields[12])) / _TICKS
        for pid, seconds in times.items():
            if self._is_ours(pid, parents):
                self._seconds[pid] = seconds
                if pid != self._root:
                    self.worker_megabytes = max(self.worker_megabytes, _megabytes(pid))

    def _is_ours(self, pid: int, parents: dict[int, int]) -> bool:
        while pid in parents and pid != self._root:
            pid = parents[pid]
        return pid == self._root

    @property
    def seconds(self) -> float:
        """Processor time so far."""
        return sum(self._seconds.values())


def _megabytes(pid: int) -> float:
    """Largest memory of a process so far."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in text.splitlines() if line.startswith("VmHWM")]
    return float(found[0]) / 1024.0 if found else 0.0


def measured(study: str, options: list[str], *, cold: bool) -> dict[str, object]:
    """Run a comparison and say when what was there."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        environment = {**os.environ, **({"MKTSIM_CACHE_DIR": str(place / "cache")} if cold else {})}
        words = [sys.executable, "-m", "mktsim", "compare", study, "--out", str(place / "results"), *options]
        begun = perf_counter()
        with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603 - itself
            family, ended = Family(running.pid), threading.Event()

            def watch() -> None:
                while not ended.is_set():
                    family.look()
                    sleep(_EVERY_SECONDS)

            watcher = threading.Thread(target=watch)
            watcher.start()
            assert running.stdout is not None
            first = running.stdout.readline()
            verdict = {"seconds": perf_counter() - begun, "processor_seconds": family.seconds, "says": first.strip()}
            rest = running.stdout.read()
            ended.set()
            watcher.join()
        whole = {"seconds": perf_counter() - begun, "processor_seconds": family.seconds, "lines": rest.count("\n") + 1}
    return {
        "study": study,
        "options": options,
        "cold": cold,
        "processors": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "verdict": verdict,
        "report": whole,
        "worker_megabytes": family.worker_megabytes,
    }


def main(words: list[str]) -> None:
    """Measure once and add a row."""
    own = words[: words.index("--")] if "--" in words else words
    named = [word for word in own if not word.startswith("-")]
    row = measured(named[0] if named else "us_color_tv_1963", words[len(own) + 1 :], cold="--cold" in own)
    rows = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else []
    OUT.write_text(json.dumps([*rows, row], indent=1) + "\n", encoding="utf-8")
    print(json.dumps(row, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
