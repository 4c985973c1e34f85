"""Build context of an organisation: the parts of a world that it is assembled from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mktsim.model.organisation.stage import Perceive, unmoved

if TYPE_CHECKING:
    from collections.abc import Callable

    from simpy import Environment

    from mktsim.inputs.cell import ResolvedArm
    from mktsim.model.ledger import Ledger
    from mktsim.model.levers import Levers
    from mktsim.model.organisation.instruments_protocol import Instruments
    from mktsim.model.world import SupplyDesk, WorldContext


def nobody_listens(name: str, plan: object) -> None:
    """Take note of no leak."""
    del name, plan


@dataclass(frozen=True)
class BuildContext:
    """Everything that an organisation works with."""

    env: Environment
    world: WorldContext
    arm: ResolvedArm
    levers: Levers
    ledger: Ledger
    desk: SupplyDesk
    instruments: Instruments
    first_week: int
    """First week of this organisation; negative in the burn-in."""
    weeks: int
    """Weeks that it works."""
    on_leak: Callable[[str, object], None] = nobody_listens
    """Called with the name of a plan that has leaked, and what it says."""
    perceive: Perceive = unmoved
    """How sales are read as life-cycle stages."""
    keep_log: bool = False
    """Whether single events are logged."""
