"""Faults while a study runs: `python tests/fuzz/faults.py`. Each is struck, then the same command is called again.

Signals (SIGINT to the group as a terminal sends it, SIGTERM, SIGKILL) strike in each phase of `compare`: first and
later cells of the arms, the cells that tell why, those of assumptions, figures, report, the writing of documents. A
worker is killed; files may not grow beyond a size; the clock leaps; the store or the directory vanishes. Afterwards the
same command gives the digest and the outcomes of a run without a fault, or says in one line why it does not. The market
is a stand-in and few figures are drawn, since what runs the cells is tested. Prints a table; exit code 1 where it is
otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

SUPPORT = Path(__file__).parents[1] / "support"
sys.path.insert(0, str(SUPPORT))
LEAP_SECONDS = 400 * 86_400.0
PHASES = ("arms 1", "arms 7", "why 2", "assumptions 1", "figures", "report", "document 1", "document 3")
SIZES = (0, 4_096, 40_960, 81_920, 122_880, 204_800)
"""Bytes beyond which no file may grow: a disk that is full sooner or later."""


@dataclass(frozen=True)
class Fault:
    """What strikes, and when."""

    what: str
    phase: str
    jobs: int = 1
    size: int = -1
    """Bytes beyond which no file may grow; -1 for any."""
    on_dask: bool = False
    """Whether cells run on a Dask cluster of this machine."""

    @property
    def title(self) -> str:
        """What the table calls it."""
        return f"{self.what} | {self.phase or 'throughout'} | {self.jobs}{' on Dask' if self.on_dask else ''}"


def faults() -> tuple[Fault, ...]:
    """Return the faults, sixty and more."""
    signals = [
        Fault(what, phase, 1 + (place + len(what)) % 2) for what in SIGNALS for place, phase in enumerate(PHASES)
    ]
    both = [
        Fault(what, phase, 2)
        for what in ("SIGINT", "SIGTERM to all", "SIGKILL")
        for phase in ("arms 2", "arms 5", "why 1")
    ]
    workers = [Fault("worker killed", phase, 2) for phase in ("arms 1", "arms 4", "arms 9", "why 1")]
    sizes = [Fault(f"files of {size} bytes", "", 1 + place % 2, size) for place, size in enumerate(SIZES)]
    clocks = [Fault(f"clock {way}", phase) for way in ("back", "on") for phase in ("arms 2", "why 1")]
    gone = [Fault("store deleted", "figures"), Fault("store deleted", "arms 3"), Fault("directory deleted", "report")]
    dask = [
        Fault(what, phase, 2, on_dask=True)
        for what in ("worker killed", "all workers killed", "SIGINT", "SIGTERM", "SIGKILL")
        for phase in ("arms 2", "why 1")
    ]
    return (*dask, *signals, *both, *workers, *sizes, *clocks, *gone)


# ---------------------------------------------------------------- the struck process
def _children() -> list[int]:
    """Return the processes that this one has begun, from any of its threads: those of Dask begin its workers."""
    found = [one.read_text("ascii").split() for one in Path("/proc/self/task").glob("*/children")]
    return sorted(int(one) for some in found for one in some)


def _workers() -> list[int]:
    """Return the children that work: of those that spawn begins, not the one that keeps count of resources."""
    told = {one: Path(f"/proc/{one}/cmdline").read_bytes() for one in _children()}
    return [one for one, words in told.items() if b"resource_tracker" not in words]


def _leap(seconds: float) -> None:
    now = time.time
    time.time = lambda: now() + seconds  # type: ignore[assignment]


def _vanish(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


STRIKES: dict[str, Callable[[], object]] = {
    "SIGINT": lambda: os.killpg(os.getpgid(0), signal.SIGINT),
    "SIGTERM": lambda: os.kill(os.getpid(), signal.SIGTERM),
    "SIGTERM to all": lambda: os.killpg(os.getpgid(0), signal.SIGTERM),
    "SIGKILL": lambda: os.killpg(os.getpgid(0), signal.SIGKILL),
    "worker killed": lambda: os.kill(_workers()[-1], signal.SIGKILL),
    "all workers killed": lambda: [os.kill(one, signal.SIGKILL) for one in _workers()],
    "clock back": lambda: _leap(-LEAP_SECONDS),
    "clock on": lambda: _leap(LEAP_SECONDS),
    "store deleted": lambda: _vanish(Path("out/results.sqlite")),
    "directory deleted": lambda: _vanish(Path("out")),
}
SIGNALS = ("SIGINT", "SIGTERM", "SIGKILL")


def struck(what: str, phase: str, words: list[str]) -> None:
    """Call the command line with something that strikes once, when a phase is reached."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs this may ignore it
    _armed(what, phase)
    from mktsim.cli.main import app_entry

    sys.argv = ["mktsim", *words]
    app_entry()


def _armed(what: str, phase: str) -> None:
    import toy_files

    from mktsim.cli import compare
    from mktsim.present.figures import save
    from mktsim.present.report import build

    left = [STRIKES[what]] if phase else []

    def strike(now: str) -> None:
        if now == phase and left:
            left.pop()()

    counts: dict[str, int] = {}

    def counted(stage: str) -> None:
        counts[stage] = counts.get(stage, 0) + 1
        strike(f"{stage} {counts[stage]}")

    few = save.figures_of
    save.figures_of = lambda procedure: few(procedure)[:2]  # a fifth of the time
    _before(save, "drawings", lambda: strike("figures"))
    _before(build, "render", lambda: strike("report"))
    _each_document(counted)
    made = compare.run_options

    def options(where: Any, update: Any) -> Any:
        def told(stage: str, progress: Any) -> None:
            update(stage, progress)
            for _ in progress.finished:
                counted(stage)

        return replace(made(where, told), simulate=toy_files.simulate)

    compare.run_options = options


def _before(module: Any, name: str, do: Callable[[], None]) -> None:
    """Do something before a function of a module."""
    then = getattr(module, name)

    def both(*values: Any, **named: Any) -> Any:
        do()
        return then(*values, **named)

    setattr(module, name, both)


def _each_document(counted: Callable[[str], None]) -> None:
    """Count documents once they are half written."""
    write = Path.write_bytes

    def half(path: Path, content: bytes) -> int:
        if path.suffix == ".part":
            write(path, content[: len(content) // 2])
            counted("document")
        return write(path, content)

    Path.write_bytes = half  # type: ignore[method-assign,assignment]


# ---------------------------------------------------------------- the one who strikes
COMMAND = (
    "compare",
    "experiments/toy_study.yaml",
    "--replications",
    "4",
    "--all",
    "--why-seconds",
    "2",
    "--out",
    "out",
)


@dataclass(frozen=True)
class Call:
    """What a call left."""

    code: int
    said: str
    """Standard error."""
    digest: str

    @property
    def last(self) -> str:
        """Last line that it said."""
        return (self.said.strip().splitlines() or [""])[-1]


def call(folder: Path, fault: Fault) -> Call:
    """Call the command in a folder, in a process group of its own."""
    words = [sys.executable, __file__, "--strike", fault.what, "--phase", fault.phase, "--", *COMMAND, "--json"]
    words += ["--jobs", str(fault.jobs), *(["--cluster", "local"] if fault.on_dask else [])]
    small = None if fault.size < 0 else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (fault.size, fault.size))
    done = subprocess.run(
        words,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        preexec_fn=small,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(SUPPORT), os.environ.get("PYTHONPATH", "")))},
        timeout=300,
    )
    digest = json.loads(done.stdout)["digest"] if done.returncode == 0 else ""
    return Call(done.returncode, done.stderr, digest)


def outcomes_of(folder: Path) -> bytes:
    """Return the table of outcomes that a folder holds."""
    return (folder / "out" / "outcomes.csv").read_bytes()


def wrong_with(first: Call, again: Call, whole: tuple[str, bytes], folder: Path) -> str:
    """Return what is wrong after a fault; empty when nothing is."""
    if "Traceback" in first.said + again.said:
        return "a traceback"
    if first.code == 0 and first.digest != whole[0]:
        return "another digest at once"
    if first.code not in {0, -signal.SIGKILL} and not first.last:
        return "nothing was said"
    if again.code == 0 and (again.digest, outcomes_of(folder)) != whole:
        return "another digest"
    if again.code not in {0, 2} or (again.code == 2 and len(again.said.splitlines()) != 1):
        return f"no clear refusal: {again.code} {again.last}"
    left = sorted(path.name for path in (folder / "out").glob("*.part")) if again.code == 0 else []
    return f"left behind: {left}" if left else ""


def row_of(fault: Fault, whole: tuple[str, bytes]) -> tuple[str, bool]:
    """Strike one fault in a folder of its own, call again; return its line and whether all was well."""
    import toy_files

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        toy_files.write_files(folder)
        first = call(folder, fault)
        again = call(folder, Fault("", "", fault.jobs))  # without Dask: the same bytes
        wrong = wrong_with(first, again, whole, folder)
        after = "same digest" if again.code == 0 else again.last
        said = first.last.replace(place, "") if first.code else "ran through"
    return f"| {fault.title} | {first.code} | {said} | {wrong or after} |", not wrong


def main(only: str) -> int:
    """Run the faults whose title holds a text."""
    import toy_files

    with tempfile.TemporaryDirectory() as place:
        toy_files.write_files(Path(place))
        found = call(Path(place), Fault("", ""))
        whole = (found.digest, outcomes_of(Path(place)))
    print("| fault | phase | workers | exit code | last words | the same command again |\n|---|---|---|---|---|---|")
    rows = []
    for fault in (one for one in faults() if only in one.title):
        rows.append(row_of(fault, whole))
        print(rows[-1][0], flush=True)
    print(f"\n{len(rows)} faults, {sum(not well for _, well in rows)} not as they should be")
    return int(not all(well for _, well in rows))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="Faults whose line holds this text.")
    parser.add_argument("--strike", help=argparse.SUPPRESS)
    parser.add_argument("--phase", help=argparse.SUPPRESS)
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.words:
        struck(asked.strike, asked.phase, asked.words)
    sys.exit(main(asked.only))
