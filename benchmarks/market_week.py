"""What a week of the compiled market costs, and how that grows with chains, brands, types and regions.

    python benchmarks/market_week.py

Worlds are those of `growth.py`: packaged food cut into parts, so that only sizes change. Nobody is at work. After 26
weeks at usual levers the clock reads blocks of 104; the block with the least processor time counts. Written to
benchmarks/measured/market_week.json. Ratios inside one run count, not seconds.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from time import process_time

import numpy as np
from growth import AXES, SCENARIOS

from mktsim.inputs.scenario import Scenario
from mktsim.model.market.kernel import kernel_of
from mktsim.model.market.layout import Output, RandomInputs, lengths
from mktsim.model.market.opening import blank_state, usual_levers
from mktsim.model.market.population import build
from mktsim.model.world import Sizes
from mktsim.study.question.library import library_beside
from mktsim.study.question.resolve import plain_scenario
from mktsim.study.runs.identity import model_hash

OUT = Path(__file__).parent / "measured" / "market_week.json"
MEASURED = {"chains": (4, 8, 16, 32), "brands": (3, 6, 12), "types": (8, 32, 128), "regions": (1, 2, 4)}
REPEATS, BEFORE, WEEKS = 3, 26, 104


def microseconds(scenario: Scenario) -> float:
    """Return the least processor time of a market's week, microseconds."""
    p = build(scenario)
    records = (blank_state(p, scenario), p, usual_levers(p, scenario), RandomInputs(lengths(Sizes.of(scenario))))
    out, kernel = Output(p.sizes), kernel_of(durable=False)

    def close(first: int, weeks: int) -> float:
        begun = process_time()
        for week in range(first, first + weeks):
            records[2].week[0] = week
            kernel.week(*records, out)
        return (process_time() - begun) / weeks

    close(0, BEFORE)
    return 1e6 * min(close(BEFORE + n * WEEKS, WEEKS) for n in range(REPEATS))


def grown(axis: str, base: Scenario) -> dict[str, object]:
    """Measure one axis and fit its exponent."""
    change, sizes = AXES[axis][0], MEASURED[axis]
    times = [microseconds(change(base, size)) for size in sizes]
    slope = float(np.polyfit(np.log(sizes), np.log(times), 1)[0])
    print(f"{axis:8} {dict(zip(sizes, (round(t) for t in times), strict=True))} µs a week, exponent {slope:.2f}")
    return {"axis": axis, "sizes": list(sizes), "microseconds": times, "exponent": slope}


def main() -> None:
    """Measure, print and write."""
    base = plain_scenario(library_beside(SCENARIOS / "any.yaml").scenario("packaged_food"))
    microseconds(base)
    rows = [grown(axis, base) for axis in MEASURED]
    told = {"model": model_hash(), "load": os.getloadavg()[0], "rows": rows}
    OUT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
