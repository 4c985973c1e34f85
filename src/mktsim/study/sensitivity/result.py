"""Result of a sensitivity analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mktsim.study.question.placebo import NO_FLOOR, PLACEBOS, Floor

if TYPE_CHECKING:
    from mktsim.study.question.stated_assumption import StatedAssumption
    from mktsim.study.runs.heading import Heading
    from mktsim.study.runs.interval import Interval
    from mktsim.study.sensitivity.morris import Screened
    from mktsim.study.sensitivity.one_at_a_time import Swing
    from mktsim.study.sensitivity.plan import SensitivityOptions
    from mktsim.study.sensitivity.sobol import Share


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """All that a sensitivity analysis says."""

    heading: Heading
    asked: SensitivityOptions
    arms: tuple[str, ...]
    """Leader and runner-up, or the arm alone."""
    base: Interval
    """The answer as things are: lead, or the arm's metric, larger is better."""
    swings: tuple[Swing, ...]
    """Largest first; the intervals of their changes hold together."""
    screened: tuple[Screened, ...]
    """Strongest first; empty without Morris."""
    shares: tuple[Share, ...]
    """Largest total first; empty without Sobol."""
    text: tuple[str, ...]
    """Sentences: what moves the answer, what turns it, what acts with others."""
    cells: int
    """Cells that the answer rests on."""
    failed: int
    """Cells that failed."""
    digest: str
    seconds: float
    floor: Floor = NO_FLOOR
    """What changes that cannot matter move of the answer."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Factors in words, by name."""
    stated: tuple[StatedAssumption, ...] = ()
    """The scenario's assumptions as people read them."""
    untried: tuple[str, ...] = ()
    """Factors that were not moved alone, to spare runs."""

    @property
    def least(self) -> float:
        """Mean change that does not pass what cannot matter."""
        return self.floor.of_mean(self.replications)

    @property
    def least_strength(self) -> float:
        """Strength of what cannot matter when all moves together; zero without it."""
        return next((one.strength.mean for one in self.screened if one.name == PLACEBOS[0].name), 0.0)

    def name_of(self, factor: str) -> str:
        """Return a factor's name in words."""
        return self.names.get(factor, factor)

    @property
    def replications(self) -> int:
        """Of every arm at every point."""
        return self.asked.replications
