"""How large an effect is: more replications until it is known well enough; a pure plan.

The number of replications is doubled from a first look to a most. The intervals of all effects of a family hold
together whatever made an effect stop: Student's interval at 1 - alpha / (effects x looks), which is Bonferroni's
inequality over effects and looks. A screening that leaves effects of the family out does not touch that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from mktsim.study.compare.result import Interval

Floats = NDArray[np.float64]
CLEAR = 0.25
"""Half-width of an interval over its mean at which an effect is known well enough: assumption."""
FIRST_LOOK = 8
"""Replications of the first look: with fewer the intervals of many effects are too wide to end anything: assumption."""


@dataclass(frozen=True)
class Measuring:
    """What is asked of the measurement of a family of effects."""

    worth: float
    """Effect that is worth knowing, in units of the metric; an interval no wider than that either way is enough."""
    most: int
    """Most replications of an effect, at least 2."""
    family: int
    """Effects whose intervals are to hold together, those not looked at included."""
    confidence: float = 0.95

    @property
    def looks(self) -> tuple[int, ...]:
        """Replications at which it is looked."""
        found = [min(FIRST_LOOK, self.most)]
        while found[-1] < self.most:
            found.append(min(2 * found[-1], self.most))
        return tuple(found)


@dataclass(frozen=True)
class Effect:
    """A mean effect with its simultaneous interval."""

    interval: Interval
    replications: int

    @property
    def told(self) -> bool:
        """Whether it can be told from zero."""
        return self.interval.low > 0.0 or self.interval.high < 0.0


def effect(values: Floats, asked: Measuring) -> Effect:
    """Return the mean of paired effects, shape (replications,), with its interval."""
    sample = np.asarray(values, dtype=np.float64)
    mean = float(sample.mean()) if sample.size else float("nan")
    if sample.size < 2:
        return Effect(Interval(mean, -np.inf, np.inf), int(sample.size))
    tail = (1.0 - asked.confidence) / (2.0 * asked.family * len(asked.looks))
    half = float(stdtrit(sample.size - 1, 1.0 - tail) * sample.std(ddof=1) / np.sqrt(sample.size))
    return Effect(Interval(mean, mean - half, mean + half), int(sample.size))


def looks_needed(values: Floats, run: int, asked: Measuring) -> int | None:
    """Return up to how many replications must be run next; None when the effect is known well enough.

    None as well where the most replications would leave it as open as it is, by its spread so far: it is so noisy that
    its interval would stay wider than what is worth knowing and hold zero. `run` is how many were run, those that
    failed included.
    """
    following = next((look for look in asked.looks if look > run), None)
    if following is None or run < asked.looks[0]:
        return following
    found = effect(values, asked)
    half = found.interval.high - found.interval.mean
    is_known = half <= asked.worth or (found.told and half <= CLEAR * abs(found.interval.mean))
    return None if is_known or _is_hopeless(values, found, asked) else following


def _is_hopeless(values: Floats, found: Effect, asked: Measuring) -> bool:
    """Tell whether even the most replications would hardly tell an effect from zero or make it small."""
    if values.size < 2:
        return False
    tail = (1.0 - asked.confidence) / (2.0 * asked.family * len(asked.looks))
    least = float(stdtrit(asked.most - 1, 1.0 - tail) * values.std(ddof=1) / np.sqrt(asked.most))
    return least > asked.worth and abs(found.interval.mean) < least
