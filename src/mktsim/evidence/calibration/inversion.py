"""From a response that was measured to the parameter that makes the market respond so.

The market of the base scenario at rest is asked what one week's change of a lever does, at its own parameter and a
little below and above; the line through the answers turns an estimate into a value of the parameter.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.evidence.bare_market import BareMarket, Change, Settled
from mktsim.inputs.paths import get_path, set_path

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

SETTLING_WEEKS = 208
"""Weeks until listings, loyalty and awareness are at rest: a numerical choice."""
SIDE = 0.15
"""Change of the parameter on either side, share: a numerical choice."""
DEPTH = 0.10
"""Depth of the deal that price is moved by: half an ordinary one."""
SHELF = 0.5
"""Share of outlets that feature or display."""
PRESS = 0.10
"""Change of media pressure (G13's experiment)."""
FOCAL = 0

Response = Callable[[BareMarket, Settled], float]


@dataclass(frozen=True)
class Inverted:
    """A parameter that an estimate of response is turned into."""

    estimate: str
    path: str
    lowest: float
    highest: float
    response: Response
    """What the market answers."""


@dataclass(frozen=True)
class Line:
    """Parameter = offset + factor · response, near the base."""

    offset: float
    factor: float
    value: float
    """The parameter in the base."""
    response: float
    """What the base's market answers."""


def inverted(scenario: Scenario, one: Inverted) -> Line:
    """Return the line of one parameter."""
    value = get_path(scenario, one.path)
    if not isinstance(value, int | float) or value <= 0.0:
        value = 0.1 * one.highest
    low, here, high = (_answer(set_path(scenario, one.path, f * value), one) for f in (1.0 - SIDE, 1.0, 1.0 + SIDE))
    factor = 2.0 * SIDE * value / (high - low)
    return Line(value - factor * here, factor, float(value), here)


def _answer(scenario: Scenario, one: Inverted) -> float:
    market = BareMarket(scenario)
    return one.response(market, market.settled(SETTLING_WEEKS))


def _price(market: BareMarket, start: Settled) -> float:
    """Return the elasticity to a deal of a week between regular price and the price paid."""
    deal = _put("deal", DEPTH)
    return _ratio(market, start, deal, None) / market.log_fall(start, deal, FOCAL)


def _shelf(name: str) -> Response:
    def response(market: BareMarket, start: Settled) -> float:
        return _ratio(market, start, _put(name, SHELF), None) / SHELF

    return response


def _media(market: BareMarket, start: Settled) -> float:
    up, down = (_pressed(1.0 + sign * PRESS) for sign in (1.0, -1.0))
    return _ratio(market, start, up, down) / math.log((1.0 + PRESS) / (1.0 - PRESS))


def _ratio(market: BareMarket, start: Settled, one: Change, other: Change | None) -> float:
    more, less = (float(market.units(start, [change])[0, FOCAL]) for change in (one, other))
    return math.log(more / less)


def _put(name: str, amount: float) -> Change:
    def change(v: np.void) -> None:
        v[name][:, FOCAL] = amount

    return change


def _pressed(factor: float) -> Change:
    def change(v: np.void) -> None:
        v["pressure"][:, FOCAL] *= factor

    return change


INVERTED = (
    Inverted("price_elasticity", "market.choice.price_coefficient", 0.01, 10.0, _price),
    Inverted("display", "market.choice.display_coefficient", 0.0, 3.0, _shelf("display")),
    Inverted("feature", "market.choice.feature_coefficient", 0.0, 3.0, _shelf("feature")),
    Inverted("advertising_elasticity", "market.advertising.immediate", 0.0, 3.0, _media),
)
"""What a panel's responses are turned into."""
