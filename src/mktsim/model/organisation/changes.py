"""Changes of a lever by a phase, by region, channel and medium, applied to what its rule has decided.

Each change is for a stretch of the market (regions, channels, media; all where none are named) and multiplies what is
there, or holds a value in its place; they are made in their order.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mktsim.inputs.rules import ChannelDecision, ChannelTerms, PriceDecision
from mktsim.model.world import household_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mktsim.inputs.phases import LeverChange
    from mktsim.inputs.rules import PromotionEvent
    from mktsim.inputs.scenario import Scenario

    Floats = NDArray[np.float64]
    Changes = Sequence[LeverChange]

Rows = tuple[tuple[float, ...], ...]
"""Numbers by region, then channel or medium."""
LOWEST, HIGHEST = 0.05, 20.0
"""Bounds of a changed price in opening prices, those of the pricing rules."""
DEEPEST = 0.9
"""Deepest deal that a change may make, share of the price."""


def changed_price(scenario: Scenario, decision: PriceDecision, changes: Changes) -> PriceDecision:
    """Return a price decision with changes made: by channel on the list, by region beside it."""
    listed = decision.price * np.array(decision.channel_factors or (1.0,) * len(scenario.channels))
    everywhere = np.repeat(listed[None, :], len(scenario.market.regions), axis=0)
    by_region = everywhere.copy()
    for one in changes:
        part = _stretch(scenario, one, "channels")
        by_region = _made(by_region, one, part)
        if not getattr(one, "regions", ()):
            everywhere = _made(everywhere, one, part)
    usual = scenario.brands[0].price_money
    everywhere, by_region = (np.clip(one, LOWEST * usual, HIGHEST * usual) for one in (everywhere, by_region))
    prices = everywhere[0]
    price = float(prices.mean()) if np.ptp(prices) > 0.0 else float(prices[0])
    steps = by_region / everywhere - 1.0
    return PriceDecision(
        price,
        tuple(float(one) for one in prices / price) if np.ptp(prices) > 0.0 else (),
        _rows(steps) if steps.any() else (),
        float((prices / listed).mean()),
    )


def changed_media(scenario: Scenario, money: float, mix: tuple[float, ...], changes: Changes) -> Rows:
    """Return a week's media money by region and medium with changes made; regions have it by households."""
    homes = household_shares(scenario)
    plan = money * np.outer(homes, np.array(mix))
    for one in changes:
        part = _stretch(scenario, one, "media")
        if one.held is None:
            plan = _made(plan, one, part)
            continue
        weights = np.where(part, np.outer(homes, np.array(mix)), 0.0)
        weights = weights if weights.any() else np.where(part, homes[:, None], 0.0)
        plan = np.where(part, one.held * weights / weights.sum(), plan)
    return _rows(plan)


def depth_multiples(scenario: Scenario, event: PromotionEvent, changes: Changes) -> Rows:
    """Return what changes make of an event's depth by region and channel, multiples of it."""
    shape = (len(scenario.market.regions), len(scenario.channels))
    depth = np.full(shape, event.depth)
    for one in changes:
        depth = _made(depth, one, _stretch(scenario, one, "channels"))
    return _rows(np.minimum(depth, DEEPEST) / event.depth) if event.depth > 0.0 else _rows(np.ones(shape))


def changed_terms(scenario: Scenario, decision: ChannelDecision, changes: Changes) -> ChannelDecision:
    """Return channel terms with work changed: calls, training and openings."""
    factors = np.ones(len(scenario.channels))
    for one in changes:
        factors = _made(factors, one, _stretch(scenario, one, "channels")[0])
    return ChannelDecision(tuple(_worked(t, float(f)) for t, f in zip(decision.terms, factors, strict=True)))


def _worked(terms: ChannelTerms, factor: float) -> ChannelTerms:
    if factor == 1.0:
        return terms
    return replace(
        terms,
        calls_per_week=terms.calls_per_week * factor,
        training_days=terms.training_days * factor,
        openings_per_year=terms.openings_per_year * factor,
    )


def _made(values: Floats, change: LeverChange, part: NDArray[np.bool_]) -> Floats:
    """Return values with one change made where `part` says."""
    multiple = change.multiple
    wanted = values * multiple if multiple is not None else np.full_like(values, change.held)
    return np.where(part, wanted, values)


def _stretch(scenario: Scenario, change: LeverChange, across: str) -> NDArray[np.bool_]:
    """Return where a change is for, by region and by what it goes across: channels or media."""
    regions = _named([one.name for one in scenario.market.regions], getattr(change, "regions", ()))
    others = _named([one.name for one in getattr(scenario, across)], getattr(change, across, ()))
    return np.outer(regions, others).astype(bool)


def _named(names: list[str], wanted: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array([not wanted or name in wanted for name in names])


def _rows(values: Floats) -> Rows:
    return tuple(tuple(float(one) for one in row) for row in values)
