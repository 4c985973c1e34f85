"""Elasticity of a brand's units to its invoice price, as the trade passes it on and consumers get used to it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mktsim.model.market.trade import value_slope

if TYPE_CHECKING:
    from mktsim.model.market.layout import Levers, Parameters, State

FOCAL = 0
STEP = 0.01
"""Size of the symmetric price change that elasticities are measured with (G09)."""


def reprice(s: State, p: Parameters, v: Levers, factor: float) -> None:
    """Multiply the focal invoice price by `factor`: passed on money for money, and everybody used to it."""
    rise = (factor - 1.0) * s.invoice[:, FOCAL]
    for c in range(rise.shape[1]):
        if p.opened[c] == 1.0:
            rise[:, c] = (factor - 1.0) * s.shelf[:, FOCAL, c]
    before = s.shelf[:, FOCAL].copy()
    s.shelf[:, FOCAL] += rise
    s.invoice[:, FOCAL] *= factor
    v.invoice[FOCAL] *= factor
    v.retail[FOCAL] *= factor
    for r in range(rise.shape[0]):
        moved = sum(
            float(p.traffic[c]) * float(rise[r, c]) * value_slope(float(before[r, c]), p.reference_money, p.price_power)
            for c in range(rise.shape[1])
            if before[r, c] > 0.0
        )
        s.paid_reference[FOCAL, p.first_class[r] : p.first_class[r + 1]] += moved


def arc(up: float, down: float, step: float = STEP) -> float:
    """Return the elasticity between a price raised and one lowered by `step`; zero where nothing is sold."""
    if up <= 0.0 or down <= 0.0:
        return 0.0
    return math.log(up / down) / math.log((1.0 + step) / (1.0 - step))
