"""Promotion on a household panel: choice, incidence and quantity as Gupta (1988) splits them (G20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mktsim.evidence.validation.experiments.e0_panel import E0, Baseline
from mktsim.evidence.validation.row import Category, Row, Statistic, Tier
from mktsim.science.arrays import Floats, Integers
from mktsim.science.estimators import choice_logit

_YEAR = 52
_SAMPLE = 800
"""Households used: enough for a standard error of a few percent."""


@dataclass(frozen=True, eq=False)
class Split:
    """Elasticities of a brand's sales to its price, by where they arise."""

    choice: float
    incidence: float
    quantity: float


def split(base: Baseline) -> Split:
    """Estimate on the second year; loyalty and rate of a household are those of its first year."""
    bought = base.panel.purchases[:_SAMPLE, _YEAR:]
    units = base.panel.units[:_SAMPLE, _YEAR:]
    before = base.panel.purchases[:_SAMPLE, :_YEAR].sum(axis=1)
    price, feature = base.log_price[_YEAR:], base.feature[_YEAR:]
    share = before.sum(axis=0) / before.sum()
    loyalty = np.log((before + share) / (before.sum(axis=1, keepdims=True) + 1.0))
    attributes = _attributes(loyalty, price, feature)
    fitted = _choice(attributes, bought)
    chance = _chances(attributes, fitted.coefficients)
    beta = float(fitted.coefficients[0])
    occasions = bought.sum(axis=2)
    choice = _weighted(beta * (1.0 - chance), chance, occasions)
    pull = np.log(np.exp(attributes @ fitted.coefficients).sum(axis=2))
    gamma, yes = _incidence(pull, occasions, before.sum(axis=1))
    incidence = _weighted(gamma * beta * chance * (1.0 - yes)[:, :, None], chance, yes)
    return Split(choice, incidence, _quantity(units, bought, price))


def _attributes(loyalty: Floats, price: Floats, feature: Floats) -> Floats:
    """Return attributes of every household, week and brand: price, feature, loyalty, brand constants."""
    people, brands = loyalty.shape
    weeks = price.shape[0]
    table = np.zeros((people, weeks, brands, 3 + brands - 1))
    table[..., 0] = price[None]
    table[..., 1] = feature[None]
    table[..., 2] = loyalty[:, None]
    for b in range(1, brands):
        table[:, :, b, 2 + b] = 1.0
    return table


def _choice(attributes: Floats, bought: Integers) -> choice_logit.LogitFit:
    who, when, brand = np.nonzero(bought)
    times = bought[who, when, brand]
    rows = np.repeat(np.arange(who.size), times)
    return choice_logit.fit_choice(attributes[who[rows], when[rows]], brand[rows].astype(np.int64))


def _chances(attributes: Floats, coefficients: Floats) -> Floats:
    flat = attributes.reshape(-1, *attributes.shape[2:])
    chance: Floats = choice_logit.choice_probabilities(flat, coefficients).reshape(attributes.shape[:3])
    return chance


def _weighted(elasticity: Floats, chance: Floats, weight: Floats | Integers) -> float:
    """Return elasticities by brand weighted by expected purchases, mean over brands by their sales."""
    mass = chance * weight[:, :, None]
    return float((elasticity * mass).sum() / mass.sum())


def _incidence(pull: Floats, occasions: Integers, rate: Integers) -> tuple[float, Floats]:
    """Return the response of buying at all to the inclusive value within households, and its probability."""
    mean = pull.mean(axis=1, keepdims=True)
    ones = np.ones_like(pull)
    x = np.stack([pull - mean, ones * mean, ones * np.log(rate + 0.5)[:, None], ones], axis=-1).reshape(-1, 4)
    fitted = choice_logit.fit_yes(x, (occasions > 0).astype(np.float64).ravel())
    yes = choice_logit.yes_probabilities(x, fitted.coefficients).reshape(pull.shape)
    return float(fitted.coefficients[0]), yes


def _quantity(units: Integers, bought: Integers, price: Floats) -> float:
    """Return the elasticity of units per purchase to price, within households and brands."""
    who, when, brand = np.nonzero(bought)
    size = units[who, when, brand] / bought[who, when, brand]
    group = who * price.shape[1] + brand
    x = price[when, brand]
    counts = np.maximum(np.bincount(group), 1)
    dx = x - (np.bincount(group, x) / counts)[group]
    dy = size - (np.bincount(group, size) / counts)[group]
    return float(dx @ dy / (dx @ dx) / size.mean())


def estimate_g20_panel(base: Baseline) -> Mapping[str, float]:
    """Return the shares of the elasticity."""
    found = split(base)
    total = found.choice + found.incidence + found.quantity
    return {
        "choice": found.choice / total,
        "incidence": found.incidence / total,
        "quantity": found.quantity / total,
        "total": total,
    }


G20_PANEL = Row(
    id="G20",
    tier=Tier.A,
    kind="E",
    category=Category.STORABLE,
    text="Promotion bump: three quarters switching in elasticities, a third in units",
    source="van Heerde, Gupta & Wittink 2003, JMR 40:481; Bell, Chiang & Padmanabhan 1999; Gupta 1988",
    experiment=E0,
    statistics=(
        Statistic("choice", "share of choice in the panel's price elasticity (Gupta)", (0.60, 0.85)),
        Statistic("incidence", "share of incidence", (0.0, 0.40), gates=False),
        Statistic("quantity", "share of quantity", (0.0, 0.40), gates=False),
        Statistic("total", "sum of the three elasticities", (-6.0, -1.0), gates=False),
    ),
    estimate=estimate_g20_panel,
)
"""Elasticities: choice, incidence and quantity on the household panel, as Gupta (1988) splits them."""
