"""Random valid worlds by the thousand: `python tests/fuzz/worlds.py --count 2000`.

Every world is a number, drawn within the ranges that files may hold; one cell of each runs to the end. Tells how far it
is, then how many ran, which relations refused the others, and each that went wrong; exit code 1 with any. Worlds take
turns among a dozen shapes; from number 100,000 on each has a shape of its own.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from world_runs import Ran, run_world

TOLD_EVERY = 50
"""Worlds between two lines that tell how far it is."""


def told(runs: list[Ran]) -> list[str]:
    """Return the lines of a summary."""
    refused = Counter(run.refused.partition(": ")[2].partition(", found")[0] for run in runs if run.refused)
    wrong = [run for run in runs if run.error]
    ran = len(runs) - len(wrong) - sum(refused.values())
    lines = [f"{len(runs)} worlds: {ran} ran, {sum(refused.values())} refused, {len(wrong)} went wrong"]
    lines += [f"refused {count}: {why}" for why, count in refused.most_common()]
    return lines + [f"world {run.number}: {run.where}" for run in wrong]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=2000)
    asked = parser.parse_args()
    warnings.simplefilter("ignore", RuntimeWarning)  # overflow on the way is no fault where what comes out is finite
    runs = []
    for number in range(asked.first, asked.first + asked.count):
        runs.append(run_world(number))
        if runs[-1].error:
            print(f"world {number}: {runs[-1].where}", file=sys.stderr, flush=True)
        if len(runs) % TOLD_EVERY == 0:
            print(f"{len(runs)} of {asked.count}: {told(runs)[0]}", file=sys.stderr, flush=True)
    print("\n".join(told(runs)))
    return int(any(run.error for run in runs))


if __name__ == "__main__":
    sys.exit(main())
