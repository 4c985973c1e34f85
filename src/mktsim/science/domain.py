"""Refuse arguments outside the domain of a formula."""

from __future__ import annotations

import math


def require_positive(name: str, value: float) -> None:
    """Raise ValueError unless the value is finite and above zero."""
    if not (math.isfinite(value) and value > 0.0):
        message = f"{name} must be finite and above 0, got {value!r}"
        raise ValueError(message)


def require_non_negative(name: str, value: float) -> None:
    """Raise ValueError unless the value is finite and at least zero."""
    if not (math.isfinite(value) and value >= 0.0):
        message = f"{name} must be finite and at least 0, got {value!r}"
        raise ValueError(message)


def require_inside_unit(name: str, value: float) -> None:
    """Raise ValueError unless the value lies strictly between zero and one."""
    if not 0.0 < value < 1.0:
        message = f"{name} must lie strictly between 0 and 1, got {value!r}"
        raise ValueError(message)


def require_above(name: str, value: float, bound: float) -> None:
    """Raise ValueError unless the value is finite and above the bound."""
    if not (math.isfinite(value) and value > bound):
        message = f"{name} must be finite and above {bound!r}, got {value!r}"
        raise ValueError(message)
