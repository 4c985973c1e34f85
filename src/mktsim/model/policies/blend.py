"""Small helpers that rules of every lever share: what is known, and means over uncertain stages."""

from __future__ import annotations

import math

from mktsim.inputs.rules import Belief

StageValues = tuple[float, float, float, float]
"""One value for introduction, growth, maturity and decline."""


def is_known(belief: Belief) -> bool:
    """Tell whether a belief holds anything: a finite value with a finite standard error."""
    return math.isfinite(belief.value) and math.isfinite(belief.se)


def weight_of(belief: Belief, prior_sd: float) -> float:
    """Return the weight of an estimate against a prior of standard deviation `prior_sd`, 0 (unknown) … 1 (exact)."""
    if not is_known(belief):
        return 0.0
    ratio = belief.se / prior_sd
    return 1.0 / (1.0 + ratio * ratio)


def stage_mean(stage: StageValues, values: StageValues) -> float:
    """Return the mean of `values` over the probabilities `stage`; maturity's value when these sum to zero."""
    total = sum(stage)
    if total <= 0.0:
        return values[2]
    return sum(p * v for p, v in zip(stage, values, strict=True)) / total


def clamp(value: float, low: float, high: float) -> float:
    """Return `value` moved into [low, high]; `low` for not a number."""
    return min(max(value, low), high) if value == value else low  # noqa: PLR0124 - NaN differs from itself
