"""Cells as a study plans, runs and stores them."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from mktsim.inputs.cell import Cell, ResolvedArm
from mktsim.inputs.hashes import content_hash
from mktsim.inputs.scenario import Scenario
from mktsim.outcomes.history import History
from mktsim.study.question.user_rules import NOTHING, InUse, arm_sources, source_hashes, world_sources


class CellKey(NamedTuple):
    """Key of a stored cell; sorts by world, arm, seed, replication."""

    world: str
    """World hash: scenario, incumbent, luck label and silenced sources."""
    arm: str
    """Arm hash: policy, organisation, duties, neglect and execution."""
    seed: int
    replication: int


Group = tuple[str, str, int]
"""World, arm and seed of cells that differ in their replication only."""


class CellName(NamedTuple):
    """Name of the cells of one arm for people; arms that are equal share their cells, under the name run first."""

    arm: str
    world: str
    variant: str = ""
    """What is otherwise than as it is, as `late only`; empty for nothing."""

    def title(self, replication: int) -> str:
        """Arm, world and replication in words, for messages."""
        suffix = f", {self.variant}" if self.variant else ""
        return f"{self.arm} in {self.world}, replication {replication}{suffix}"

    def rerun(self, directory: Path, replication: int) -> str:
        """Command that runs the cell alone, against the results in a directory."""
        words = ["mktsim", "rerun", directory.as_posix(), "--arm", self.arm, "--replication", str(replication)]
        words += ["--world", self.world] if self.world else []
        return shlex.join([*words, *(["--variant", self.variant] if self.variant else [])])


@dataclass(frozen=True)
class Planned:
    """A cell to run."""

    key: CellKey
    cell: Cell
    named: CellName
    keep_series: bool = True
    """Whether the weekly series and money are stored beside the metrics."""
    undrawn: Scenario | None = None
    """The scenario with the calibration that the cell's was drawn from; None for one that was not drawn."""
    own: InUse = NOTHING
    """Metrics and instruments of the user's own."""
    keep_history: bool = False
    """Whether the whole history, with its log, comes back as well; it is not stored."""
    keeps_opening: bool = False
    """Whether the opening of its world is looked for in the user's cache, and put there."""


class CellStatus(StrEnum):
    """Status of a cell."""

    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Finished:
    """Finished cell as a worker returns it."""

    planned: CellKey
    named: CellName
    status: CellStatus
    error: str
    """Traceback of a failed cell; empty otherwise."""
    metrics: dict[str, float]
    """By name; empty for a failed cell."""
    layout: str
    """Columns and shape of the block as JSON; empty without one."""
    block: bytes
    """Weekly series and money, compressed; empty without one."""
    seconds: float
    """Processor-near time of the worker; kept outside digests."""
    history: History | None = None
    """With its log, where it was to come back."""


def arm_hash(arm: ResolvedArm) -> str:
    """Hash of what an arm is, whatever the study calls it, with the sources of parts that are the user's own."""
    own = arm_sources(arm.policy, arm.duties)
    return content_hash((arm, own) if own else arm)


def world_hash(cell: Cell) -> str:
    """Hash of the world of a cell: all that the arm does not choose, the root seed and replication apart.

    Policies of the scenario count only where a rival follows them; the incumbent's counts through `incumbent`.
    Titles, descriptions, published series, lists of assumptions and a calibration that nothing was drawn from do not
    move outcomes and do not count.
    """
    scenario = cell.scenario
    silent = {"title", "description", "observed", "assumptions", "policies", "status_quo", "calibration"}
    silent |= {"market_mechanisms"}  # counted below, with their sources, where there are any
    kept = {name: getattr(scenario, name) for name in type(scenario).model_fields if name not in silent}
    rivals = {brand.policy: scenario.policies[brand.policy] for brand in scenario.brands if brand.policy}
    own = {name: found for name, policy in rivals.items() if (found := source_hashes(policy))}
    added = world_sources(scenario)
    kept |= {"market_mechanisms": (*scenario.market_mechanisms, *added)} if added else {}
    known = (kept, rivals, arm_hash(cell.incumbent), cell.label, sorted(cell.silenced))
    return content_hash((*known, own) if own else known)
