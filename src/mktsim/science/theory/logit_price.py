"""Optimal and equilibrium prices under logit demand.

Two forms. *Level price*: utility d - a p against an outside option of utility 0
(monopoly and symmetric Bertrand-Nash). *Log price*: attraction strength * p^-beta
against an outside option that acts as a passive brand of fixed attraction, with an
inelastic number of purchases; then the elasticity at share s is e = beta (1 - s) and
the best price is p* = c e/(e - 1).

Sources: Anderson, de Palma & Thisse 1992, ch. 7; Besanko, Gupta & Jain 1998,
Management Science 44:1533.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy.special import lambertw

from mktsim.science.domain import require_above, require_positive

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class PricePoint:
    """One firm's price and what it faces there."""

    price: float
    """Price, money per unit."""
    share: float
    """The firm's share of the purchase occasions."""
    own_elasticity: float
    """Elasticity of the firm's demand to its own price, negative."""
    cross_elasticity: float
    """Elasticity of a rival's (or the outside) demand to this price, positive."""
    profit: float
    """Contribution per purchase occasion, money."""


@dataclass(frozen=True)
class LogPriceMarket:
    """A market whose attractions fall with a constant power of price."""

    beta: float
    """Price sensitivity, above 1."""
    strength: float
    """Attraction of a firm at a price of one, above 0."""
    outside: float
    """Attraction of the passive outside brand, above 0."""
    firms: int = 1
    """Number of identical firms, at least 1."""


def level_monopoly(unit_cost: float, a: float, d: float) -> PricePoint:
    """Return the best price of a single firm, in closed form by Lambert's W."""
    require_positive("a", a)
    markup = (1.0 + float(lambertw(math.exp(d - a * unit_cost - 1.0)).real)) / a
    price = unit_cost + markup
    return _level_point(price, unit_cost, a, _level_share(price, a, d, 1))


def level_nash(unit_cost: float, a: float, d: float, firms: int) -> PricePoint:
    """Return the symmetric Bertrand-Nash price of `firms` identical firms."""
    require_positive("a", a)
    _check_firms(firms)

    def excess(price: float) -> float:
        room = 1.0 - _level_share(price, a, d, firms)
        return (price - unit_cost) * a * room - 1.0

    price = _root_above(excess, unit_cost, 1.0 / a)
    return _level_point(price, unit_cost, a, _level_share(price, a, d, firms))


def log_price_share(price: float, market: LogPriceMarket) -> float:
    """Return the share of each firm when all charge the price (above 0)."""
    require_positive("price", price)
    attraction = market.strength * price**-market.beta
    return float(attraction / (market.outside + market.firms * attraction))


def log_price_optimum(unit_cost: float, market: LogPriceMarket) -> PricePoint:
    """Return the monopoly (firms = 1) or symmetric Nash price in the log-price form.

    Solves p = c e/(e - 1) with e = beta (1 - s(p)); the solution is unique because
    the relative margin rises and the share falls with price.

    >>> best = log_price_optimum(10.0, LogPriceMarket(beta=3.0, strength=500.0, outside=1.0))
    >>> e = 3.0 * (1.0 - best.share)
    >>> round(best.price - 10.0 * e / (e - 1.0), 9)
    0.0
    """
    require_positive("unit_cost", unit_cost)
    require_above("beta", market.beta, 1.0)
    require_positive("strength", market.strength)
    require_positive("outside", market.outside)
    _check_firms(market.firms)

    def excess(price: float) -> float:
        e = market.beta * (1.0 - log_price_share(price, market))
        return e * (price - unit_cost) / price - 1.0

    price = _root_above(excess, unit_cost, unit_cost)
    share = log_price_share(price, market)
    return PricePoint(
        price=price,
        share=share,
        own_elasticity=-market.beta * (1.0 - share),
        cross_elasticity=market.beta * share,
        profit=(price - unit_cost) * share,
    )


def _level_share(price: float, a: float, d: float, firms: int) -> float:
    # Divided through by the larger term so that large utilities do not overflow.
    utility = d - a * price
    if utility > 0.0:
        return 1.0 / (math.exp(-utility) + firms)
    attraction = math.exp(utility)
    return attraction / (1.0 + firms * attraction)


def _level_point(price: float, unit_cost: float, a: float, share: float) -> PricePoint:
    return PricePoint(
        price=price,
        share=share,
        own_elasticity=-a * price * (1.0 - share),
        cross_elasticity=a * price * share,
        profit=(price - unit_cost) * share,
    )


def _check_firms(firms: int) -> None:
    if firms < 1:
        message = f"firms must be at least 1, got {firms}"
        raise ValueError(message)


def _root_above(excess: Callable[[float], float], floor: float, span: float) -> float:
    # The excess is negative at the floor (no margin) and rises with price, so doubling
    # the span brackets its single root.
    from scipy.optimize import brentq

    while excess(floor + span) < 0.0:
        span *= 2.0
    return float(brentq(excess, floor, floor + span, xtol=1e-13, rtol=1e-14))
