"""Results of value experiments: what duties, links and staff are worth, and which duties matter in which stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mktsim.inputs.duty import Duty
from mktsim.inputs.study import NeglectMode
from mktsim.science.statistics.rank_test import RankTest
from mktsim.study.question.placebo import NO_FLOOR, Floor
from mktsim.study.runs.heading import Heading
from mktsim.study.value.plan import Effect, Fate, Floats, Judged
from mktsim.study.value.reshape import Reshape
from mktsim.study.value.traffic import Traffic


@dataclass(frozen=True)
class Cells:
    """Cost of an experiment in cells."""

    run: int
    """Cells that the answer rests on, the baseline's included."""
    full: int
    """Cells of running every change alone for the most replications."""


@dataclass(frozen=True)
class Baseline:
    """The arm as it is in its world, against which changes are measured."""

    arm: str
    organisation: str
    world: str
    replications: int
    """Most of a change."""
    screening: int
    """Replications on which groups are screened."""
    worth: float
    """Smallest effect of interest, in units of the metric."""
    mean: float
    """Of the metric."""
    confidence: float
    """Of intervals of effects."""
    floor: Floor = NO_FLOOR
    """What changes that cannot matter move."""


@dataclass(frozen=True)
class Finding:
    """Estimate of the effect of one change."""

    fate: Fate
    """`matters` where it was measured alone."""
    effect: Effect | None
    """None where it was screened out."""
    judged: Judged | None
    """The group that it was screened out with; None where it was measured."""


@dataclass(frozen=True)
class Window:
    """Weeks of neglect by replication."""

    name: str
    """`overall`, or a stage."""
    weeks: Mapping[int, tuple[int, int]]
    """First week, and week after the last, by replication that has any."""
    looked_at: int
    """Replications in which it was looked for."""
    years: float
    """Mean length where it is reached, years."""


@dataclass(frozen=True)
class DutyValue:
    """Value of a duty: loss through its neglect; below zero where something is gained."""

    duty: Duty
    effort_days: float
    """Person-days that the arm as it is spends on it over the horizon."""
    overall: Finding
    stages: tuple[Finding | None, ...]
    """By stage window; None where too few replications reach the stage."""


@dataclass(frozen=True)
class TwinValue:
    """Duties that look alike, neglected together."""

    duties: tuple[str, ...]
    fate: Fate
    """`same` or `small` where the group was not measured: nothing to tell apart."""
    together: Effect | None
    """All of them neglected."""
    singles: float
    """Sum of the losses of neglecting one at a time."""
    interaction: Effect | None
    """Together less the sum of singles: of the sign of that sum where they stand in for each other, of the other
    where one alone already does what all do."""


@dataclass(frozen=True)
class DutyValues:
    """All that is said about duties."""

    heading: Heading
    baseline: Baseline
    mode: NeglectMode
    duties: tuple[DutyValue, ...]
    """In the order of the catalogue."""
    windows: tuple[Window, ...]
    """Stage windows."""
    twins: tuple[TwinValue, ...]
    cells: Cells
    failed: int
    digest: str
    seconds: float

    @property
    def replications(self) -> int:
        """Most of a change."""
        return self.baseline.replications


@dataclass(frozen=True)
class LinkValue:
    """Cost of a change of the coordination; below zero where it is a gain."""

    change: Reshape
    finding: Finding
    traffic: Traffic | None = None
    """Of the link or relay that is changed; None for an approval."""


@dataclass(frozen=True)
class LinkValues:
    """All that is said about coordination."""

    heading: Heading
    baseline: Baseline
    links: tuple[LinkValue, ...]
    cells: Cells
    failed: int
    digest: str
    seconds: float

    @property
    def replications(self) -> int:
        """Most of a change."""
        return self.baseline.replications


@dataclass(frozen=True)
class StaffValue:
    """Gain by one full-time equivalent more in a pool, their pay taken off."""

    pool: str
    """As `agent:role`."""
    staff_fte: float
    """People in it now."""
    utilisation: float
    """Busy over available time of the pool as it is, replication 0; NaN where it is not known."""
    gain: Effect


@dataclass(frozen=True)
class StaffValues:
    """All that is said about staff."""

    heading: Heading
    baseline: Baseline
    pools: tuple[StaffValue, ...]
    """In the order of the organisation's file."""
    pay: float
    """Discounted pay of one full-time equivalent, run-out included, which the gains are net of; zero where the metric
    is not made of money."""
    weeks: int
    """Person-weeks that one full-time equivalent is."""
    cells: Cells
    failed: int
    digest: str
    seconds: float

    @property
    def replications(self) -> int:
        """Most of a change."""
        return self.baseline.replications

    @property
    def bottleneck(self) -> StaffValue | None:
        """The pool in which one more is worth most, where that can be told from nothing gained before pay."""
        best = max(self.pools, key=lambda one: one.gain.interval.mean, default=None)
        return best if best is not None and best.gain.interval.low + self.pay > 0.0 else None


@dataclass(frozen=True)
class Claim:
    """A claim on one stage of the life cycle."""

    id: str
    stage: str
    duties: tuple[str, ...]
    """Duties that are said to matter most."""


@dataclass(frozen=True, eq=False)
class Block:
    """Losses of all duties in one stage of one world."""

    study: str
    world: str
    window: Window
    losses: Floats | None
    """By duty; zero for what was screened out. None where too few replications reach the stage."""
    unit: str

    @property
    def name(self) -> str:
        """Study and world in words."""
        return self.study if self.world == self.study else f"{self.study}, {self.world}"


@dataclass(frozen=True, eq=False)
class ClaimResult:
    """Result of the test of one claim."""

    claim: Claim
    duties: tuple[str, ...]
    """Of the catalogue, in the order of losses."""
    blocks: tuple[Block, ...]
    """Every world, those that do not reach the stage included."""
    test: RankTest | None
    """None where no world reaches the stage."""
    p_holm: float
    """Adjusted for the claims that were tested; NaN without a test."""
    ranked: tuple[tuple[str, float], ...]
    """(duty, mean rank over the worlds that reach the stage), the highest first."""

    @property
    def reached(self) -> tuple[Block, ...]:
        """Blocks that the test rests on."""
        return tuple(block for block in self.blocks if block.losses is not None)


@dataclass(frozen=True)
class StageWorld:
    """Losses of one world by stage, and their basis."""

    heading: Heading
    """Of its study."""
    baseline: Baseline


@dataclass(frozen=True, eq=False)
class StageFocus:
    """All that is said about the focus of stages."""

    worlds: tuple[StageWorld, ...]
    """Per world of the studies, in their order."""
    duties: tuple[str, ...]
    mode: NeglectMode
    claims: tuple[ClaimResult, ...]
    confidence: float
    cells: Cells
    failed: int
    digests: tuple[str, ...]
    """Per study."""
    seconds: float


Valued = DutyValues | LinkValues | StaffValues
"""Results of value experiments on one arm in one world."""
