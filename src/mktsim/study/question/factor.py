"""A factor of a response surface: one thing that moves an arm or its world between two ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from mktsim.inputs.cell import REAL, Execution, ResolvedArm
from mktsim.inputs.scenario import Scenario
from mktsim.study.question.resolve import NamedArm


class FactorKind(StrEnum):
    """Kinds of factors."""

    ASSUMPTION = "assumption"
    DUTY = "duty"
    EDGE = "edge"
    KNOWLEDGE = "knowledge"
    PLACEBO = "placebo"


@dataclass(frozen=True)
class Setting:
    """An arm in a world, as moved so far."""

    arm: NamedArm
    scenario: Scenario
    execution: Execution = REAL
    words: str = ""
    """What is otherwise than in the world as it is, for messages and for running one cell again."""

    def with_arm(self, resolved: ResolvedArm, words: str) -> Setting:
        """Return the setting with another arm, whose name says what was changed: cells are planned by name."""
        return replace(self, arm=replace(self.arm, name=f"{self.arm.name}, {words}", arm=resolved))

    def in_world(self, scenario: Scenario, words: str) -> Setting:
        """Return the setting in another world, which words tell from the one as it is."""
        return replace(self, scenario=scenario, words=f"{self.words}, {words}" if self.words else words)


class Factor(Protocol):
    """One thing that can be moved from `low` to `high`; `base` is how it is."""

    @property
    def name(self) -> str:
        """Name in tables."""

    @property
    def kind(self) -> FactorKind:
        """Kind."""

    @property
    def low(self) -> float:
        """One end of the range."""

    @property
    def high(self) -> float:
        """The other end."""

    @property
    def base(self) -> float:
        """Value as things are."""

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting with the factor at a value. Errors: InputError for a value that is refused."""


def moved(setting: Setting, factors: Sequence[Factor], values: Sequence[float]) -> Setting:
    """Return the setting with every factor at its value; one that is at its base value is left alone."""
    for factor, value in zip(factors, values, strict=True):
        if value != factor.base:
            setting = factor.at(setting, value)
    return setting


Points = Sequence[Sequence[Sequence[Setting]]]
"""Settings by point, arm and world."""
