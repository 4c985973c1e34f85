"""Times one replication of the three-year weekly scenario against a bare event loop with as many events and weeks.

    python benchmarks/replication.py [--profile] [--repeats 7]

Processor time, not wall time. The opening, which every arm of a replication shares, is timed apart. The bare loop
steps through as many SimPy events and closes as many market weeks. Targets: 50 ms a replication, ratio 3.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import simpy

from mktsim.inputs.cell import Cell
from mktsim.model.market.kernel import compiled_week
from mktsim.model.market.layout import blank, lever_dtype, output_dtype, state_dtype
from mktsim.model.organisation.clock import Clock
from mktsim.model.simulate import simulate
from mktsim.model.world import Sizes
from mktsim.study.question.library import library_beside
from mktsim.study.question.resolve import incumbent_of, luck_label, plain_scenario

if TYPE_CHECKING:
    from collections.abc import Callable

SCENARIOS = Path(__file__).parents[1] / "scenarios"
PINNED_EVENTS = 11_140
"""Events of replication 0 when last looked at; a change of the organisation moves it, and with it the target."""
TARGET_SECONDS = 0.050
TARGET_RATIO = 3.0


@dataclass
class Counted:
    """What a replication asked of the event loop and of the kernel."""

    events: int = 0
    weeks: int = 0


def cell(replication: int) -> Cell:
    """Return the cell of the scenario's status quo."""
    library = library_beside(SCENARIOS / "any.yaml")
    scenario = plain_scenario(library.scenario("packaged_food"))
    incumbent = incumbent_of(scenario, library)
    return Cell(scenario, incumbent, incumbent, 1, replication, luck_label(scenario))


def counted(one: Cell) -> Counted:
    """Return the events and kernel calls of a replication whose opening is known."""
    found = Counted()
    go_to = Clock.go_to

    def counting(clock: Clock, day: float) -> None:
        while clock.peek() < day:
            found.events += 1
            clock.step()
        go_to(clock, day)

    Clock.go_to = counting  # type: ignore[method-assign]
    try:
        series = simulate(one).series.values
    finally:
        Clock.go_to = go_to  # type: ignore[method-assign]
    found.weeks = len(series)
    return found


def bare_loop(one: Cell, work: Counted) -> Callable[[], None]:
    """Return a loop of as many events and market weeks, with nothing else in it."""
    sizes = Sizes.of(one.scenario)
    kernel = compiled_week()
    from mktsim.model.market.luck import draw
    from mktsim.model.market.opening import opening_state
    from mktsim.model.market.population import build
    from mktsim.streams import Address

    parameters = build(one.scenario)
    luck = draw(one.scenario, sizes, Address(1, one.label, 0), (0, work.weeks), frozenset())
    levers, output = blank(lever_dtype(sizes)), blank(output_dtype(sizes))
    levers["price"] = np.array([b.price_money for b in one.scenario.brands])[:, None]
    levers["pressure"], levers["season"], levers["stock"], levers["calls"] = 0.5, 1.0, 1e12, 1.0
    state = blank(state_dtype(sizes))
    fresh = opening_state(parameters, one.scenario, sizes)

    def nothing(_event: simpy.Event) -> None:
        """Be called back."""

    def run() -> None:
        state[...] = fresh
        env = simpy.Environment()
        gap = 7.0 * work.weeks / work.events
        for i in range(work.events):
            event = simpy.Event(env)
            event.callbacks.append(nothing)
            event._ok, event._value = True, None  # noqa: SLF001 - how SimPy's own Timeout schedules itself
            env.schedule(event, delay=gap * i)
        for week in range(work.weeks):
            env.run(until=7.0 * (week + 1))
            levers["week"] = week
            kernel(state, parameters, levers, luck.weeks[week], output)

    return run


def seconds(call: Callable[[], object], repeats: int) -> float:
    """Return the least processor time of a call."""
    taken = []
    for _ in range(repeats):
        began = time.process_time()
        call()
        taken.append(time.process_time() - began)
    return min(taken)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    one = cell(0)
    simulate(one)
    work = counted(one)
    mine = seconds(lambda: simulate(one), asked.repeats)
    bare = seconds(bare_loop(one, work), asked.repeats)
    others = iter(range(1, 100))
    whole = seconds(lambda: simulate(replace(one, replication=next(others))), min(asked.repeats, 5))
    print(f"events                 {work.events:10d}   (pinned {PINNED_EVENTS})")
    print(f"market weeks           {work.weeks:10d}")
    print(f"replication            {1000 * mine:10.1f} ms (target {1000 * TARGET_SECONDS:.0f})")
    print(f"with its opening       {1000 * whole:10.1f} ms")
    print(f"bare loop              {1000 * bare:10.1f} ms")
    print(f"ratio                  {mine / bare:10.2f}    (target {TARGET_RATIO:.0f})")
    if asked.profile:
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(5):
            simulate(one)
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
