"""What would change the verdict: the value of a parameter at which the leader's lead is gone; a pure plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

HALVINGS = 5
"""Halvings of the range: the value is known to a thirty-second of it."""


@dataclass(frozen=True)
class BreakEven:
    """What is known of one parameter."""

    path: str
    low: float
    high: float
    """Range tried."""
    value: float | None
    """Value at which the lead is gone; None where it is not within the range."""
    lead_low: float
    """Lead at the low end, money."""
    lead_high: float


def next_value(leads: Mapping[float, float], low: float, high: float, *, whole: bool) -> float | None:
    """Return the value to try next, from the leads found so far by value; None when enough is known.

    The ends first; then, where the lead changes its sign between them, the middle of what is left. A `whole`
    parameter takes whole values only.
    """
    for end in (low, high):
        if end not in leads:
            return end
    bracket = _bracket(leads)
    if bracket is None or len(leads) >= 2 + HALVINGS:
        return None
    middle = sum(bracket) / 2.0
    middle = float(round(middle)) if whole else middle
    return None if middle in leads else middle


def answer(path: str, leads: Mapping[float, float]) -> BreakEven:
    """Say where the lead is gone, by a straight line through the two nearest values; `leads` holds both ends."""
    low, high = min(leads), max(leads)
    bracket = _bracket(leads)
    value = None
    if bracket is not None:
        left, right = bracket
        fall = leads[left] - leads[right]
        value = left + (right - left) * (leads[left] / fall if fall else 0.5)
    return BreakEven(path, low, high, value, leads[low], leads[high])


def _bracket(leads: Mapping[float, float]) -> tuple[float, float] | None:
    """Neighbouring values between which the lead changes its sign; the first from below."""
    tried = sorted(leads)
    for left, right in pairwise(tried):
        if (leads[left] > 0.0) != (leads[right] > 0.0):
            return left, right
    return None
