"""The simulated market asked for its responses, and the parameters at which it answers as a history says.

Calibration meets the market here alone: levers are moved on a market at rest, and what it sells is compared.
A parameter is moved until the answer is the estimate (secant method), one response after another and again, for each
changes the others.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mktsim.evidence.bare_market import BareMarket, Change, Settled
from mktsim.evidence.lever_changes import FOCAL, dealt, pressed, priced, supported
from mktsim.inputs.paths import get_path, set_path

if TYPE_CHECKING:
    from mktsim.inputs.scenario import Scenario

SETTLING_WEEKS = 208
"""Weeks until listings, loyalty and awareness are at rest: a numerical choice."""
DEPTH = 0.10
"""Depth of the deal that price is moved by: half an ordinary one."""
SHELF = 0.5
"""Share of outlets that feature or display."""
PRESS = 0.10
"""Change of media pressure (G13's experiment)."""
HALF_YEAR = 26
"""Weeks of a lasting change of price."""
LASTING = 0.05
"""Size of a lasting change of price, either way (G10's experiment)."""
CLOSE = 0.01
"""Relative distance at which an answer is the estimate: a numerical choice."""
_STEPS = 10
_ROUNDS = 2
"""Steps of one search, and rounds over all responses: numerical choices."""
_NUDGE = 1.15
"""First step of a search: a numerical choice."""

Response = Callable[[BareMarket, Settled], float]


@dataclass(frozen=True)
class Lever:
    """A response of the market and the parameter that it mostly rests on."""

    path: str
    lowest: float
    highest: float
    response: Response
    """What the market answers to one week's change."""


@dataclass(frozen=True)
class Matched:
    """A parameter at which the market answers as wanted, as far as it can."""

    lever: Lever
    wanted: float
    value: float
    """The parameter."""
    answer: float
    """What the market answers there."""
    slope: float
    """Change of the parameter with the answer."""


def answer(scenario: Scenario, response: Response) -> float:
    """Return what the market of a scenario, at rest, answers."""
    market = BareMarket(scenario)
    return response(market, market.settled(SETTLING_WEEKS))


def matched(scenario: Scenario, wanted: tuple[tuple[Lever, float], ...]) -> tuple[Matched, ...]:
    """Move the parameters of some levers until the market gives the answers wanted, in the same order."""
    found: dict[str, Matched] = {}
    for _ in range(_ROUNDS if len(wanted) > 1 else 1):
        for lever, target in wanted:
            found[lever.path] = _search(scenario, lever, target)
            scenario = set_path(scenario, lever.path, found[lever.path].value)
    last = [found[lever.path] for lever, _ in wanted]
    return tuple(replace(one, answer=answer(scenario, one.lever.response)) for one in last)


def _search(scenario: Scenario, lever: Lever, target: float) -> Matched:
    """Return the parameter at which one answer is wanted, inside its range, by secants."""

    def asked(value: float) -> float:
        return answer(set_path(scenario, lever.path, value), lever.response)

    start = get_path(scenario, lever.path)
    here = float(start) if isinstance(start, int | float) and start > 0.0 else 0.1 * lever.highest
    here = min(max(here, lever.lowest), lever.highest)
    there = min(here * _NUDGE, lever.highest) if here * _NUDGE <= lever.highest else here / _NUDGE
    one, other = asked(here), asked(there)
    slope = 0.0
    for _ in range(_STEPS):
        if other == one:
            break
        slope = (there - here) / (other - one)
        if abs(other - target) <= CLOSE * abs(target):
            break
        step = min(max(there + slope * (target - other), lever.lowest), lever.highest)
        if step == there:
            break
        here, one, there, other = there, other, step, asked(step)
    return Matched(lever, target, there, other, slope)


def price_over_half_a_year(scenario: Scenario) -> float:
    """Return the elasticity of the focal brand's sales over half a year to a lasting change of its list price."""
    market = BareMarket(scenario)
    start = market.settled(SETTLING_WEEKS)
    sold = [
        float(market.units(start, [priced(factor)] * HALF_YEAR)[:, FOCAL].sum())
        for factor in (1.0 + LASTING, 1.0 - LASTING)
    ]
    return math.log(sold[0] / sold[1]) / math.log((1.0 + LASTING) / (1.0 - LASTING))


def yearly_units(scenario: Scenario) -> float:
    """Return what the focal brand sells in a year in the market of a scenario at rest, units."""
    market = BareMarket(scenario)
    return float(market.units(market.settled(SETTLING_WEEKS), [None] * (2 * HALF_YEAR))[:, FOCAL].sum())


def _price(market: BareMarket, start: Settled) -> float:
    """Return the elasticity to a deal of a week between regular price and the price paid."""
    deal = dealt(DEPTH)
    return _ratio(market, start, deal, None) / market.log_fall(start, deal, FOCAL)


def _shelf(name: str) -> Response:
    def response(market: BareMarket, start: Settled) -> float:
        return _ratio(market, start, supported(name, SHELF), None) / SHELF

    return response


def _media(market: BareMarket, start: Settled) -> float:
    up, down = (pressed(1.0 + sign * PRESS) for sign in (1.0, -1.0))
    return _ratio(market, start, up, down) / math.log((1.0 + PRESS) / (1.0 - PRESS))


def _ratio(market: BareMarket, start: Settled, one: Change, other: Change | None) -> float:
    more, less = (float(market.units(start, [change])[0, FOCAL]) for change in (one, other))
    return math.log(more / less)


LEVERS = {
    "price": Lever("market.choice.price_coefficient", 0.01, 10.0, _price),
    "display": Lever("market.choice.display_coefficient", 0.0, 3.0, _shelf("display")),
    "feature": Lever("market.choice.feature_coefficient", 0.0, 3.0, _shelf("feature")),
    "advertising": Lever("market.advertising.immediate", 0.0, 3.0, _media),
}
"""What the market is asked for."""
