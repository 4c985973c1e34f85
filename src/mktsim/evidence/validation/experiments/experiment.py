"""Definition of an experiment: a named pure function from a scenario and a seed to a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario


@dataclass(frozen=True)
class Experiment:
    """One shared experiment; rows that name the same one share its runs."""

    name: str
    """E0 to E5, with what distinguishes a variant."""
    text: str
    run: Callable[[Scenario, int], Any]
    """(scenario, seed) to an immutable table."""
    seeds: int
    """Replications by default."""
