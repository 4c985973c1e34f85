"""A link between two departments that takes longer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mktsim.inputs.organisation import Organisation
from mktsim.inputs.study import Arm, EdgeChange
from mktsim.study.question.changes import changed_organisation
from mktsim.study.runs.factor import FactorKind, Setting

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
