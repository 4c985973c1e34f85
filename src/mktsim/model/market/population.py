"""Builds the market's parameters from a scenario: consumer types, places, brands, coefficients."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaincinv, ndtri

from mktsim.inputs.coefficients import values_of
from mktsim.inputs.scenario import Scenario
from mktsim.model.market.layout import blank, parameter_dtype
from mktsim.model.market.purchase import MOST_UTILITY
from mktsim.model.market.sobol import MOST_DIMENSIONS, sobol
from mktsim.model.world import Sizes
from mktsim.streams import Address, uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_SHARE = 1e-12
"""Share of choice below which an intercept is moved as if it were this: prices may be too far apart to meet targets."""
NODES = Address(seed=0, label="types", replication=0)
"""Types are part of the world, not of its luck: their nodes are the same in every replication."""


def build(scenario: Scenario) -> NDArray[np.void]:
    """Return the parameter record of `scenario`, shape (1,); launch luck is applied by the caller."""
    sizes = Sizes.of(scenario)
    record = blank(parameter_dtype(sizes))
    p = record[0]
    _coefficients(p, scenario)
    _places(p, scenario)
    _brands(p, scenario)
    _types(p, scenario)
    _shares(p, scenario)
    return record


def _coefficients(p: np.void, scenario: Scenario) -> None:
    for name, value in values_of(scenario, Scenario):
        p[name] = value
    adoption, repeat = scenario.market.adoption, scenario.market.repeat
    p["durable"] = float(not adoption.established and repeat.rate_per_week == 0.0)
    if p["durable"] == 1.0:  # one unit a purchase, whatever the deal
        p["psi"] = 0.0
        p["psi_feature"] = 0.0


def _places(p: np.void, scenario: Scenario) -> None:
    households = np.array([r.households for r in scenario.market.regions])
    p["region_weight"][:] = households / households.sum()
    p["traffic"][:] = [c.traffic_share for c in scenario.channels]
    place = 0
    for c, channel in enumerate(scenario.channels):
        p["price_adjustment"][c] = channel.price_adjustment
        p["change_cost"][c] = channel.price_change_cost
        p["franchise"][c] = float(channel.opened)
        for outlet in channel.classes:
            p["place_channel"][place] = c
            p["volume"][place] = outlet.volume_share
            p["hurdle"][place] = outlet.hurdle
            p["spread"][place] = channel.listing_spread
            p["listing_speed"][place] = channel.listing_speed
            p["velocity_speed"][place] = channel.velocity_speed
            p["call_response"][place] = channel.call_response
            p["margin_response"][place] = channel.margin_response
            p["margin_expected"][place] = channel.margin_share
            place += 1
    for s, segment in enumerate(scenario.market.segments):
        visits = np.array([c.traffic_share * segment.channel_preference.get(c.name, 1.0) for c in scenario.channels])
        p["channel_share"][s] = visits / visits.sum()
        p["place_share"][s] = p["channel_share"][s][p["place_channel"]] * p["volume"]


def _brands(p: np.void, scenario: Scenario) -> None:
    adoption = scenario.market.adoption
    for b, brand in enumerate(scenario.brands):
        p["quality"][b] = brand.quality
        p["entry"][b] = brand.entry_week if brand.entry_week > 0 else -math.inf
        p["generation"][b] = brand.generation
        p["base_log_price"][b] = math.log(brand.price_money / scenario.market.reference_price_money)
        p["open_awareness"][b] = brand.awareness
        p["open_distribution"][b] = brand.distribution
        p["open_tried"][b] = brand.tried
    p["gap"][:] = (-1e9, *adoption.generation_gap_weeks)
    for m, medium in enumerate(scenario.media):
        p["power"][m] = medium.awareness_power


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


def _types(p: np.void, scenario: Scenario) -> None:
    market = scenario.market
    count = market.types_per_segment
    start = 0
    for r, region in enumerate(market.regions):
        for s, segment in enumerate(market.segments):
            rows = slice(start, start + count)
            start += count
            u = _nodes(scenario, region.name, segment.name)
            p["region"][rows] = r
            p["segment"][rows] = s
            p["first"][rows] = segment.first_generation
            p["habit"][rows] = segment.media_habit
            people = region.households * segment.share
            share = 1.0 if market.adoption.established else market.adoption.potential_share
            p["households"][rows] = people * share / count
            spread = np.exp(market.choice.price_sd * ndtri(u[:, 0]))
            p["beta"][rows] = segment.price_sensitivity * spread / spread.mean()
            shape = market.repeat.rate_shape
            rates = gammaincinv(shape, u[:, 1])
            p["rate"][rows] = market.repeat.rate_per_week * segment.purchase_rate * rates / rates.mean()
            middle = math.log(segment.reservation_price_money * region.reservation_factor)
            p["log_reservation"][rows] = middle + segment.reservation_sd * ndtri(u[:, 2])
            p["taste"][rows] = _tastes(scenario, segment.tastes, u[:, 3:])
    busy = p["rate"] > 0
    interval = np.where(busy, 1.0 / np.where(busy, p["rate"], 1.0), 1.0)
    p["stock_weeks"][:] = market.repeat.stock_weeks + market.repeat.stock_per_interval * interval


def _tastes(scenario: Scenario, extra: dict[str, float], u: Floats) -> Floats:
    """Return log-gamma brand tastes (Dirichlet choice), shape (K, B)."""
    total = scenario.market.choice.taste_concentration
    shares = _targets(scenario)
    tastes = np.empty(u.shape)
    for b, brand in enumerate(scenario.brands):
        shape = max(total * shares[b], 1e-3)
        tastes[:, b] = np.log(np.maximum(gammaincinv(shape, u[:, b]), 1e-300)) + extra.get(brand.name, 0.0)
    centred: Floats = tastes - tastes.mean(axis=0)
    return centred


def _targets(scenario: Scenario) -> Floats:
    """Return target shares of choice, normalised within each generation, shape (B,)."""
    shares = np.array([b.share for b in scenario.brands])
    generation = np.array([b.generation for b in scenario.brands])
    for g in np.unique(generation):
        shares[generation == g] /= shares[generation == g].sum()
    return shares


def _shares(p: np.void, scenario: Scenario) -> None:
    """Solve brand intercepts so that purchase-weighted shares at opening prices equal their targets.

    Without this contraction (Berry 1994) node error moves brand shares by up to a fifth.
    """
    targets = _targets(scenario)
    weight = p["households"] * np.where(p["rate"] > 0, p["rate"], 1.0)
    price = -np.outer(p["beta"], p["price"] * p["base_log_price"])
    intercept = np.log(targets)
    for _ in range(500):
        share = _choice(p, p["taste"] + price + intercept)
        mean = (weight[:, None] * share).sum(axis=0) / weight.sum()
        for g in np.unique(p["generation"]):
            mean[p["generation"] == g] /= mean[p["generation"] == g].sum()
        intercept += np.log(targets / np.maximum(mean, LEAST_SHARE))
        if np.max(np.abs(mean / targets - 1.0)) < 1e-10:
            break
    p["taste"][:] += intercept
    p["base_loyalty"][:] = _choice(p, p["taste"] + price)
    p["base_attraction"][:] = np.exp(np.clip(p["taste"] + price, -MOST_UTILITY, MOST_UTILITY)).sum(axis=1)


def _choice(p: np.void, utility: Floats) -> Floats:
    """Return logit choice within each generation, shape (N, B)."""
    share = np.empty(utility.shape)
    for g in np.unique(p["generation"]):
        inside = p["generation"] == g
        e = np.exp(utility[:, inside] - utility[:, inside].max(axis=1, keepdims=True))
        share[:, inside] = e / e.sum(axis=1, keepdims=True)
    return share
