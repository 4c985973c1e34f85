"""Result of an analysis of the value of information."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mktsim.study.question.placebo import NO_FLOOR, Floor

if TYPE_CHECKING:
    from mktsim.study.information.evppi import ParameterValue
    from mktsim.study.information.improvements import Improvement
    from mktsim.study.information.plan import InformationOptions
    from mktsim.study.runs.heading import Heading
    from mktsim.study.runs.interval import Interval


@dataclass(frozen=True, eq=False)
class Information:
    """All that is said about the value of information."""

    heading: Heading
    replications: int
    """Complete ones."""
    asked: InformationOptions
    arms: tuple[str, ...]
    improvements: tuple[Improvement, ...]
    """Asked for, by gain of the choice; their intervals, and those of the ceilings, hold together."""
    ceilings: tuple[Improvement, ...]
    """All knowledge perfect; no delay."""
    world: Interval | None
    """Expected value of perfect information about the world; None without draws."""
    parameters: tuple[ParameterValue, ...]
    """Expected value of perfect information about each parameter, the surest first."""
    text: tuple[str, ...]
    """Sentences: improvements, their ceilings, the world, its parameters."""
    cells: int
    """Cells that the answer rests on."""
    failed: int
    """Cells that failed."""
    digest: str
    seconds: float
    floor: Floor = NO_FLOOR
    """What changes that cannot matter move of an arm's metric."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of the parameters in words, by path."""

    def name_of(self, path: str) -> str:
        """Return a parameter's name in words."""
        return self.names.get(path, path)
