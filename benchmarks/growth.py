"""How the processor time of a replication grows with a world: horizon, regions, segments, types, brands, chains.

    python benchmarks/growth.py [AXIS ...]

Worlds are `packaged_food` with one thing more or less of: the same market cut into more regions, segments, brands or
chains, so that only sizes change. Each is run twice; the second run, whose opening is known, is timed, after one run of
the smallest that compiles and imports. Printed with the exponent between neighbours and over all (least squares on
logarithms), and written to benchmarks/measured/growth.json. Ratios inside one run count, not seconds.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np

from mktsim.inputs.cell import Cell
from mktsim.inputs.scenario import Scenario
from mktsim.model.simulate import simulate
from mktsim.study.question.library import library_beside
from mktsim.study.question.resolve import incumbent_of, luck_label, plain_scenario
from mktsim.study.runs.identity import model_hash

SCENARIOS = Path(__file__).parents[1] / "scenarios"
OUT = Path(__file__).parent / "measured" / "growth.json"
REPEATS = 2


def market_with(scenario: Scenario, **changes: object) -> Scenario:
    """Return the scenario with other fields of its market."""
    return scenario.model_copy(update={"market": scenario.market.model_copy(update=changes)})


def horizon(scenario: Scenario, weeks: int) -> Scenario:
    """Return the scenario with another horizon."""
    return scenario.model_copy(update={"horizon_weeks": weeks})


def regions(scenario: Scenario, count: int) -> Scenario:
    """Cut the households into so many regions like the first."""
    whole = sum(region.households for region in scenario.market.regions)
    first = scenario.market.regions[0]
    cut = (first.model_copy(update={"name": f"region_{i}", "households": whole / count}) for i in range(count))
    return market_with(scenario, regions=tuple(cut))


def segments(scenario: Scenario, count: int) -> Scenario:
    """Cut the consumers into so many segments like the first."""
    first = scenario.market.segments[0]
    cut = (first.model_copy(update={"name": f"segment_{i}", "share": 1.0 / count}) for i in range(count))
    return market_with(scenario, segments=tuple(cut))


def types(scenario: Scenario, count: int) -> Scenario:
    """Stand for each segment by so many types."""
    return market_with(scenario, types_per_segment=count)


def brands(scenario: Scenario, count: int) -> Scenario:
    """Cut the rivals' share into so many brands like the last rival, with the focal brand."""
    focal, *rivals = scenario.brands
    share = sum(brand.share for brand in rivals) / (count - 1)
    cut = (rivals[-1].model_copy(update={"name": f"rival_{i}", "share": share}) for i in range(count - 1))
    return scenario.model_copy(update={"brands": (focal, *cut)})


def chains(scenario: Scenario, count: int) -> Scenario:
    """Cut each channel into parts like it, `count` channels in all."""
    parts = count // len(scenario.channels)
    cut = (
        channel.model_copy(
            update={
                "name": f"{channel.name}_{i}" if i else channel.name,
                "traffic_share": channel.traffic_share / parts,
            }
        )
        for channel in scenario.channels
        for i in range(parts)
    )
    return scenario.model_copy(update={"channels": tuple(cut)})


AXES: dict[str, tuple[Callable[[Scenario, int], Scenario], tuple[int, ...]]] = {
    "horizon": (horizon, (52, 156, 312)),
    "regions": (regions, (1, 2, 4, 8)),
    "segments": (segments, (1, 2, 4, 8)),
    "types": (types, (8, 32, 128)),
    "brands": (brands, (3, 6, 12, 24)),
    "chains": (chains, (4, 8, 16)),
}


def seconds(scenario: Scenario) -> float:
    """Processor time of the status quo's replication whose opening is known."""
    library = library_beside(SCENARIOS / "any.yaml")
    incumbent = incumbent_of(scenario, library)
    cell = Cell(scenario, incumbent, incumbent, 1, 0, luck_label(scenario))
    simulate(cell)
    found = []
    for _ in range(REPEATS):
        begun = process_time()
        simulate(cell)
        found.append(process_time() - begun)
    return min(found)


def grown(name: str, base: Scenario) -> dict[str, object]:
    """Measure one axis and fit its exponent."""
    change, sizes = AXES[name]
    times = [seconds(change(base, size)) for size in sizes]
    steps = np.diff(np.log(times)) / np.diff(np.log(sizes))
    slope = float(np.polyfit(np.log(sizes), np.log(times), 1)[0])
    last = f"{float(steps[-1]):.2f}"
    print(f"{name:9} {dict(zip(sizes, (round(t, 3) for t in times), strict=True))} exponent {slope:.2f}, last {last}")
    return {"axis": name, "sizes": list(sizes), "seconds": times, "exponent": slope, "steps": steps.tolist()}


def main(names: list[str]) -> None:
    """Measure axes, print and write."""
    base = plain_scenario(library_beside(SCENARIOS / "any.yaml").scenario("packaged_food"))
    base = base.model_copy(update={"horizon_weeks": 52, "run_out_weeks": 26})
    seconds(types(base, 8))
    rows = [grown(name, base) for name in names or AXES]
    told = {"model": model_hash(), "load": os.getloadavg()[0], "run_out_weeks": 26, "rows": rows}
    OUT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
