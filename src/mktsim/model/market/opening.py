"""The market's state at the opening, and the launch luck that the firm does not know."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mktsim.inputs.cell import LuckSource
from mktsim.inverse import normal
from mktsim.model.market.layout import blank, state_dtype
from mktsim.streams import Address, uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.inputs.scenario import Scenario
    from mktsim.model.world import Sizes


def opening_state(parameters: NDArray[np.void], scenario: Scenario, sizes: Sizes) -> NDArray[np.void]:
    """Return the state in which nobody has bought yet; brands enter by their week, established ones at once."""
    record = blank(state_dtype(sizes))
    s, p = record[0], parameters[0]
    s["adopted"][:] = 1.0 if scenario.market.adoption.established or p["durable"] == 0.0 else 0.0
    s["shelf"][:] = np.array([b.price_money for b in scenario.brands])[None, :, None]
    present = [i for i, b in enumerate(scenario.brands) if b.entry_week == 0]
    s["clock_price"][:] = np.mean([math.log(scenario.brands[i].price_money) for i in present]) if present else 0.0
    s["clock_ads"][:] = float(len(present))
    return record


def launch_luck(
    parameters: NDArray[np.void], scenario: Scenario, address: Address, silenced: frozenset[LuckSource]
) -> NDArray[np.void]:
    """Return a copy of `parameters` with the focal brand's appeal and the market's potential drawn."""
    drawn = parameters.copy()
    luck = scenario.market.luck
    if LuckSource.LAUNCH in silenced or (luck.appeal_sd == 0.0 and luck.potential_sd == 0.0):
        return drawn
    u = uniforms(address, "market.launch", scenario.brands[0].name, 0, 1, 2)[0]
    z = normal(u)
    drawn[0]["taste"][:, 0] += luck.appeal_sd * z[0]
    drawn[0]["households"][:] *= math.exp(luck.potential_sd * z[1] - 0.5 * luck.potential_sd**2)
    return drawn
