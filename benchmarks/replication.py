"""Times one replication of the three-year weekly scenario against a bare event loop with as many events and weeks.

    python benchmarks/replication.py [--profile] [--repeats 7]

Processor time, not wall time. The opening, which every arm of a replication shares, is timed apart. The bare loop
steps through 11,140 SimPy events, however many the replication has (a core with fewer must not lower the floor), and
closes as many market weeks. Target: 5.3 times the floor.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import simpy

from mktsim.inputs.cell import Cell
from mktsim.model.market.opening import usual_levers
from mktsim.model.market.population import build
from mktsim.model.market.rest import at_rest
from mktsim.model.market.runner import MarketRunner
from mktsim.model.organisation.clock import Clock
from mktsim.model.simulate import simulate
from mktsim.model.world import Sizes
from mktsim.study.question.library import library_beside
from mktsim.study.question.resolve import incumbent_of, luck_label, plain_scenario

if TYPE_CHECKING:
    from collections.abc import Callable

SCENARIOS = Path(__file__).parents[1] / "scenarios"
FLOOR_EVENTS = 11_140
"""Events of the floor, fixed: those of replication 0 when the floor was set."""
TARGET_RATIO = 5.3


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


def bare_loop(one: Cell, weeks: int) -> Callable[[], None]:
    """Return a loop of the floor's events and of as many market weeks, with nothing else in it."""
    parameters = build(one.scenario)
    market = MarketRunner(parameters, Sizes.of(one.scenario))
    fresh, levers = at_rest(parameters, one.scenario), usual_levers(parameters, one.scenario)

    def nothing(_event: simpy.Event) -> None:
        """Be called back."""

    def run() -> None:
        market.take(fresh, levers)
        env = simpy.Environment()
        gap = 7.0 * weeks / FLOOR_EVENTS
        for i in range(FLOOR_EVENTS):
            event = simpy.Event(env)
            event.callbacks.append(nothing)
            event._ok, event._value = True, None  # noqa: SLF001 - how SimPy's own Timeout schedules itself
            env.schedule(event, delay=gap * i)
        for week in range(weeks):
            env.run(until=7.0 * (week + 1))
            market.close(week)

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
    bare = seconds(bare_loop(one, work.weeks), asked.repeats)
    others = iter(range(1, 100))
    whole = seconds(lambda: simulate(replace(one, replication=next(others))), min(asked.repeats, 5))
    print(f"events                 {work.events:10d}   (floor {FLOOR_EVENTS})")
    print(f"market weeks           {work.weeks:10d}")
    print(f"replication            {1000 * mine:10.1f} ms")
    print(f"with its opening       {1000 * whole:10.1f} ms")
    print(f"bare loop              {1000 * bare:10.1f} ms")
    print(f"ratio                  {mine / bare:10.2f}    (target {TARGET_RATIO})")
    if asked.profile:
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(5):
            simulate(one)
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
