"""Sales response to advertising with saturation and decay.

S' = response * A * (1 - S/M) - decay * S, with S sales (units per year), A advertising
(money per year), M the saturation level.

Source: Vidale & Wolfe 1957, Operations Research 5:370.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mktsim.science.domain import require_non_negative, require_positive

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from mktsim.science.arrays import Floats


@dataclass(frozen=True)
class Response:
    """Parameters of the sales response."""

    response: float
    """Sales gained per money of advertising at zero sales, above 0."""
    saturation: float
    """Highest sales that can be reached, units per year, above 0."""
    decay: float
    """Share of sales lost per year without advertising, above 0."""

    def __post_init__(self) -> None:
        """Refuse values outside their range."""
        require_positive("response", self.response)
        require_positive("saturation", self.saturation)
        require_positive("decay", self.decay)


def steady_sales(market: Response, advertising: float) -> float:
    """Return the level to which sales tend under constant advertising."""
    require_non_negative("advertising", advertising)
    push = market.response * advertising
    return market.saturation * push / (push + market.decay * market.saturation)


def sales(t: ArrayLike, market: Response, advertising: float, initial: float) -> Floats:
    """Return S(t) under constant advertising from `initial` sales; shape of `t`."""
    level = steady_sales(market, advertising)
    speed = market.response * advertising / market.saturation + market.decay
    elapsed = np.asarray(t, dtype=np.float64)
    return np.asarray(level + (initial - level) * np.exp(-speed * elapsed))


def holding_advertising(market: Response, held: float) -> float:
    """Return the advertising (money per year) that keeps sales at `held`.

    `held` in units per year, at least 0 and below the saturation level.
    """
    if not 0.0 <= held < market.saturation:
        message = f"held sales must lie in [0, {market.saturation}), got {held!r}"
        raise ValueError(message)
    room = market.saturation - held
    return market.decay * held * market.saturation / (market.response * room)
