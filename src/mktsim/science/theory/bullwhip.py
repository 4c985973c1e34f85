"""Amplification of demand variance by order-up-to replenishment.

Variance of orders over variance of demand, for independent demand and a forecast
updated each period; `lead_time` counts periods including the review period.

Source: Chen, Drezner, Ryan & Simchi-Levi 2000, Management Science 46:436.
"""

from __future__ import annotations

from mktsim.science.domain import require_non_negative


def moving_average_ratio(lead_time: float, window: int) -> float:
    """Return the ratio when the forecast is the mean of the last `window` periods."""
    require_non_negative("lead_time", lead_time)
    if window < 1:
        message = f"window must be at least 1 period, got {window}"
        raise ValueError(message)
    relative = lead_time / window
    return 1.0 + 2.0 * relative + 2.0 * relative**2


def exponential_smoothing_ratio(lead_time: float, alpha: float) -> float:
    """Return the ratio when the forecast moves by `alpha` (0 to 1) of its error."""
    require_non_negative("lead_time", lead_time)
    if not 0.0 <= alpha <= 1.0:
        message = f"alpha must lie between 0 and 1, got {alpha!r}"
        raise ValueError(message)
    push = lead_time * alpha
    return 1.0 + 2.0 * push + 2.0 * push**2 / (2.0 - alpha)
