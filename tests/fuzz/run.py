"""Mutated files by the thousand: `python tests/fuzz/run.py --count 10000`.

Every case is a number: it says which kind of file, which seed and which mutations. Cases run in a worker process that
writes down each number before it is read, so that one which ends the worker (a signal, a time-out, memory) is named.
Tells how far it is after each worker, then a line for each kind and each finding; exit code 1 with findings.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mutations import BYTES, mutated
from targets import TARGETS, Target, complaints, toy_files

SECONDS = 10
"""Longest time of one case, of the processor, so that a busy machine finds nothing."""
MEMORY_MB = 1024
"""Most memory of the worker, with all that it imports."""
BATCH = 250
"""Cases of one worker."""


@dataclass
class Tally:
    """What came of the cases."""

    cases: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    slowest: float = 0.0
    memory: int = 0


class Late(BaseException):
    """A case took too long."""


def _late(*_: object) -> None:
    raise Late


def target_of(number: int) -> Target:
    """Return the kind of file of a case."""
    return TARGETS[number % len(TARGETS)]


def content_of(number: int) -> bytes:
    """Return the file of a case: of each kind, every other one is mutated by its grammar."""
    target = target_of(number)
    return mutated(number, target.seeds(), target.edits if number // len(TARGETS) % 2 == 0 else BYTES)


def run_case(number: int, folder: Path) -> tuple[str, float]:
    """Read the file of a case in a folder; return what is wrong with how it was refused, and the seconds it took.

    The first line of what is returned is ``refused`` or ``read`` when nothing is wrong.
    """
    target = target_of(number)
    path = folder / target.file
    path.write_bytes(content_of(number))
    signal.signal(signal.SIGPROF, _late)
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        problems = target.read(path)
    except Late:
        return f"took more than {SECONDS} s", float(SECONDS)
    except BaseException:  # noqa: BLE001 - whatever comes out is what is looked for
        return "\n".join(traceback.format_exc().splitlines()[-14:]), time.process_time() - begun
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    wrong = complaints(problems, target)
    told = "\n".join(wrong) if wrong else "refused" if problems else "read"
    return told, time.process_time() - begun


def work(first: int, count: int) -> None:
    """Run cases and write a line before and after each: the worker's side."""
    toy_files.write_files(Path())
    for folder in ("scenarios/pins", "out"):
        Path(folder).mkdir(exist_ok=True)
    for number in range(first, first + count):
        print(f"begin {number}", flush=True)
        told, seconds = run_case(number, Path())
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"end {number} {seconds:.3f} {memory} {told!r}", flush=True)


def run(first: int, count: int) -> Tally:
    """Run cases in workers, one after the other; a worker that ends early is replaced after the case that ended it."""
    tally, number = Tally(), first
    while number < first + count:
        known = len(tally.findings)
        number = _batch(number, min(BATCH, first + count - number), tally)
        print(f"{number - first} of {count} files, {len(tally.findings)} findings", file=sys.stderr, flush=True)
        for one in tally.findings[known:]:
            print(one, file=sys.stderr, flush=True)
    return tally


def _batch(first: int, count: int, tally: Tally) -> int:
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, str(Path(__file__).resolve()), "--work", "--first", str(first), "--count", str(count)]
        try:
            done = subprocess.run(
                words, cwd=folder, capture_output=True, text=True, timeout=60 + SECONDS * count, check=False
            )
            lines, code = done.stdout.splitlines(), done.returncode
        except subprocess.TimeoutExpired as error:
            lines, code = (error.stdout or b"").decode("utf-8", "replace").splitlines(), -signal.SIGKILL
    last = first
    for line in lines:
        kind, number, *rest = line.split(" ", 4)
        last = int(number)
        if kind == "end":
            _count(tally, last, rest)
    if code != 0:
        tally.findings.append(f"{last} ({target_of(last).name}): the worker ended with code {code}")
    return last + 1 if code != 0 else first + count


def _count(tally: Tally, number: int, rest: list[str]) -> None:
    seconds, memory, told = float(rest[0]), int(rest[1]), rest[2]
    kind = target_of(number).name
    tally.cases[kind] += 1
    tally.refused[kind] += told == "'refused'"
    tally.slowest, tally.memory = max(tally.slowest, seconds), max(tally.memory, memory)
    if told not in {"'refused'", "'read'"}:
        tally.findings.append(f"{number} ({kind}): {told}")
    if memory > MEMORY_MB:
        tally.findings.append(f"{number} ({kind}): {memory} MB")


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--show", type=int, help="Write the file of one case to standard output.")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.show is not None:
        os.write(sys.stdout.fileno(), content_of(asked.show))
        return 0
    if asked.work:
        work(asked.first, asked.count)
        return 0
    tally = run(asked.first, asked.count)
    for kind, cases in sorted(tally.cases.items()):
        print(f"{kind}: {cases} files, {tally.refused[kind]} refused, {cases - tally.refused[kind]} read")
    print(f"slowest {tally.slowest:.1f} s, most memory {tally.memory} MB, {len(tally.findings)} findings")
    for one in tally.findings:
        print(one)
    return 1 if tally.findings else 0


if __name__ == "__main__":
    sys.exit(main())
