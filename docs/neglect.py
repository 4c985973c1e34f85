"""Measure what neglect of each duty does to the observable of its row: `python docs/neglect.py [JOBS]`, some minutes.

Runs with and without the duty have the same luck; weeks and replications are those of tests/golden/test_neglect_golden.
Writes docs/measured/neglect.json, which that test reads.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "measured" / "neglect.json"
sys.path.insert(0, str(ROOT / "tests" / "support"))

from neglect_runs import CATALOGUE, paired, size_of, t_statistic  # noqa: E402 - shared with the test that reads them

from mktsim.study.runs.identity import model_hash  # noqa: E402 - after what is shared


def measured(place: int) -> dict[str, Any]:
    """Return the row of one duty of the catalogue; `t` is infinite, as null, where every difference is the same."""
    duty = CATALOGUE[place]
    weeks, replications = size_of(duty)
    with_it, without = paired(duty, weeks, replications)
    apart = without - with_it
    return {
        "duty": duty.id,
        "scenario": duty.seen_in.scenario,
        "metric": duty.seen_in.metric,
        "weeks": weeks,
        "replications": replications,
        "with_it": float(with_it.mean()),
        "difference": float(apart.mean()),
        "t": min(max(float(t_statistic(apart)), -1e9), 1e9),
    }


def main() -> int:
    """Measure all rows and write them."""
    order = sorted(range(len(CATALOGUE)), key=lambda place: (CATALOGUE[place].seen_in.scenario, place))
    with multiprocessing.Pool(int(sys.argv[1]) if len(sys.argv) > 1 else 2) as pool:
        rows = []
        for row in pool.imap(measured, order, chunksize=4):
            rows.append(row)
            print(f"{row['duty']}: {row['difference']:+.4g}, t {row['t']:.1f}", flush=True)  # noqa: T201 - a script speaks
    told = {"kind": "neglect", "schema_version": 1, "model_hash": model_hash(), "rows": rows}
    FILE.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
