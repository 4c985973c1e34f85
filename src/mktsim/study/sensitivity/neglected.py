"""A duty that is done or left undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mktsim.inputs.duty import Duty
from mktsim.inputs.study import Neglect
from mktsim.study.runs.factor import FactorKind, Setting

_HALF = 0.5


@dataclass(frozen=True)
class Neglected:
    """Neglect of one duty over the whole run, its time spent without product."""

    duty: str
    """Id."""
    low: float = 0.0
    high: float = 1.0
    base: float = 0.0
    kind: FactorKind = FactorKind.DUTY

    @property
    def name(self) -> str:
        """Name in tables."""
        return f"without {self.duty}"

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting with the duty neglected from a half on."""
        if value < _HALF:
            return setting
        arm = setting.arm.arm
        neglect = (*arm.neglect, Neglect(duty=self.duty))
        return setting.with_arm(replace(arm, neglect=neglect), self.name)


def duties_of(duties: Sequence[Duty]) -> tuple[Neglected, ...]:
    """Return the neglect of each duty of a catalogue."""
    return tuple(Neglected(duty.id) for duty in duties)
