"""Result of a comparison, frozen, that tables, figures and the report are made from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mktsim.outcomes.history import History
    from mktsim.science.statistics.looks import Decision
    from mktsim.study.question.stated_assumption import StatedAssumption
    from mktsim.study.runs.heading import Heading
    from mktsim.study.runs.interval import Interval


@dataclass(frozen=True)
class Difference:
    """Paired difference to the baseline."""

    interval: Interval
    """Holm step-down interval: it excludes zero exactly when p_holm says so; intervals are not jointly simultaneous.
    Of a comparison in looks: one that holds at every look together with those of all pairs of arms."""
    p_holm: float
    """NaN in a comparison in looks."""
    decision: Decision | None = None
    """What is known of it, in the good direction; None where all replications are looked at once."""


@dataclass(frozen=True)
class Design:
    """How many replications a comparison took, and what its intervals hold for."""

    looks: tuple[int, ...] = ()
    """Replications at which it was looked, or would have been; empty where it was looked once, at the end."""
    stopped: int = 0
    """Replications at which it stopped, those with failed cells included."""
    planned: int = 0
    """Replications of the study."""
    worth: float = math.nan
    """Difference that is not worth acting on, in the unit of the metric; NaN where it was looked once."""
    sure: bool = False
    """Whether the leader was told from every other arm, or near enough to it, at the look at which it stopped."""

    @property
    def in_looks(self) -> bool:
        """Tell whether intervals hold at every look; otherwise for one look after all replications."""
        return bool(self.looks)


@dataclass(frozen=True)
class Loss:
    """Loss through the organisation: ideal minus realised value, split in a fixed order."""

    late: float
    misinformed: float
    unexecuted: float
    errors: tuple[float, float, float, float] = (math.nan,) * 4
    """Standard errors of the three parts and of the whole, from paired replications; NaN below two."""

    @property
    def total(self) -> float:
        """Return the whole loss, money."""
        return self.late + self.misinformed + self.unexecuted

    @property
    def parts(self) -> tuple[float, float, float, float]:
        """Return the three parts and the whole, in the order of `errors`."""
        return (self.late, self.misinformed, self.unexecuted, self.total)


class SourceShare(NamedTuple):
    """Share of variance that one source of noise makes."""

    name: str
    share: float
    """Variance of outcomes that the source makes alone over the sum of these variances."""
    error: float
    """Standard error over replications."""


@dataclass(frozen=True)
class Payback:
    """When the money is back, over replications and worlds."""

    quantiles: tuple[float, float, float]
    """Weeks from the opening by which it is back in 10%, 50% and 90% of cases; infinite where it is not by the
    horizon."""
    never: float
    """Share of cases in which it is not back by the horizon."""


@dataclass(frozen=True)
class ArmRisk:
    """Risks of choosing an arm, beyond the spread of its own outcomes."""

    opportunity_cost: float
    """Bound of the expected loss from choosing it when another is better: the headline risk, money."""
    from_best: Interval
    """Its mean less the best mean of the others, with intervals that hold for all arms at once (MCB); an upper end
    of zero rules it out as the best."""
    skewness: float
    """Of the paired differences to the baseline; zero for the baseline."""
    corrected: Interval | None
    """Difference to the baseline with an interval corrected for skewness, where that makes the t interval doubtful."""
    watched: Interval | None
    """Difference to the baseline with an interval that holds however often one has looked; None for the baseline
    and below twenty replications."""
    payback: Payback


@dataclass(frozen=True)
class ArmResult:
    """One arm of a comparison."""

    name: str
    policy: str
    organisation: str
    interval: Interval
    terminal: float
    """Mean terminal value inside the metric, money."""
    difference: Difference | None
    """None for the baseline."""
    p_best: float
    expected_regret: float
    cvar: float
    """Mean of the worst 10%."""
    quantiles: tuple[float, float, float]
    """10%, 50% and 90% of outcomes."""
    ideal: Interval | None
    """Under the same organisation with every imperfection off."""
    loss: Loss | None
    correlation: float
    """With the baseline, over replications (1 for the baseline)."""
    variance_reduction: float
    """(s_A² + s_B²) / s_D² against the baseline."""
    risk: ArmRisk | None = None
    """None where it was not worked out."""
    approved: float = math.nan
    """Marketing money approved over the horizon."""
    spent: float = math.nan
    """Mean marketing money spent of it."""
    overdrawn_weeks: float = math.nan
    """Mean weeks in which more was owed than the credit line."""
    interest: float = math.nan
    """Mean interest beyond the discount rate, money."""


@dataclass(frozen=True)
class WorldArm:
    """One arm in one world, in units of the metric."""

    interval: Interval
    """Mean with its own t interval."""
    difference: Interval | None
    """To the baseline in the same world; the intervals of all pairs of arms in all worlds hold together. None for the
    baseline."""
    regret: float
    """What its mean lacks to the best mean of that world, never negative."""


@dataclass(frozen=True)
class WorldRow:
    """One world of several that the study names."""

    name: str
    arms: tuple[WorldArm, ...]
    """In the order of the study."""
    best: int
    """Arm with the best mean in it."""
    is_sure: bool
    """Whether it is told from every other arm there."""


@dataclass(frozen=True)
class BridgeStep:
    """One step of the bridge from runner-up to leader."""

    name: str
    amount: float
    """Money; the steps sum to the difference to the cent."""


@dataclass(frozen=True)
class Parting:
    """Where the histories of leader and runner-up first part."""

    day: float
    date: str
    lever: str
    duty: str
    text: str


@dataclass(frozen=True)
class AssumptionEffect:
    """How one assumption moves the verdict."""

    path: str
    low: float
    high: float
    difference_low: float
    """Leader minus runner-up at the low value, money."""
    difference_high: float
    turns: bool
    """Whether the sign of the difference changes, as far as the few replications show."""
    base: float = math.nan
    """Leader minus runner-up in the same replications with nothing changed."""
    errors: tuple[float, float] = (math.nan, math.nan)
    """Standard errors of the moves from there to either end, paired; NaN from one replication."""
    stated: StatedAssumption | None = None
    """The assumption as people read it; None where the file says nothing of it."""

    @property
    def name(self) -> str:
        """Name in words."""
        return self.path if self.stated is None else self.stated.name

    @property
    def gone(self) -> float | None:
        """Value at which the difference is gone, nearest to today, by straight lines; None where it does not turn."""
        if self.stated is None or not self.turns:
            return None
        now, ends = self.stated.now, ((self.low, self.difference_low), (self.high, self.difference_high))
        crossed = [
            now + (end - now) * self.base / (self.base - there) for end, there in ends if there * self.base < 0.0
        ]
        return min(crossed, key=lambda value: abs(value - now), default=None)

    @property
    def turning(self) -> str:
        """Say where it may turn the verdict."""
        if not self.turns:
            return "not seen to turn it"
        where = "" if self.stated is None or self.gone is None else f" at about {self.stated.value(self.gone)}"
        return f"may turn it{where}"


class Status(StrEnum):
    """Conclusion that a comparison allows."""

    BEST = "best"
    ALIKE = "differ by less than is worth acting on"
    TIED = "cannot be told apart"


@dataclass(frozen=True)
class Verdict:
    """The answer in words."""

    status: Status
    arm: str
    runner_up: str
    text: str
    without_terminal: str
    """Leader without the terminal value."""
    ranking_changed_by_organisation: bool
    organisation: str = ""
    """Sentence on how the organisation changes the ranking, which `text` holds too; empty where it does not."""


@dataclass(frozen=True)
class ArmSeries:
    """Weekly bands of one arm over replications, each shape (weeks,)."""

    arm: str
    weeks: NDArray[np.float64]
    units: NDArray[np.float64]
    """(3, weeks): 10%, mean, 90% of focal units."""
    cumulative_value: NDArray[np.float64]
    """(3, weeks): of discounted cumulative contribution, money."""


class Unasked(NamedTuple):
    """A question that there was no time for."""

    what: str
    """In words, as the subject of a sentence."""
    why_seconds: float
    """Time for explaining that would reach to it as well, by what cells have cost so far."""


class Part(StrEnum):
    """Parts of a comparison in the order in which they are known."""

    LOOK = "look"
    """What a look tells that is not sure yet: the verdict so far, without bridge and bands over time."""
    ANSWER = "answer"
    """Verdict, differences, risks and money."""
    WHY = "why"
    """Losses, sources of noise, where the histories of leader and runner-up part."""
    ASSUMPTIONS = "assumptions"


@dataclass(frozen=True)
class Comparison:
    """All that a comparison says."""

    heading: Heading
    question: str
    baseline: str
    replications: int
    """Complete replications used for every arm."""
    why_replications: int
    """Replications used for the loss split."""
    assumption_replications: int
    """Replications used for the assumptions, whose effects are paired and need fewer."""
    failed: int
    arms: tuple[ArmResult, ...]
    variance_by_source: tuple[SourceShare, ...]
    """Share of each source of the leader's luck, largest first; they sum to one."""
    bridge: tuple[BridgeStep, ...]
    parting: Parting | None
    assumptions: tuple[AssumptionEffect, ...]
    verdict: Verdict
    series: tuple[ArmSeries, ...]
    examples: tuple[History, ...]
    """History of replication 0 of each arm with its log, in arm order."""
    outcomes: NDArray[np.float64]
    """(replications, arms) of the metric."""
    digest: str
    """Hash of the outcomes table."""
    seconds: float
    design: Design = Design()
    noise_replications: int = 0
    """Replications used for variance by source."""
    unasked: tuple[Unasked, ...] = ()
    """What the time for explaining did not reach to."""
    worlds: tuple[WorldRow, ...] = ()
    """Worlds side by side; empty where the study names fewer than two."""
