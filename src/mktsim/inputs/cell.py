"""A cell: one run of one arm in one world; what `simulate` takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import Organisation
from mktsim.inputs.policy import Policy
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.study import Neglect


class LuckSource(StrEnum):
    """A source of noise that can be replaced by its expectation."""

    CATEGORY = "category demand"
    BRAND = "brand shocks"
    RESPONSE = "price response"
    CAMPAIGN = "campaign effectiveness"
    LAUNCH = "appeal and potential"
    RIVALS = "rivals"
    SEASON = "season"
    WORK = "task durations and errors"
    SUPPLY = "supply"
    COUNTS = "counts"


@dataclass(frozen=True)
class Execution:
    """Which imperfections of the organisation are switched on, in this order."""

    late: bool = True
    """Work, approval and post take time."""
    misinformed: bool = True
    """Knowledge is noisy, old and biased."""
    unexecuted: bool = True
    """Work is returned, cancelled, partly executed, leaked."""


IDEAL = Execution(late=False, misinformed=False, unexecuted=False)
REAL = Execution()


@dataclass(frozen=True)
class ResolvedArm:
    """An arm with its names looked up."""

    policy: Policy
    organisation: Organisation
    duties: tuple[Duty, ...]
    neglect: tuple[Neglect, ...] = ()
    execution: Execution = REAL


@dataclass(frozen=True)
class Cell:
    """One run: arm, world, replication and seed.

    The world is `scenario` with its status quo organisation `incumbent`, under which a going
    concern is burnt in; `label` names the world's random inputs and is shared by worlds that differ in a
    parameter only.
    """

    scenario: Scenario
    incumbent: ResolvedArm
    arm: ResolvedArm
    seed: int
    replication: int
    label: str
    silenced: frozenset[LuckSource] = field(default_factory=frozenset)
    """Sources of noise replaced by their expectation."""
    keep_log: bool = False
    """Whether the history keeps the event log and single ledger lines."""
