"""Definition of a metric: name, unit, which way is good, and how it is measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mktsim.outcomes.history import History


class Better(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"

    @property
    def sign(self) -> float:
        """Factor that makes larger better: -1 where lower is good, 1 otherwise."""
        return -1.0 if self is Better.LOWER else 1.0


@dataclass(frozen=True)
class Metric:
    """One number that sums up a history."""

    name: str
    """Name in studies, tables and the store."""
    unit: str
    """Unit; ``money`` stands for the scenario's currency."""
    better: Better
    """Which way is good."""
    text: str
    """The question it answers, and when it is NaN."""
    measure: Callable[[History], float]
    """From a history to the number; pure. NaN where the history cannot tell."""

    def unit_in(self, currency: str) -> str:
        """Return its unit with the currency for money."""
        return self.unit.replace("money", currency)

    @property
    def words(self) -> str:
        """Return its name as words inside a sentence."""
        return "net present value" if self.name == "npv" else self.name.replace("_", " ")
