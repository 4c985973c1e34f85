"""What an organisation is built from, and the state that it hands on at the opening."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mktsim.inputs.cell import LuckSource
from mktsim.model.organisation.stage import Perceive, unmoved

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray
    from simpy import Environment

    from mktsim.calendar import Calendar
    from mktsim.inputs.cell import ResolvedArm
    from mktsim.inputs.scenario import Scenario
    from mktsim.model.ledger import Ledger
    from mktsim.model.levers import Levers
    from mktsim.model.organisation.archive import ArchiveState
    from mktsim.model.organisation.knowledge import Held
    from mktsim.model.organisation.looking import Instruments
    from mktsim.model.organisation.stage import Stages
    from mktsim.model.world import Sizes, SupplyDesk
    from mktsim.streams import Address


def nobody_listens(item: str) -> None:
    """Take note of no leak."""
    del item


@dataclass(frozen=True)
class BuildContext:
    """Everything that an organisation works with."""

    env: Environment
    scenario: Scenario
    sizes: Sizes
    calendar: Calendar
    arm: ResolvedArm
    levers: Levers
    ledger: Ledger
    desk: SupplyDesk
    instruments: Instruments
    address: Address
    """Address of the cell's random inputs."""
    first_week: int
    """First week of this organisation; negative in the burn-in."""
    weeks: int
    """Weeks that it works."""
    on_leak: Callable[[str], None] = nobody_listens
    """Called with the plan that has leaked."""
    perceive: Perceive = unmoved
    """How sales are read as life-cycle stages."""
    keep_log: bool = False
    """Whether single events are logged."""
    silenced: frozenset[LuckSource] = field(default_factory=frozenset)
    """Sources of random inputs fixed at expectation."""


@dataclass(frozen=True)
class OrganisationState:
    """What an organisation hands on at the opening, as values; its queues are empty."""

    knowledge: tuple[tuple[str, str, Held], ...]
    """(agent, topic, what is held)."""
    items: tuple[tuple[str, str, object], ...]
    """(agent, plan by name, frozen value)."""
    levels: tuple[tuple[str, float], ...]
    channel_skill: tuple[float, ...]
    archive: ArchiveState
    stages: tuple[tuple[str, Stages, int], ...]
    """(agent, probabilities, stage it has acted on)."""
    approved: NDArray[np.float64]
    """Budget in force by line, money."""
