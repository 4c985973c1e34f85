"""Factors of a sensitivity analysis: assumptions of the world, duties left undone, slow links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mktsim.inputs.duty import Duty
from mktsim.inputs.organisation import Organisation
from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.scenario import Scenario
from mktsim.inputs.study import Arm, EdgeChange, Neglect
from mktsim.study.question.factor import FactorKind, Setting
from mktsim.study.question.resolve import changed_organisation


@dataclass(frozen=True)
class Assumption:
    """One of the scenario's named assumptions."""

    name: str
    """Dotted path."""
    low: float
    high: float
    base: float
    is_whole: bool = False
    """Whether only whole values make sense."""
    file: str = ""
    """File that messages name."""
    kind: FactorKind = FactorKind.ASSUMPTION

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting in a world with the parameter at a value."""
        value = float(round(value)) if self.is_whole else value
        scenario = set_path(setting.scenario, self.name, value, self.file)
        return setting.in_world(scenario, f"{self.name} at {value:g}")


def assumptions_of(scenario: Scenario, file: str) -> tuple[Assumption, ...]:
    """Return the named assumptions of a scenario, in its order."""
    found = []
    for path, (low, high) in scenario.assumptions.items():
        value = get_path(scenario, path, file)
        if isinstance(value, int | float):
            is_whole = isinstance(value, int) and not isinstance(value, bool)
            found.append(Assumption(path, low, high, float(value), is_whole, file))
    return tuple(found)


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


SLOW_TIMES = 4.0
"""How many times as long a slow link takes: assumption."""


@dataclass(frozen=True)
class Slowed:
    """The mean delay of every edge from one department to another, as a multiple of what it is."""

    sender: str
    receiver: str
    high: float = SLOW_TIMES
    low: float = 1.0
    base: float = 1.0
    kind: FactorKind = FactorKind.EDGE

    @property
    def name(self) -> str:
        """Name in tables."""
        return f"slow {self.sender} > {self.receiver}"

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting with the link slowed; an arm whose organisation has no such link is left alone."""
        arm = setting.arm.arm
        pairs = {(edge.sender, edge.receiver) for edge in arm.organisation.edges}
        if (self.sender, self.receiver) not in pairs:
            return setting
        change = EdgeChange(sender=self.sender, receiver=self.receiver, delay_factor=value)
        asked = Arm(policy=setting.arm.policy, edges=(change,))
        organisation = changed_organisation(arm.organisation, asked, "edges", "")
        return setting.with_arm(replace(arm, organisation=organisation), f"{self.name} {value!r}")


def edges_of(organisation: Organisation, times: float = SLOW_TIMES) -> tuple[Slowed, ...]:
    """Return the slowing of each link of an organisation, each pair of departments once."""
    pairs = dict.fromkeys((edge.sender, edge.receiver) for edge in organisation.edges)
    return tuple(Slowed(sender, receiver, times) for sender, receiver in pairs)
