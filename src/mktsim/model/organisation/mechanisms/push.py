"""Channel members' push: their skill times their drive, above what is normal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.kept import kept
from mktsim.model.organisation.mechanisms.plans import ChannelControl
from mktsim.model.world import WEEK_DAYS
from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.organisation.office import Office

CHANNEL_CONTROL = "channel_control"
NORMAL_DRIVE: Annotated[float, Ge(0), Le(1), Unit("level"), Source("assumption")] = 0.5
"""Drive of members at the opening, with which their skill of the opening makes a normal push."""
DRIVE_HALF_LIFE_WEEKS: Annotated[float, Gt(0), Le(520), Unit("weeks"), Source("assumption")] = 26.0
"""Weeks in which drive halves without incentives and control."""


def drive(office: Office, agent: str) -> float:
    """Return members' drive now as the agent's last review left it, worn down since; level."""
    held = office.item(agent, CHANNEL_CONTROL, None)
    if not isinstance(held, ChannelControl):
        return NORMAL_DRIVE
    return held.drive * float(0.5 ** ((office.now - held.day) / WEEK_DAYS / DRIVE_HALF_LIFE_WEEKS))


def push(office: Office, agent: str) -> NDArray[np.float64]:
    """Return members' skilled recommendation above normal, shape (R, C), level."""
    above = np.maximum(office.levels.skill() * drive(office, agent) - _normal(office.scenario), 0.0)
    return np.repeat(above[None, :], office.sizes.regions, axis=0)


@kept
def _normal(scenario: Scenario) -> NDArray[np.float64]:
    return np.array([channel.skill for channel in scenario.channels]) * NORMAL_DRIVE
