"""Ends of the scale: knowledge without error, work without delay."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mktsim.inputs.cell import Execution
from mktsim.study.runs.factor import FactorKind, Setting

_HALF = 0.5


@dataclass(frozen=True)
class Perfect:
    """One imperfection of the organisation switched off altogether: the most that any improvement of it brings."""

    name: str
    execution: Execution
    low: float = 0.0
    high: float = 1.0
    base: float = 0.0
    kind: FactorKind = FactorKind.KNOWLEDGE

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting without the imperfection from a half on."""
        return replace(setting, execution=self.execution, words=self.name) if value >= _HALF else setting


CEILINGS = (
    Perfect("all knowledge perfect", Execution(misinformed=False)),
    Perfect("all work without delay", Execution(late=False)),
)
"""What no improvement of knowledge or speed can exceed by much: more knowledge can also be misused."""
