"""Approval that takes less time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mktsim.inputs.cell import ResolvedArm
from mktsim.inputs.organisation import Organisation
from mktsim.study.runs.factor import FactorKind, Setting


@dataclass(frozen=True)
class Approved:
    """Speed of approval: days of examining, and of the way between who does a duty and who approves it."""

    high: float
    """Times as fast."""
    low: float = 1.0
    base: float = 1.0
    kind: FactorKind = FactorKind.KNOWLEDGE

    @property
    def name(self) -> str:
        """Name in tables."""
        return f"approval {self.high:g} times as fast"

    def at(self, setting: Setting, value: float) -> Setting:
        """Return the setting with faster approval; links that serve other ends as well are as fast for these."""
        arm = setting.arm.arm
        organisation = arm.organisation
        ways = approval_ways(arm)
        edges = tuple(
            edge.model_copy(update={"delay_days": edge.delay_days / value})
            if frozenset((edge.sender, edge.receiver)) in ways
            else edge
            for edge in organisation.edges
        )
        work = organisation.work.model_copy(update={"approval_days": organisation.work.approval_days / value})
        changed: Organisation = organisation.model_copy(update={"edges": edges, "work": work})
        return setting.with_arm(replace(arm, organisation=changed), f"approval {value!r} times as fast")


def approval_ways(arm: ResolvedArm) -> frozenset[frozenset[str]]:
    """Return the pairs of departments of which one approves what the other does."""
    approvers = arm.organisation.approvers
    pairs = ((duty.owner, approvers.get(duty.id, duty.approver)) for duty in arm.duties)
    return frozenset(frozenset(pair) for pair in pairs if pair[1])
