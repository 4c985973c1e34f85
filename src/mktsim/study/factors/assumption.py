"""A parameter of the world with a range of plausible values."""

from __future__ import annotations

from dataclasses import dataclass

from mktsim.inputs.paths import get_path, set_path
from mktsim.inputs.scenario import Scenario
from mktsim.study.factors.factor import FactorKind, Setting


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
