"""Parameters of the market from a scenario: consumer classes, outlets, brands, coefficients."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaincinv, ndtri

from mktsim.inputs.coefficients import values_of
from mktsim.inputs.scenario import Scenario
from mktsim.model.market.layout import SENSITIVITY_LEVELS, Parameters, lengths
from mktsim.model.market.sobol import MOST_DIMENSIONS, sobol
from mktsim.model.market.trade import price_value
from mktsim.model.world import Sizes
from mktsim.streams import Address, uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_SHARE = 1e-12
"""Share of choice below which an intercept is moved as if it were this: prices may be too far apart to meet targets."""
NODES = Address(seed=0, label="types", replication=0)
"""Classes are part of the world, not of its random inputs: their nodes are the same in every replication."""
MOST_TASTE = 60.0
"""Lowest taste, below the mean; less is never bought."""
SOLVED = 1e-10
"""Relative error of shares at which brand intercepts are solved."""


def build(scenario: Scenario) -> Parameters:
    """Return the parameters of `scenario`; what a market at rest fixes (`rest`) and launch draws come after."""
    p = Parameters(lengths(Sizes.of(scenario)))
    _coefficients(p, scenario)
    _outlets(p, scenario)
    _media(p, scenario)
    _brands(p, scenario)
    _classes(p, scenario)
    _intercepts(p, scenario)
    return p


def _coefficients(p: Parameters, scenario: Scenario) -> None:
    for name, value in values_of(scenario, Scenario):
        setattr(p, name, value)
    p.long_run = 1.0
    p.space_speed = 0.0 if scenario.market.adoption.established else scenario.channels[0].velocity_speed
    p.durable = float(scenario.market.is_durable)
    if p.durable == 1.0:  # one unit a purchase, whatever the deal
        p.deal_quantity = 0.0
        p.feature_quantity = 0.0


def _outlets(p: Parameters, scenario: Scenario) -> None:
    market = scenario.market
    households = np.array([r.households for r in market.regions])
    p.region_weight[:] = households / households.sum()
    place = 0
    for c, channel in enumerate(scenario.channels):
        p.first_outlet[c] = place
        p.traffic[c] = channel.traffic_share
        p.price_speed[c], p.price_band[c] = channel.price_adjustment, channel.price_band
        p.renewal[c], p.change_cost[c] = channel.contract_renewal, channel.price_change_cost
        p.opened[c] = float(channel.opened)
        p.handling[c] = channel.handling_share * market.reference_price_money
        p.listing_spread[c], p.listing_speed[c] = channel.listing_spread, channel.listing_speed
        p.delisting_speed[c], p.velocity_speed[c] = channel.delisting_speed, channel.velocity_speed
        p.call_response[c], p.slots[c] = channel.call_response, channel.support_slots
        p.feature_income[c] = channel.outlets * scenario.money.feature_money
        for outlet in channel.classes:
            p.place_channel[place], p.volume[place], p.hurdle[place] = c, outlet.volume_share, outlet.hurdle
            place += 1
    p.first_outlet[-1] = place


def _media(p: Parameters, scenario: Scenario) -> None:
    media = scenario.media
    p.medium_normal[:] = normal_media(scenario)
    worth = p.medium_normal * [m.effectiveness for m in media]
    p.medium_power[:] = worth / worth.sum()
    p.awareness_power[:] = p.medium_power * [m.awareness_power for m in media]
    usual = scenario.market.advertising.half_saturation
    p.medium_half[:] = [m.half_saturation or usual for m in media]


def normal_media(scenario: Scenario) -> Floats:
    """Return each medium's share of normal spending, shape (M,)."""
    given = np.array([m.normal_share for m in scenario.media])
    return given / given.sum() if given.sum() > 0.0 else np.full(len(given), 1.0 / len(given))


def _brands(p: Parameters, scenario: Scenario) -> None:
    for b, brand in enumerate(scenario.brands):
        p.quality[b] = brand.quality
        p.entry[b] = brand.entry_week if brand.entry_week > 0 else -math.inf
        p.generation[b] = brand.generation
        p.base_price[b] = brand.price_money
        p.base_value[b] = price_value(brand.price_money, p.reference_money, p.price_power)
        p.open_awareness[b], p.open_distribution[b], p.open_tried[b] = brand.awareness, brand.distribution, brand.tried
    p.gap[:] = (-1e9, *scenario.market.adoption.generation_gap_weeks)


def _nodes(scenario: Scenario, region: str, segment: str) -> Floats:
    """Return quasi-random nodes of one region × segment, shape (K, brands + 3).

    Beyond the dimensions of the table, blocks of it in random order each (Latin supercube sampling, Owen 1998).
    """
    dimensions = len(scenario.brands) + 3
    points = scenario.market.types_per_segment
    blocks = []
    for block in range(0, dimensions, MOST_DIMENSIONS):
        entity = (region, segment, f"dimensions from {block}") if block else (region, segment)
        shift = uniforms(NODES, "market.types", entity, 0, 1, MOST_DIMENSIONS)[0]
        nodes = sobol(points, min(dimensions - block, MOST_DIMENSIONS), shift)
        if block:
            nodes = nodes[np.argsort(uniforms(NODES, "market.types", (*entity, "order"), 0, points, 1)[:, 0])]
        blocks.append(nodes)
    return np.hstack(blocks)


def _classes(p: Parameters, scenario: Scenario) -> None:
    market = scenario.market
    count = market.types_per_segment
    start = 0
    for r, region in enumerate(market.regions):
        p.first_class[r] = start
        for s, segment in enumerate(market.segments):
            rows = slice(start, start + count)
            start += count
            u = _nodes(scenario, region.stream_id, segment.stream_id)
            p.region[rows], p.segment[rows], p.first[rows] = r, s, segment.first_generation
            p.habit[rows] = segment.media_habit
            share = 1.0 if market.adoption.established else market.adoption.potential_share
            p.households[rows] = region.households * segment.share * share / count
            spread = np.exp(market.choice.price_sd * ndtri(u[:, 0]))
            least = market.choice.least_sensitivity
            p.sensitivity[rows] = segment.price_sensitivity * (least + (1.0 - least) * spread / spread.mean())
            rates = gammaincinv(market.repeat.rate_shape, u[:, 1])
            p.rate[rows] = market.repeat.rate_per_week * segment.purchase_rate * rates / rates.mean()
            middle = math.log(segment.reservation_price_money * region.reservation_factor)
            p.log_reservation[rows] = middle + segment.reservation_sd * ndtri(u[:, 2])
            p.taste[:, rows] = _tastes(scenario, segment.tastes, u[:, 3:]).T
            visits = [c.traffic_share * segment.channel_preference.get(c.name, 1.0) for c in scenario.channels]
            p.store_share[:, rows] = (np.array(visits) / sum(visits))[:, None]
            p.first_in_cell[r * len(market.segments) + s + 1] = start
    p.first_class[-1] = start
    _levels(p)
    dear = p.base_value - p.base_value.mean()
    p.taste[:] -= market.choice.tier_strength * p.price * np.outer(dear, p.sensitivity - 1.0)
    busy = p.rate > 0
    interval = np.where(busy, 1.0 / np.where(busy, p.rate, 1.0), 1.0)
    p.stock_weeks[:] = market.repeat.stock_weeks + market.repeat.stock_per_interval * interval


def _levels(p: Parameters) -> None:
    """Round price sensitivities to a few levels, each the mean of as many classes."""
    order = np.argsort(p.sensitivity, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    p.level_of[:] = rank * SENSITIVITY_LEVELS // len(order)
    for n in range(SENSITIVITY_LEVELS):
        inside = p.level_of == n
        if inside.any():
            p.level[n] = p.sensitivity[inside].mean()
    p.sensitivity[:] = p.level[p.level_of]


def _tastes(scenario: Scenario, extra: dict[str, float], u: Floats) -> Floats:
    """Return log-gamma brand tastes (Dirichlet choice), shape (K, B)."""
    total = scenario.market.choice.taste_concentration
    shares = targets(scenario)
    tastes = np.empty(u.shape)
    for b, brand in enumerate(scenario.brands):
        shape = max(total * shares[b], 1e-3)
        tastes[:, b] = np.log(np.maximum(gammaincinv(shape, u[:, b]), 1e-300)) + extra.get(brand.name, 0.0)
    centred: Floats = np.maximum(tastes - tastes.mean(axis=0), -MOST_TASTE)
    return centred


def targets(scenario: Scenario) -> Floats:
    """Return target shares, normalised within each generation, shape (B,)."""
    shares = np.array([b.share for b in scenario.brands])
    generation = np.array([b.generation for b in scenario.brands])
    for g in np.unique(generation):
        shares[generation == g] /= shares[generation == g].sum()
    return shares


def _intercepts(p: Parameters, scenario: Scenario) -> None:
    """Solve brand intercepts so that purchase-weighted choice at opening prices equals its targets (Berry 1994).

    Tastes then contain the usual price, and attraction at rest is one in every class.
    """
    wanted = targets(scenario)
    weight = p.households * np.where(p.rate > 0, p.rate, 1.0)
    price = -np.outer(p.sensitivity, p.price * p.base_value)
    taste = p.taste.T + price
    intercept = np.log(wanted)
    for _ in range(500):
        share = _choice(p, taste + intercept)
        mean = (weight[:, None] * share).sum(axis=0) / weight.sum()
        for g in np.unique(p.generation):
            mean[p.generation == g] /= mean[p.generation == g].sum()
        intercept += np.log(wanted / np.maximum(mean, LEAST_SHARE))
        if np.max(np.abs(mean / wanted - 1.0)) < SOLVED:
            break
    utility = taste + intercept
    most = utility.max(axis=1, keepdims=True)
    whole = most + np.log(np.exp(utility - most).sum(axis=1, keepdims=True))
    p.taste[:] = (utility - whole).T
    p.base_loyalty[:] = _choice(p, utility).T


def _choice(p: Parameters, utility: Floats) -> Floats:
    """Return logit choice within each generation, shape (N, B)."""
    share = np.empty(utility.shape)
    for g in np.unique(p.generation):
        inside = p.generation == g
        e = np.exp(utility[:, inside] - utility[:, inside].max(axis=1, keepdims=True))
        share[:, inside] = e / e.sum(axis=1, keepdims=True)
    return share
