"""Cells of a comparison: all arms as they are, and variants of them that explain the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mktsim.inputs.cell import Execution, LuckSource
from mktsim.study.question.resolve import ResolvedStudy
from mktsim.study.runs.cell import Planned
from mktsim.study.runs.planner import Planner, Variant, assumption_variant

PILOT = 2
"""Replications run first, to learn what one costs."""
ASSUMPTIONS_SHARE = 1.0 / 3.0
"""Share of the time that assumptions may take, beyond their first replication."""
WORLD = 0
"""World that is explained: the first of the study."""
LADDER = (
    Variant("ideal execution", Execution(late=False, misinformed=False, unexecuted=False)),
    Variant("late only", Execution(late=True, misinformed=False, unexecuted=False)),
    Variant("late and misinformed", Execution(late=True, misinformed=True, unexecuted=False)),
)
"""Imperfections switched on one after the other; the last rung is the cell as it is."""
ALONE = tuple(Variant(f"{source} alone", silenced=frozenset(LuckSource) - {source}) for source in LuckSource)
"""One source of noise at a time, every other fixed at its expectation: a cell in which one source is fixed parts from
the cell as it is at the first decision that turns, and tells little about the source."""


@dataclass(frozen=True)
class CompareOptions:
    """How much is spent on explaining a comparison."""

    why_seconds: float = 60.0
    """Time for the loss split, variance by source and assumptions; zero for none of them."""
    why_replications: int | None = None
    """Replications for these instead; None for as many as fit the time."""


class ExplanationPlan:
    """Cells that explain why the leader leads, in the first world."""

    def __init__(self, planner: Planner, order: Sequence[int]) -> None:
        """Explain the arms of `planner` in their `order`, the best first."""
        self.planner = planner
        self.leader = order[0]
        self.rivals = tuple(order[:2])
        """Leader and runner-up."""
        resolved = planner.resolved
        scenario = resolved.worlds[WORLD].scenario
        self.ranges = tuple((path, low, high) for path, (low, high) in scenario.assumptions.items())
        self.ends = tuple(
            tuple(assumption_variant(scenario, path, end, resolved.file) for end in ends) for path, *ends in self.ranges
        )
        """Variants of the world with each assumption at its low and high end."""

    @property
    def worked(self) -> tuple[int, ...]:
        """Arms whose organisation is not instant: the others are ideal as they are."""
        return worked_arms(self.planner.resolved)

    def execution_and_noise(self, replications: range) -> list[Planned]:
        """Cells of some replications that tell losses and sources of noise."""
        wanted = [(arm, variant) for arm in self.worked for variant in LADDER]
        wanted += [(self.leader, variant) for variant in ALONE]
        return [self.cell(arm, variant, r) for r in replications for arm, variant in wanted]

    def assumptions(self, replications: range) -> list[Planned]:
        """Cells of some replications that tell what assumptions do to the lead."""
        wanted = [(arm, variant) for arm in self.rivals for ends in self.ends for variant in ends]
        return [self.cell(arm, variant, r) for r in replications for arm, variant in wanted]

    def cell(self, arm: int, variant: Variant, replication: int) -> Planned:
        """Plan one cell of an arm, by its place."""
        return self.planner.cell(self.planner.resolved.arms[arm], WORLD, replication, variant)


def worked_arms(resolved: ResolvedStudy) -> tuple[int, ...]:
    """Places of the arms whose organisation takes time."""
    return tuple(place for place, arm in enumerate(resolved.arms) if not arm.arm.organisation.instant)


@dataclass(frozen=True)
class Pilot:
    """What the first replications of an explanation cost."""

    replications: int
    cells: int
    """Cells of execution and noise that were run."""
    seconds: float
    """Time spent on them, spread over the workers."""
    assumption_cells: int
    """Cells that one replication of the assumptions has."""


def affordable(pilot: Pilot, seconds: float, most: int) -> tuple[int, int]:
    """Return how many replications fit a time: for losses and noise, and for assumptions.

    Effects of assumptions are differences of differences under the same noise, which few replications settle: they get
    a third of the time and one or two; what is left after the pilot goes to losses and noise.
    """
    one_more = max(pilot.seconds / pilot.replications, 1e-9)
    each = one_more * pilot.assumption_cells / max(pilot.cells / pilot.replications, 1.0)
    assumed = max(1, min(pilot.replications, int(ASSUMPTIONS_SHARE * seconds / max(each, 1e-9))))
    left = int((seconds - pilot.seconds - assumed * each) / one_more)
    return min(most, pilot.replications + max(0, left)), assumed
