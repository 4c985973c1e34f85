"""Talk about brands, and what it takes off the risk of a brand never tried (step 4)."""

from __future__ import annotations

import math
from typing import Any


def talk(s: Any, p: Any, r: int, b: int) -> float:
    """Return how loud the talk about brand `b` is in region `r`, from zero to one, concave in its users."""
    users = s.users[r, b]
    return float(users / (users + p.talk_half))


def opinion(s: Any, p: Any, r: int, b: int) -> float:
    """Return the utility of what is heard of a brand: its volume, and its perceived quality the louder the more."""
    volume = talk(s, p, r, b)
    return float(p.talk * volume + s.perceived[r, b] * (1.0 + p.wom * volume))


def trust(s: Any, p: Any) -> None:
    """Set `doubt`: the multiple of attraction of a brand not tried oneself, one where everybody around uses it."""
    doubt, users = s.doubt, s.users
    for r in range(doubt.shape[0]):
        for b in range(doubt.shape[1]):
            doubt[r, b] = math.exp(-p.risk * (1.0 - users[r, b]))


def forgotten(known: float, times: float, weeks: float) -> float:
    """Return the share of those who tried that has not bought for so long this week that the risk is back.

    `weeks` since the last purchase with purchases at random: a week's loss is h / (exp(h weeks) - 1) at the rate
    h of those who tried, written as the inverse of the exponential's series so that it costs no exponential.
    """
    if weeks <= 0.0 or known <= 0.0:
        return 0.0
    x = times / known * weeks
    return min(known, known / (weeks * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x / 24.0)))))
