"""Result of a sensitivity analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    """Largest first."""
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

    @property
    def replications(self) -> int:
        """Of every arm at every point."""
        return self.asked.replications
