"""Life-cycle stages as departments perceive them, from the sales they hold."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
from annotated_types import Ge, Gt, Le

from mktsim.quantities import Source, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mktsim.model.organisation.premises import Stages

ASSUMED = Source("assumption: a rough reading of the turning points of Golder & Tellis 2004")
LAUNCHED: tuple[float, float, float, float] = (0.94, 0.02, 0.02, 0.02)
"""What everybody thinks at a launch."""
ESTABLISHED: tuple[float, float, float, float] = (0.02, 0.14, 0.70, 0.14)
"""What everybody thinks of a going concern of which nothing is known yet."""


@dataclass(frozen=True)
class StageReading:
    """How growth, rise and retreat of sales are read as stages."""

    window_weeks: Annotated[int, Ge(4), Le(52), Unit("weeks"), ASSUMED] = 26
    """Length of the two windows compared; a year apart where there is a year."""
    growth: Annotated[float, Gt(0), Le(3), Unit("log growth/year"), ASSUMED] = 0.40
    """Typical growth of the growth stage."""
    decline: Annotated[float, Gt(0), Le(3), Unit("log fall/year"), ASSUMED] = 0.20
    """Typical fall of the decline stage."""
    spread: Annotated[float, Gt(0), Le(3), Unit("log growth/year"), ASSUMED] = 0.18
    """Spread of growth within a stage."""
    take_off: Annotated[float, Gt(0), Le(20), Unit("log multiple"), ASSUMED] = 0.9
    """Rise above the first weeks that counts as take-off."""
    youth_weeks: Annotated[float, Gt(0), Le(520), Unit("weeks"), ASSUMED] = 52.0
    """Time after which a product without a rise no longer counts as new."""


READING = StageReading()


def perceived(totals: NDArray[np.float64], launched: bool) -> Stages:  # noqa: FBT001
    """Return stage probabilities from weekly units `totals` (W,), first week at the launch if `launched`."""
    window = READING.window_weeks
    if len(totals) < window:
        return LAUNCHED if launched else ESTABLISHED
    growth = _growth(totals, window)
    spread = READING.spread * (1.0 + 2.0 * window / len(totals))
    weights = [
        0.0,
        _bell(max(0.0, READING.growth - growth), spread),
        _bell(growth, spread),
        _bell(max(0.0, growth + READING.decline), spread) * _retreat(totals, window),
    ]
    if launched:
        rise = _rise(totals, window)
        youth = math.exp(-len(totals) / READING.youth_weeks) if rise > 0.0 else 1.0
        weights[0] = 2.0 * max(0.0, 1.0 - rise / READING.take_off) * youth
    floor = 0.01
    total = sum(weights) + 4 * floor
    return (
        (weights[0] + floor) / total,
        (weights[1] + floor) / total,
        (weights[2] + floor) / total,
        (weights[3] + floor) / total,
    )


def blurred(stages: Stages, quality: float) -> Stages:
    """Return what work of `quality` makes of them: all the same at zero, unchanged at one."""
    weights = [p**quality for p in stages]
    total = sum(weights)
    return (weights[0] / total, weights[1] / total, weights[2] / total, weights[3] / total)


def _growth(totals: NDArray[np.float64], window: int) -> float:
    """Return log growth a year; against the same weeks of last year where known, so that seasons cancel."""
    year = 52
    recent = _mean(totals[-window:])
    if len(totals) >= year + window:
        return math.log(recent / _mean(totals[-year - window : -year]))
    half = min(window, len(totals) // 2)
    between = len(totals) - half if len(totals) < 2 * window else half
    earlier = totals[-half - between : len(totals) - between]
    return math.log(_mean(totals[-half:]) / _mean(earlier)) * year / between


def _retreat(totals: NDArray[np.float64], window: int) -> float:
    """Return how far recent sales lie below their peak: zero at the peak, one at 30% below it."""
    sums = np.cumsum(totals)
    windows = sums[window - 1 :].copy()
    windows[1:] -= sums[:-window]
    peak = max(float(windows.max()), 1e-9)
    return min(1.0, max(0.0, 1.0 - float(windows[-1]) / peak) / 0.3)


def _rise(totals: NDArray[np.float64], window: int) -> float:
    return math.log(_mean(totals[-window // 2 :]) / _mean(totals[: window // 2]))


def _mean(values: NDArray[np.float64]) -> float:
    return max(float(values.mean()), 1e-9)


def _bell(distance: float, spread: float) -> float:
    return math.exp(-0.5 * (distance / spread) ** 2)
