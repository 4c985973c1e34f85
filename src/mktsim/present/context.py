"""Context of a presentation beyond the comparison: organisations, duties, sources, published series, command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np
    from numpy.typing import NDArray

    from mktsim.inputs.organisation import Organisation


@dataclass(frozen=True)
class ParameterRow:
    """One number with its source, as the report prints it."""

    name: str
    """Dotted path or name."""
    value: str
    unit: str
    source: str
    """Citation, or the word assumption with or without a reason."""
    text: str = ""
    """One line on what it is."""


@dataclass(frozen=True)
class ObservedFit:
    """A published series beside what the model makes of it."""

    title: str
    unit: str
    source: str
    arm: str
    """Policy that was run to make the simulated series."""
    years: NDArray[np.float64]
    """Calendar years, shape (years,)."""
    observed: NDArray[np.float64]
    """Published values, shape (years,)."""
    simulated: NDArray[np.float64]
    """(3, years): 10%, mean and 90% over replications."""
    fitted_years: int
    """First years that parameters were fitted on; zero when none were."""
    note: str = ""
    """One sentence on errors of the fit and of simpler forecasts."""


@dataclass(frozen=True)
class Context:
    """Context of figures and the report beside the comparison; everything may be left out."""

    organisations: tuple[Organisation, ...] = ()
    """Organisation of each arm, in arm order."""
    owners: tuple[tuple[str, str], ...] = ()
    """(duty id, owner); without it the owner is what stands before the last dot of the id."""
    duties: tuple[tuple[str, str], ...] = ()
    """(duty id, one sentence), for the words of the report."""
    start: dt.date | None = None
    """First day of the run."""
    observed: ObservedFit | None = None
    """Published series, where the scenario has one."""
    assumption_sources: tuple[ParameterRow, ...] = ()
    """Declared value and source of each assumption tested, by its dotted path."""
    parameters: tuple[ParameterRow, ...] = ()
    """Parameters that matter, for the table at the end of the report."""
    command: str = ""
    """Command that makes the report again."""

    def owner_of(self, duty: str) -> str:
        """Return the department that performs a duty."""
        return dict(self.owners).get(duty, duty.rpartition(".")[0] or duty)

    def sentence_of(self, duty: str) -> str:
        """Return a duty in one sentence; empty when not known."""
        return dict(self.duties).get(duty, "")
