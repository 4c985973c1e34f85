"""A row of the evidence: what is measured, its published range, and what came out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mktsim.evidence.validation.experiments.experiment import Experiment


class Category(StrEnum):
    """Kinds of products, each with one parameter set."""

    STORABLE = "storable"
    DURABLE = "durable"
    PERISHABLE = "perishable"
    SERVICE = "service"


class Tier(StrEnum):
    """How hard a row is: gate, investigate, or report."""

    A = "A"
    B = "B"
    C = "C"


class Kind(StrEnum):
    """Worth of a pass: found by perturbing parameters, never by opinion."""

    EMERGENT = "emergent"
    MIXED = "mixed"
    ECHO = "echo"
    NOT_CLASSIFIED = "not classified"


class Verdict(StrEnum):
    """Verdict of a measurement."""

    IN_RANGE = "in range"
    OUT_OF_RANGE = "out of range"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Statistic:
    """One figure of a row."""

    name: str
    text: str
    """What is measured, in one line."""
    band: tuple[float, float]
    """Published range, ends included; infinite where open."""
    gates: bool = True
    """Whether the row's verdict hangs on it; others are printed beside it."""


@dataclass(frozen=True)
class Row:
    """One generalisation in one category."""

    id: str
    tier: Tier
    kind: str
    """Design's expectation: E emergent, M mixed, I echo; what it is comes from the drivers."""
    category: Category
    text: str
    source: str
    experiment: Experiment
    statistics: tuple[Statistic, ...]
    """The headline first."""
    estimate: Callable[[Any], Mapping[str, float]]
    """From the experiment's table of one seed to figures by name; NaN for what this seed does not tell."""
    typed: str = ""
    """Parameter outside the market that is the row's statistic, where there is one: the row is an echo then."""
    fitted: str = ""
    """Parameters that were chosen by looking at the row, where there are any; a pass tells little then."""

    @property
    def band(self) -> tuple[float, float]:
        """Published range of the headline."""
        return self.statistics[0].band


@dataclass(frozen=True)
class Figure:
    """A statistic over seeds."""

    statistic: Statistic
    value: float
    """Mean over seeds."""
    low: float
    high: float
    """95% interval of the mean."""
    seeds: int

    @property
    def verdict(self) -> Verdict:
        """Whether the interval touches the published range."""
        if not math.isfinite(self.value):
            return Verdict.NOT_MEASURED
        low, high = self.statistic.band
        return Verdict.IN_RANGE if self.high >= low and self.low <= high else Verdict.OUT_OF_RANGE


@dataclass(frozen=True)
class Measurement:
    """A row with its figures, the headline first."""

    row: Row
    figures: tuple[Figure, ...]
    reason: str = ""
    """Why it was not measured."""

    @property
    def verdict(self) -> Verdict:
        """In range when every figure that gates is."""
        gates = [one.verdict for one in self.figures if one.statistic.gates]
        if not gates or Verdict.NOT_MEASURED in gates:
            return Verdict.NOT_MEASURED
        return Verdict.IN_RANGE if all(v is Verdict.IN_RANGE for v in gates) else Verdict.OUT_OF_RANGE
