"""The market's state at the opening, and the launch draws that the firm does not know."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mktsim.inputs.cell import LuckSource
from mktsim.inverse import normal
from mktsim.model.market.layout import Levers, Parameters, State
from mktsim.streams import Address, uniforms

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

PLENTY = 1e15
"""Units in channel stock that no week can sell."""
NORMAL_CALLS = 1.0


def blank_state(p: Parameters, scenario: Scenario) -> State:
    """Return the state in which nobody has bought yet; brands enter by their week, established ones at once."""
    s = State(p.sizes)
    s.adopted[:] = 1.0 if p.durable == 0.0 else 0.0
    s.shelf[:] = p.base_price[None, :, None]
    s.buyers_sensitivity[:] = 1.0
    s.store[:] = p.store_share
    s.consumption[:] = 1.0
    present = [i for i, b in enumerate(scenario.brands) if b.entry_week == 0]
    s.clock_price[:] = np.mean(np.log(p.base_price[present])) if present else 0.0
    s.clock_ads[:] = float(len(present))
    return s


def usual_levers(p: Parameters, scenario: Scenario) -> Levers:
    """Return a week's levers at rest: usual prices and margins, normal advertising and calls, no promotion."""
    v = Levers(p.sizes)
    margin = np.array([c.margin_share for c in scenario.channels])
    v.retail[:] = p.base_price[:, None]
    v.invoice[:] = p.base_price[:, None] * (1.0 - margin)
    v.pressure[:] = p.medium_normal
    v.message[:] = 1.0
    v.calls[:] = NORMAL_CALLS
    v.season[:] = 1.0
    v.stock[:] = PLENTY
    opened = [c.opened for c in scenario.channels]
    v.outlets[:] = np.where(opened, scenario.brands[0].distribution, 1.0)
    return v


def launch_draws(
    parameters: Parameters, scenario: Scenario, address: Address, silenced: frozenset[LuckSource]
) -> Parameters:
    """Return a copy of `parameters` with the focal brand's appeal and the market's potential drawn."""
    drawn = parameters.copy()
    luck = scenario.market.luck
    if LuckSource.LAUNCH in silenced or (luck.appeal_sd == 0.0 and luck.potential_sd == 0.0):
        return drawn
    u = uniforms(address, "market.launch", scenario.brands[0].stream_id, 0, 1, 2)[0]
    z = normal(u)
    drawn.taste[:, 0] += luck.appeal_sd * z[0]
    drawn.households[:] *= math.exp(luck.potential_sd * z[1] - 0.5 * luck.potential_sd**2)
    return drawn
